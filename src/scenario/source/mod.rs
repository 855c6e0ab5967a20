//! A TOML text as a tree that knows where everything was written.

mod node;
mod parse;
mod substitution;

pub(super) use node::leads_nowhere;
pub use node::{Entry, Node, Value};

use super::problem::{Place, Problem, Problems};
use crate::language::{Text, said};
use parse::{syntax_problem, table_of};
use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use substitution::{Origin, Substitutions};
use toml::de::DeTable;

/// A parsed TOML file.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    text: Arc<str>,
    /// The text of the file itself, before any value was replaced.
    own_text: Arc<str>,
    /// The literals that stand in the text and not in the file's own.
    substitutions: Substitutions,
    root: Node,
    /// The JSON that a check of its structure made of it, if there was one and nothing has changed since.
    pub(super) checked: Option<serde_json::Value>,
}

/// Syntax errors of one file that are looked at.
const MOST_ERRORS: usize = 200;

impl Source {
    /// Parses a text; what is not TOML becomes problems.
    pub fn parse(path: &Path, text: Arc<str>, problems: &mut Problems) -> Option<Source> {
        let (table, mut errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            let root = Node { span: 0..0, head: 0..0, value: table_of(table.get_ref(), &text) };
            let (path, own_text) = (path.to_owned(), text.clone());
            let substitutions = Substitutions::default();
            return Some(Source { path, text: text.clone(), own_text, substitutions, root, checked: None });
        }
        // One error a line: the parser goes on after an error, and stumbles over what is left of the line.
        errors.sort_by_key(|error| error.span().map_or(text.len(), |span| span.start));
        let shown = errors.iter().take(MOST_ERRORS).map(|error| syntax_problem(path, &text, error));
        let mut found: Vec<Problem> = shown.collect();
        found.dedup_by_key(|problem| problem.line_and_column().0);
        found.into_iter().for_each(|problem| problems.push(problem));
        None
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The top-level table.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The value at a dotted path, e.g. `hotline.12345.talk.mean`. An element of an array of tables is
    /// named by its `number`, `id`, `key` or `name`, or by its index from 0; a segment with dots is
    /// written in double quotes.
    pub fn find(&self, dotted: &str) -> Option<&Node> {
        self.root.at(&self.places(dotted)?)
    }

    /// The places that lead to the value at a dotted path: its index in each table or list on the way.
    pub(super) fn places(&self, dotted: &str) -> Option<Vec<usize>> {
        let mut node = &self.root;
        let step = |segment: Cow<'_, str>| {
            let place = node.place(&segment)?;
            node = node.nth(place)?;
            Some(place)
        };
        segments(dotted)?.into_iter().map(step).collect()
    }

    /// Puts another value at a dotted path, cheaply: places and text stay those of the old one. Returns whether there is
    /// one to be replaced.
    pub fn put(&mut self, dotted: &str, value: &Value) -> bool {
        self.places(dotted).is_some_and(|places| self.put_at(&places, value))
    }

    /// Puts another value at [places](Source::places) that lead to one, as [`Source::put`] does.
    pub(super) fn put_at(&mut self, places: &[usize], value: &Value) -> bool {
        self.checked = None;
        self.root.at_mut(places).map(|node| node.replace(value)).is_some()
    }

    /// Returns whether a check of its structure found nothing wrong, and nothing has changed since.
    pub(super) fn is_checked(&self) -> bool {
        self.checked.is_some()
    }

    /// Removes keys at the top of the file.
    pub fn leave_out(&mut self, keys: &[&str]) {
        self.checked = None;
        if let Value::Table(entries) = &mut self.root.value {
            entries.retain(|entry| !keys.contains(&entry.key.as_str()));
        }
    }

    /// Bytes of the value at a dotted path.
    pub fn locate(&self, dotted: &str) -> Option<Range<usize>> {
        self.find(dotted).map(|node| node.span.clone())
    }

    /// A problem at a span.
    pub fn problem(&self, span: Range<usize>, title: impl Into<Text>) -> Problem {
        Problem::at(&self.path, Place::Text { text: self.text.clone(), span }, title)
    }

    /// A problem at a dotted path, or at the nearest written value that contains it.
    pub fn problem_at(&self, dotted: &str, title: impl Into<Text>) -> Problem {
        let mut node = &self.root;
        for segment in segments(dotted).unwrap_or_default() {
            match node.child(&segment) {
                Some(child) => node = child,
                None => break,
            }
        }
        if std::ptr::eq(node, &self.root) {
            return Problem::whole(&self.path, title);
        }
        self.problem(node.head.clone(), title)
    }

    /// Returns the file with a TOML literal at a dotted path whose key need not be written, its table must be. Places and
    /// text stay as they are.
    pub fn with_added(&self, dotted: &str, literal: &str) -> Result<Source, Problems> {
        let refused = |title: Text| -> Problems { Problem::whole(&self.path, title).into() };
        let value = Value::parse(literal)
            .ok_or_else(|| refused(said!("`{literal}` is no TOML value", "`{literal}` 不是 TOML 值")))?;
        let (mut source, (table, key)) = (self.clone(), dotted.rsplit_once('.').unwrap_or(("", dotted)));
        if !source.put(dotted, &value) {
            let places = if table.is_empty() { Some(Vec::new()) } else { source.places(table) };
            let table = places.and_then(|places| source.root.at_mut(&places));
            let added = table.is_some_and(|table| table.add(key)) && source.put(dotted, &value);
            if !added {
                return Err(refused(said!("no table for `{dotted}`", "`{dotted}` 没有所属的表")));
            }
        }
        Ok(source)
    }

    /// Returns the file with the value at a dotted path replaced by a TOML literal (`100`, `"60 s"`), parsed anew.
    pub fn with(&self, dotted: &str, literal: &str) -> Result<Source, Problems> {
        let refused = |title: Text, help: Text| -> Problems {
            let place = Place::Set { key: dotted.to_owned(), literal: literal.to_owned() };
            Problem::at(&self.path, place, title).help(help).into()
        };
        let Some(span) = self.locate(dotted) else {
            let help = said!(
                "name the dotted path of a value in the file; a hotline is named by its number",
                "请填写文件中某个值的点分路径；热线以号码表示"
            );
            return Err(refused(said!("no value at `{dotted}`", "`{dotted}` 处没有值"), help));
        };
        let text = format!("{}{literal}{}", &self.text[..span.start], &self.text[span.end..]);
        let Some(source) = Source::parse(&self.path, text.into(), &mut Problems::new()) else {
            return Err(refused(
                said!("`{literal}` is no TOML value", "`{literal}` 不是 TOML 值"),
                said!("write `100`, or `\"60 s\"`", "请写作 `100` 或 `\"60 s\"`"),
            ));
        };
        let mut substitutions = self.substitutions.clone();
        substitutions.put(span, dotted, literal);
        Ok(Source { own_text: self.own_text.clone(), substitutions, ..source })
    }

    /// Moves problems of the changed text to where it comes from: those of a value that was put there to what put it, all
    /// others to the file's own text.
    pub(super) fn at_origins(&self, found: Problems) -> Problems {
        if self.substitutions.is_empty() {
            return found;
        }
        found.map(|problem| match &problem.place {
            Place::Text { text, span } if *text == self.text => {
                let place = self.place_of(span);
                Problem { place, ..problem }
            }
            _ => problem,
        })
    }

    fn place_of(&self, span: &Range<usize>) -> Place {
        // A table in braces is shown at its key, which stands before what was put.
        let headed = self
            .substitutions
            .spans()
            .find(|(key, put, _)| self.find(key).is_some_and(|node| node.span == *put && node.head == *span));
        match headed.map_or_else(|| self.substitutions.origin(span), |(_, _, origin)| origin) {
            Origin::Own(span) => Place::Text { text: self.own_text.clone(), span },
            Origin::Put { key, literal } => Place::Set { key, literal },
        }
    }
}

impl Value {
    /// Parses a TOML literal (`100`, `"60 s"`); none if it is no TOML.
    pub fn parse(literal: &str) -> Option<Value> {
        let text: Arc<str> = format!("value = {literal}").into();
        let source = Source::parse(Path::new(""), text, &mut Problems::new())?;
        match source.root.value {
            Value::Table(mut entries) if entries.len() == 1 => entries.pop().map(|entry| entry.node.value),
            _ => None,
        }
    }
}

/// The segments of a dotted path; none if one is empty or a quote is left open.
pub fn segments(dotted: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut quoted = false;
    let parts = dotted.split(|c| {
        quoted ^= c == '"';
        c == '.' && !quoted
    });
    let segments: Vec<Cow<'_, str>> = parts.map(unquoted).collect();
    (!quoted && segments.iter().all(|segment| !segment.is_empty())).then_some(segments)
}

fn unquoted(part: &str) -> Cow<'_, str> {
    if part.contains('"') { part.replace('"', "").into() } else { part.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "days = 30\n[[hotline]]\nnumber = \"12345\"\ntalk = { mean = \"300 s\" }\n[[hotline]]\nnumber = \"a.b\"\n[front_line]\nagents = [1, 2]\n";

    fn source() -> Source {
        Source::parse(Path::new("x.toml"), TEXT.into(), &mut Problems::new()).unwrap()
    }

    #[test]
    fn a_dotted_path_finds_where_a_value_was_written() {
        let source = source();
        let at = |dotted: &str| source.locate(dotted).map(|span| &TEXT[span]);
        assert_eq!(at("days"), Some("30"));
        assert_eq!(at("hotline.12345.talk.mean"), Some("\"300 s\""));
        assert_eq!(at("hotline.0.talk.mean"), Some("\"300 s\""));
        assert_eq!(at("hotline.\"a.b\".number"), Some("\"a.b\""));
        assert_eq!(at("front_line.agents.1"), Some("2"));
        assert_eq!(at("hotline.12345.patience"), None);
        assert_eq!(at("hotline..talk"), None);
    }

    #[test]
    fn a_value_is_replaced_without_touching_the_rest() {
        let changed = source().with("hotline.12345.talk.mean", "\"60 s\"").unwrap();
        assert_eq!(&**changed.text(), TEXT.replace("300 s", "60 s"));
        assert!(source().with("hotline.12345.tolk", "1").is_err());
    }

    #[test]
    fn a_value_put_in_place_is_the_one_that_was_written_anew() {
        let literals = [
            "60",
            "-1.5",
            "\"60 s\"",
            "true",
            "2021-05-01",
            "[1, 2]",
            "{ a = \"x\", \"b.c\" = [ { d = 1e300 } ] }",
        ];
        for literal in literals {
            let written = source().with("hotline.12345.talk.mean", literal).unwrap();
            let mut put = source();
            let value = Value::parse(literal).unwrap();
            assert!(put.put("hotline.12345.talk.mean", &value));
            assert_eq!(
                put.find("hotline.12345.talk.mean").unwrap().value.literal(),
                written.find("hotline.12345.talk.mean").unwrap().value.literal()
            );
            assert_eq!(Value::parse(&value.literal()).unwrap().literal(), value.literal());
        }
        assert!(!source().put("hotline.12345.tolk", &Value::Truth(true)));
        assert_eq!((Value::parse("60 s"), Value::parse("1\nb = 2")), (None, None));
    }

    #[test]
    fn what_is_not_toml_is_a_problem_at_its_line() {
        let mut problems = Problems::new();
        let text = "days = 30\nwarm_up = 2 h\nname = \"x\n";
        assert!(Source::parse(Path::new("x.toml"), text.into(), &mut problems).is_none());
        let lines: Vec<u64> = problems.sorted().iter().map(|p| p.line_and_column().0).collect();
        assert_eq!(lines, [2, 3], "{}", problems.render());
        assert!(problems.render().contains("put it in quotes"));
    }
}
