//! Turns the `<text>` of plotters' SVG into outlines, so that the picture needs no font anywhere.

use super::error::ChartError;
use super::font::Font;

/// Plotters writes `font-size` as its own size divided by this.
const PLOTTERS_EM: f64 = 1.24;

/// Replaces every `<text>` element of `svg` by a `<path>` at the place where plotters' bitmap back end
/// would draw it.
///
/// Reads plotters' own output, which is flat and regular; it is no general SVG reader. Errors if a
/// `<text>` is not written as plotters writes it.
pub(super) fn outlined(svg: &str, font: &Font) -> Result<String, ChartError> {
    let mut out = String::with_capacity(svg.len() * 4);
    let mut rest = svg;
    while let Some(at) = rest.find("<text") {
        out.push_str(&rest[..at]);
        let element = &rest[at..];
        let (open, after) = element.split_once('>').ok_or_else(|| unexpected(element))?;
        let (content, after) = after.split_once("</text>").ok_or_else(|| unexpected(element))?;
        let text = Text::read(open, content).ok_or_else(|| unexpected(element))?;
        out.push_str(&text.path(font));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// One `<text>` element.
struct Text<'a> {
    x: f64,
    y: f64,
    dy: &'a str,
    anchor: &'a str,
    size: f64,
    fill: &'a str,
    opacity: &'a str,
    transform: Option<&'a str>,
    content: String,
}

impl<'a> Text<'a> {
    fn read(open: &'a str, content: &str) -> Option<Text<'a>> {
        Some(Text {
            x: attribute(open, "x")?.parse().ok()?,
            y: attribute(open, "y")?.parse().ok()?,
            dy: attribute(open, "dy")?,
            anchor: attribute(open, "text-anchor")?,
            size: attribute(open, "font-size")?.parse::<f64>().ok()? * PLOTTERS_EM,
            fill: attribute(open, "fill")?,
            opacity: attribute(open, "opacity")?,
            transform: attribute(open, "transform"),
            content: unescape(content.trim_matches('\n')),
        })
    }

    fn path(&self, font: &Font) -> String {
        let em = self.size / font.lines_per_em();
        let x = match self.anchor {
            "middle" => self.x - font.width(&self.content, em) / 2.0,
            "end" => self.x - font.width(&self.content, em),
            _ => self.x,
        };
        let data = font.outline(&self.content, em, x, self.baseline());
        let transform = self.transform.map(|t| format!(" transform=\"{t}\"")).unwrap_or_default();
        let opacity = match self.opacity {
            "1" => String::new(),
            other => format!(" opacity=\"{other}\""),
        };
        format!("<path fill=\"{}\"{opacity}{transform} d=\"{data}\"/>", self.fill)
    }

    /// Returns the y coordinate of the baseline. Plotters' bitmap puts it half a size below the top of a box of height
    /// size / 1.24; the SVG back end says by `dy` which edge of the box the y coordinate is.
    fn baseline(&self) -> f64 {
        let height = self.size / PLOTTERS_EM;
        let top = match self.dy {
            "0.76em" => self.y,
            "0.5ex" => self.y - height / 2.0,
            _ => self.y - height,
        };
        top + self.size / 2.0
    }
}

fn attribute<'a>(open: &'a str, name: &str) -> Option<&'a str> {
    let start = open.find(&format!(" {name}=\""))? + name.len() + 3;
    open[start..].split('"').next()
}

/// Escapes text for use in XML, dropping what XML cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Reads escaped text, the ampersand last, so that `&amp;lt;` becomes `&lt;`.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn unexpected(element: &str) -> ChartError {
    ChartError::Draw(format!("unexpected text element: {}", element.chars().take(80).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(attributes: &str, content: &str) -> String {
        format!(
            "<svg>\n<text {attributes} font-size=\"100\" opacity=\"1\" fill=\"#000000\">\n{content}\n</text>\n</svg>"
        )
    }

    /// Returns the least and greatest x and y of the only path.
    fn bounds(svg: &str) -> [f64; 4] {
        let data = attribute(&svg[svg.find("<path").unwrap()..], "d").unwrap();
        let numbers: Vec<f64> = data
            .split(|c: char| c.is_ascii_alphabetic() || c == ' ')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().unwrap())
            .collect();
        let fold = |k: usize, f: fn(f64, f64) -> f64, start: f64| {
            numbers.iter().skip(k).step_by(2).fold(start, |a, b| f(a, *b))
        };
        [fold(0, f64::min, 1e9), fold(0, f64::max, -1e9), fold(1, f64::min, 1e9), fold(1, f64::max, -1e9)]
    }

    fn drawn(attributes: &str, content: &str) -> [f64; 4] {
        bounds(&outlined(&text(attributes, content), &Font::embedded().unwrap()).unwrap())
    }

    #[test]
    fn a_capital_stands_on_the_baseline_and_is_as_high_as_the_font_says() {
        // size = 124, em = 124 / 1.448, cap height 0.733 em, baseline 62 below the top.
        let [_, _, top, bottom] = drawn("x=\"0\" y=\"1000\" dy=\"0.76em\" text-anchor=\"start\"", "H");
        assert!((bottom - 1062.0).abs() < 0.2, "{bottom}");
        assert!((bottom - top - 0.733 * 124.0 / 1.448).abs() < 0.5, "{top}");
    }

    #[test]
    fn anchors_move_the_text_by_its_width() {
        let font = Font::embedded().unwrap();
        let width = font.width("席位", 124.0 / font.lines_per_em());
        let at =
            |anchor| drawn(&format!("x=\"500\" y=\"0\" dy=\"0.5ex\" text-anchor=\"{anchor}\""), "席位")[0];
        assert!((at("start") - at("end") - width).abs() < 0.2);
        assert!((at("start") - at("middle") - width / 2.0).abs() < 0.2);
    }

    #[test]
    fn entities_become_one_glyph_each() {
        let font = Font::embedded().unwrap();
        let svg = text("x=\"0\" y=\"0\" dy=\"0.76em\" text-anchor=\"start\"", "&lt;&amp;lt;&apos;");
        let path = font.outline("<&lt;'", 124.0 / font.lines_per_em(), 0.0, 62.0);
        assert!(outlined(&svg, &font).unwrap().contains(&path));
    }

    #[test]
    fn rotation_colour_and_opacity_are_kept() {
        let svg = "<text x=\"1\" y=\"2\" dy=\"0.5ex\" text-anchor=\"end\" font-size=\"9\" opacity=\"0.5\" \
                   fill=\"#AB0000\" transform=\"rotate(270, 1, 2)\">\na\n</text>";
        let out = outlined(svg, &Font::embedded().unwrap()).unwrap();
        for part in ["fill=\"#AB0000\"", "opacity=\"0.5\"", "transform=\"rotate(270, 1, 2)\""] {
            assert!(out.contains(part), "{out}");
        }
        assert!(!out.contains("<text"));
    }

    #[test]
    fn an_element_that_is_not_plotters_own_is_refused() {
        assert!(outlined("<text>\nhello\n</text>", &Font::embedded().unwrap()).is_err());
    }

    #[test]
    fn characters_that_xml_cannot_hold_do_not_reach_it() {
        assert_eq!(escape("a\u{0}<b>\u{ffff}&\n"), "a &lt;b&gt;&amp; ");
    }
}
