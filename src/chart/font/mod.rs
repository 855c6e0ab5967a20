//! The font of all charts, embedded, so that no machine needs fonts installed.

use std::sync::LazyLock;

use plotters::style::{FontStyle, register_font};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::error::ChartError;

/// Name under which plotters knows the font.
pub(super) const FAMILY: &str = "hotseat";

/// Noto Sans SC, a subset; how it was made is in `font/README.md`.
const BYTES: &[u8] = include_bytes!("NotoSansSC-subset.ttf");

/// The font, ready to measure and to outline text.
///
/// A text is as wide as the sum of its advances: the subset carries no kerning, so that layout, bitmap
/// and outlines agree.
pub(super) struct Font {
    face: Face<'static>,
    em: f64,
    line: f64,
}

impl Font {
    /// Returns the embedded font, which plotters gets to know on first use.
    pub(super) fn embedded() -> Result<Font, ChartError> {
        static REGISTERED: LazyLock<bool> =
            LazyLock::new(|| register_font(FAMILY, FontStyle::Normal, BYTES).is_ok());
        let face = Face::parse(BYTES, 0).map_err(|_| ChartError::Font)?;
        if !*REGISTERED {
            return Err(ChartError::Font);
        }
        let line = f64::from(face.ascender()) - f64::from(face.descender());
        Ok(Font { em: f64::from(face.units_per_em()), line, face })
    }

    /// Returns the factor from an em size to plotters' font size, which is a line height.
    pub(super) fn lines_per_em(&self) -> f64 {
        self.line / self.em
    }

    /// Returns the width of `text` at em size `size`, in the unit of `size`.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * size / self.em
    }

    /// Shortens `text` with an ellipsis until it is at most `width` wide.
    pub(super) fn fit(&self, text: &str, size: f64, width: f64) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        // The font's ellipsis is the Chinese one, at half height.
        let dots = if text.chars().any(wide) { "…" } else { "..." };
        let mut kept = String::new();
        let mut used = self.width(dots, size);
        for c in text.chars() {
            used += self.advance(c) * size / self.em;
            if used > width {
                break;
            }
            kept.push(c);
        }
        format!("{}{dots}", kept.trim_end())
    }

    /// Breaks `text` into at most `most` lines of at most `width`; what does not fit ends in an ellipsis.
    ///
    /// Breaks at spaces and on either side of a Chinese character; a word longer than a line is cut.
    pub(super) fn wrap(&self, text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            if self.width(&line, size) + self.width(piece.trim_end(), size) > width
                && !line.trim().is_empty()
                && !clings(piece)
            {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(piece);
        }
        lines.push(line);
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).concat();
            lines.push(rest);
        }
        lines.iter().map(|line| self.fit(line.trim(), size, width)).filter(|line| !line.is_empty()).collect()
    }

    /// Writes the SVG path data of `text` at em size `size`, its baseline starting at (x, y).
    pub(super) fn outline(&self, text: &str, size: f64, x: f64, y: f64) -> String {
        let mut path = Path { data: String::new(), x, y, scale: size / self.em };
        for c in text.chars() {
            self.face.outline_glyph(self.glyph(c), &mut path);
            path.x += self.advance(c) * path.scale;
        }
        path.data
    }

    /// Returns the space between the pen and the left edge of the glyph of `c`, at em size `size`.
    pub(super) fn bearing(&self, c: char, size: f64) -> f64 {
        let ink = self.face.glyph_bounding_box(self.glyph(c)).map_or(0, |ink| ink.x_min);
        f64::from(ink) * size / self.em
    }

    /// Whether the font can draw `c` as itself.
    #[cfg(test)]
    pub(super) fn has(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some()
    }

    fn advance(&self, c: char) -> f64 {
        f64::from(self.face.glyph_hor_advance(self.glyph(c)).unwrap_or(0))
    }

    /// Returns the glyph of a character; glyph 0, the empty box, shows that an unknown one is missing.
    fn glyph(&self, c: char) -> GlyphId {
        self.face.glyph_index(c).unwrap_or(GlyphId(0))
    }
}

/// Splits a text into the smallest parts that a line break may separate.
fn pieces(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    // The character before, and the last one that is no space.
    let (mut before, mut mark): (Option<char>, Option<char>) = (None, None);
    for (at, c) in text.char_indices() {
        let breaks = c != ' ' && before.is_some_and(|b| b == ' ' || wide(b) || wide(c));
        if breaks && !opens(before) && !relates(mark) {
            parts.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
        mark = before.filter(|c| *c != ' ').or(mark);
    }
    parts.push(&text[start..]);
    parts
}

/// Whether a sign stays with the number after it.
fn relates(c: Option<char>) -> bool {
    c.is_some_and(|c| "≥≤±=".contains(c))
}

/// Whether a character is Chinese or full-width punctuation.
fn wide(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

fn opens(c: Option<char>) -> bool {
    c.is_some_and(|c| "（《「『【〔“‘(".contains(c))
}

/// Whether a piece is punctuation that may not begin a line.
fn clings(piece: &str) -> bool {
    piece.chars().next().is_some_and(|c| "，。、；：？！）》」』】〕”’,.;:)%".contains(c))
}

/// Collects path data; the font's y axis points up, SVG's down.
struct Path {
    data: String,
    x: f64,
    y: f64,
    scale: f64,
}

impl Path {
    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        use std::fmt::Write as _;
        self.data.push(command);
        for (i, &(x, y)) in points.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            let (x, y) = (self.x + f64::from(x) * self.scale, self.y - f64::from(y) * self.scale);
            // Writing to a String cannot fail.
            let _ = write!(self.data, "{gap}{} {}", tidy(x), tidy(y));
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('Z');
    }
}

/// Rounds to one decimal: a hundredth of a printed pixel, see `SVG_SCALE`.
fn tidy(v: f64) -> f64 {
    (v * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> Font {
        Font::embedded().unwrap()
    }

    #[test]
    fn the_font_draws_english_and_chinese() {
        let font = font();
        for c in "Erlang 95 % ± é→≥座席话务受理人员热线接通率珲春（）《》、。".chars()
        {
            assert!(font.has(c), "{c}");
        }
        assert!(!font.has('𠀀'));
    }

    #[test]
    fn a_chinese_character_is_one_em_wide() {
        assert!((font().width("座席", 20.0) - 40.0).abs() < 1e-9);
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_and_nothing_is_lost_silently() {
        let font = font();
        let text = "长春市在十月十八日一周等待最长（平均三分十二秒），other weeks hold supercalifragilisticexpialidocious";
        for width in [60.0, 120.0, 300.0, 2000.0] {
            for most in [1, 2, 40] {
                let lines = font.wrap(text, 14.0, width, most);
                assert!(lines.len() <= most);
                for line in &lines {
                    assert!(font.width(line, 14.0) <= width + 1e-9, "{line} at {width}");
                }
                let all: String = lines.concat();
                let whole = all.chars().filter(|c| *c != ' ').eq(text.chars().filter(|c| *c != ' '));
                assert!(whole || all.contains('…') || all.contains("..."));
            }
        }
    }

    #[test]
    fn a_line_never_begins_with_a_comma() {
        let lines = font().wrap("等待最长，其余各周达标", 10.0, 40.0, 9);
        assert!(lines.iter().all(|line| !line.starts_with('，')), "{lines:?}");
    }

    #[test]
    fn a_sign_stays_with_its_number() {
        let lines = font().wrap("calls answered ≥ 95.0 %", 10.0, 86.0, 9);
        assert_eq!(lines, ["calls answered", "≥ 95.0 %"]);
    }

    #[test]
    fn an_empty_text_has_no_lines_and_no_outline() {
        assert!(font().wrap("", 10.0, 40.0, 3).is_empty());
        assert_eq!(font().outline("", 10.0, 0.0, 0.0), "");
    }
}
