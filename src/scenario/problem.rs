//! Problems of scenario files: collected, put in order and shown all at once.

use crate::language::{Language, Text};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A problem in a file: its place, what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the user named it.
    pub file: PathBuf,
    /// Its place in the file.
    pub place: Place,
    /// The fault, in one line without a full stop: "unknown key `patiance`".
    pub title: Text,
    /// The text found, if the source line does not show it.
    pub found: Option<Text>,
    /// Advice on what to write instead.
    pub help: Option<Text>,
}

/// The place of a problem in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    Whole,
    /// A span of bytes of a TOML text.
    Text {
        /// The text.
        text: Arc<str>,
        /// Bytes of it.
        span: Range<usize>,
    },
    /// A value that was set beside the files.
    Set {
        /// The key.
        key: String,
        /// The TOML literal.
        literal: String,
    },
    /// A line of a table.
    Row {
        /// Counted from 1, the header included.
        line: u64,
        /// The column's name, for a problem of one cell.
        column: Option<String>,
        /// The subject of the row, e.g. "hotline 12329".
        row: Option<String>,
    },
}

impl Problem {
    /// A problem of a whole file.
    pub fn whole(file: impl Into<PathBuf>, title: impl Into<Text>) -> Problem {
        Problem { file: file.into(), place: Place::Whole, title: title.into(), found: None, help: None }
    }

    /// A problem at a place.
    pub fn at(file: impl Into<PathBuf>, place: Place, title: impl Into<Text>) -> Problem {
        Problem { place, ..Problem::whole(file, title) }
    }

    /// Adds what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<Text>) -> Problem {
        self.found = Some(found.into());
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// Line (from 1) and column in characters (from 1; 0 where there is none).
    pub fn line_and_column(&self) -> (u64, u64) {
        match &self.place {
            Place::Whole | Place::Set { .. } => (0, 0),
            Place::Row { line, .. } => (*line, 0),
            Place::Text { text, span } => {
                let before = &text[..floor_boundary(text, span.start)];
                let line = before.matches('\n').count() as u64 + 1;
                let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u64 + 1;
                (line, column)
            }
        }
    }

    /// Its position in the file, to put problems of one file in order.
    fn position(&self) -> u64 {
        match &self.place {
            Place::Whole | Place::Set { .. } => 0,
            Place::Row { line, .. } => *line,
            Place::Text { span, .. } => span.start as u64 + 1,
        }
    }

    /// The problem as shown to people in English, without a trailing newline.
    pub fn render(&self) -> String {
        self.render_in(Language::En)
    }

    /// The problem as shown to people, without a trailing newline.
    pub fn render_in(&self, language: Language) -> String {
        match &self.place {
            Place::Text { text, span } => self.render_text(text, span, language),
            Place::Set { key, literal } => {
                let title = self.title.get(language);
                let out = format!("{}{title}\n  --> --set {key}={literal}", error(language));
                self.with_advice(out, language)
            }
            _ => self.render_row(language),
        }
    }

    fn advice(&self, language: Language) -> Option<String> {
        let help = self.help.as_ref().map(|help| help.get(language));
        let found = self.found.as_ref().map(|found| {
            let found = found.get(language);
            match language {
                Language::En => format!("found {found}"),
                Language::Zh => format!("现为 {found}"),
            }
        });
        match (found, help) {
            (Some(found), Some(help)) => Some(format!("{found}{}{help}", language.pick("; ", "；"))),
            (found, help) => found.or(help.map(str::to_owned)),
        }
    }

    fn render_text(&self, text: &str, span: &Range<usize>, language: Language) -> String {
        let path = self.file.display().to_string();
        let span = clip_to_line(text, span);
        let annotation = AnnotationKind::Primary.span(span).label(self.advice(language));
        let snippet = Snippet::source(text).path(path).annotation(annotation);
        let level = match language {
            Language::En => Level::ERROR,
            Language::Zh => Level::ERROR.with_name("错误"),
        };
        Renderer::plain().render(&[level.primary_title(self.title.get(language)).element(snippet)])
    }

    fn render_row(&self, language: Language) -> String {
        let title = self.title.get(language);
        let mut out = format!("{}{title}\n  --> {}", error(language), self.file.display());
        if let Place::Row { line, column, row } = &self.place {
            let _ = write!(out, ":{line}");
            if let Some(row) = row {
                let _ = write!(out, ", {row}");
            }
            if let Some(column) = column {
                let _ = write!(out, "{}`{column}`", language.pick(", column ", "，列 "));
            }
        }
        self.with_advice(out, language)
    }

    fn with_advice(&self, mut out: String, language: Language) -> String {
        if let Some(advice) = self.advice(language) {
            let _ = write!(out, "\n   | {advice}");
        }
        out
    }
}

/// The word before a problem.
fn error(language: Language) -> &'static str {
    language.pick("error: ", "错误：")
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render())
    }
}

impl std::error::Error for Problem {}

/// The part of a span that lies on its first line, on character boundaries; never empty unless the
/// line ends there.
fn clip_to_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor_boundary(text, span.start);
    let line_end = text[start..].find(['\r', '\n']).map_or(text.len(), |n| start + n);
    let end = floor_boundary(text, span.end).clamp(start, line_end);
    if end > start {
        return start..end;
    }
    let next = text[start..line_end].chars().next().map_or(0, char::len_utf8);
    start..start + next
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Problems shown at most; the rest is counted.
const SHOWN: usize = 100;

/// Problems of one reading, in order of file and line when shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Makes an empty collection.
    pub fn new() -> Problems {
        Problems::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Adds the problems of another reading.
    pub fn append(&mut self, mut other: Problems) {
        self.list.append(&mut other.list);
    }

    /// Puts another problem in the place of each.
    #[must_use]
    pub fn map(self, other: impl FnMut(Problem) -> Problem) -> Problems {
        Problems { list: self.list.into_iter().map(other).collect() }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of problems, duplicates included.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// All problems by file, line and column, each once.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.list.iter().collect();
        all.sort_by_key(|p| (p.file.as_path(), p.position(), p.title.en.as_str()));
        all.dedup();
        all
    }

    /// All problems as shown to people in English, with a closing line that counts them; ends with a newline.
    pub fn render(&self) -> String {
        self.render_in(Language::En)
    }

    /// All problems as shown to people, with a closing line that counts them; ends with a newline.
    pub fn render_in(&self, language: Language) -> String {
        let all = self.sorted();
        let mut out = String::new();
        for problem in all.iter().take(SHOWN) {
            let _ = write!(out, "{}\n\n", problem.render_in(language));
        }
        if let Some(more) = all.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let _ = match language {
                Language::En => write!(out, "... and {more} more\n\n"),
                Language::Zh => write!(out, "……另有 {more} 处\n\n"),
            };
        }
        let mut files: Vec<&Path> = all.iter().map(|p| p.file.as_path()).collect();
        files.dedup();
        let _ = match (language, all.len(), files.len()) {
            (Language::En, 1, _) => writeln!(out, "1 error; nothing was run."),
            (Language::En, errors, 1) => writeln!(out, "{errors} errors in 1 file; nothing was run."),
            (Language::En, errors, files) => {
                writeln!(out, "{errors} errors in {files} files; nothing was run.")
            }
            (Language::Zh, errors, 1) => writeln!(out, "共 {errors} 处错误，未运行。"),
            (Language::Zh, errors, files) => writeln!(out, "{files} 个文件共 {errors} 处错误，未运行。"),
        };
        out
    }

    /// Returns `value` if nothing is wrong, otherwise the problems.
    pub fn or_value<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems { list: vec![problem] }
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.render().trim_end())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_text(text: &str, span: Range<usize>) -> Problem {
        Problem::at("plan/scenario.toml", Place::Text { text: text.into(), span }, "unknown key `patiance`")
    }

    #[test]
    fn a_problem_in_a_text_shows_its_line_with_a_caret() {
        let shown = in_text("a = 1\npatiance = 2\n", 6..14).help("did you mean `patience`?").render();
        let want = "error: unknown key `patiance`\n --> plan/scenario.toml:2:1\n  |\n2 | patiance = 2\n  | ^^^^^^^^ did you mean `patience`?";
        assert_eq!(shown, want);
    }

    #[test]
    fn chinese_before_the_caret_does_not_shift_it() {
        let text = "x = { zh = \"热线\", nam = 1 }\n";
        let at = text.find("nam").unwrap();
        let shown = in_text(text, at..at + 3).render();
        let lines: Vec<&str> = shown.lines().collect();
        // Each Chinese character is two columns wide on a terminal and one `char` in the string.
        let caret = lines[4].find('^').unwrap();
        let source = lines[3].split("nam").next().unwrap();
        let width: usize = source.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        assert_eq!(caret, width, "{shown}");
    }

    #[test]
    fn a_problem_in_a_table_names_line_and_column() {
        let place = Place::Row { line: 7, column: Some("calls".into()), row: None };
        let shown = Problem::at("plan/hotlines.csv", place, "`calls` needs a unit")
            .found("`0.3`")
            .help("write `120 per day`")
            .render();
        let want = "error: `calls` needs a unit\n  --> plan/hotlines.csv:7, column `calls`\n   | found `0.3`; write `120 per day`";
        assert_eq!(shown, want);
    }

    #[test]
    fn problems_are_counted_and_put_in_order() {
        let mut all = Problems::new();
        all.push(Problem::whole("b.csv", "second"));
        all.push(in_text("a\nb\n", 2..3));
        all.push(Problem::whole("b.csv", "second"));
        let shown = all.render();
        assert!(shown.ends_with("2 errors in 2 files; nothing was run.\n"), "{shown}");
        assert_eq!(all.sorted()[0].title.en, "second");
    }

    #[test]
    fn a_span_beyond_the_text_does_no_harm() {
        for (text, span) in [("", 0..9), ("热", 1..2), ("a\r\nb", 1..3), ("a", 2..5)] {
            assert!(in_text(text, span).render().contains("patiance"));
        }
    }
}
