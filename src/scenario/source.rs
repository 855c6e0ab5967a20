//! A TOML text as a tree that knows where everything was written.

use super::problem::{Place, Problem, Problems};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// A parsed TOML file.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    text: Arc<str>,
    root: Node,
    /// What a check of its structure made of it, where there is one and nothing has changed since.
    pub(super) checked: Option<serde_json::Value>,
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the text; of a table with a header the header.
    pub span: Range<usize>,
    /// Where problems of the value as a whole are shown: of an inline table its key, else the span.
    pub head: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// An integer; none when it is beyond 64 bits.
    Integer(Option<i128>),
    /// A float, possibly infinite or NaN.
    Float(f64),
    /// `true` or `false`.
    Truth(bool),
    /// A date or time, as written in canonical form.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table, in the order of the text.
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was written.
    pub key_span: Range<usize>,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The entries of a table; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key of a table.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Place in a table or list of what a segment of a dotted path names: a key; in a list of
    /// tables its `number`, `id`, `key` or `name`, else an index from 0; `#0` is an index at once.
    pub(super) fn place(&self, segment: &str) -> Option<usize> {
        match &self.value {
            Value::Table(entries) => entries.iter().position(|entry| entry.key == segment),
            Value::List(_) if segment.starts_with('#') => segment[1..].parse::<usize>().ok(),
            Value::List(items) => {
                let named =
                    |item: &Node| NAMES.iter().any(|k| item.get(k).and_then(Node::as_text) == Some(segment));
                items.iter().position(named).or_else(|| segment.parse::<usize>().ok())
            }
            _ => None,
        }
    }

    fn child(&self, segment: &str) -> Option<&Node> {
        let place = self.place(segment)?;
        match &self.value {
            Value::Table(entries) => entries.get(place).map(|entry| &entry.node),
            Value::List(items) => items.get(place),
            _ => None,
        }
    }

    fn child_mut(&mut self, segment: &str) -> Option<&mut Node> {
        let place = self.place(segment)?;
        match &mut self.value {
            Value::Table(entries) => entries.get_mut(place).map(|entry| &mut entry.node),
            Value::List(items) => items.get_mut(place),
            _ => None,
        }
    }

    /// Puts another value in its place, all of it said to be written where the old one was.
    fn replace(&mut self, value: &Value) {
        self.value = value.clone();
        let (span, head) = (self.span.clone(), self.head.clone());
        self.value.each_node(&mut |node| (node.span, node.head) = (span.clone(), head.clone()));
    }
}

impl Value {
    /// Every node below, and the keys of tables at their nodes.
    fn each_node(&mut self, each: &mut dyn FnMut(&mut Node)) {
        let mut visit = |node: &mut Node| {
            each(node);
            node.value.each_node(each);
        };
        match self {
            Value::List(items) => items.iter_mut().for_each(visit),
            Value::Table(entries) => entries.iter_mut().for_each(|entry| {
                visit(&mut entry.node);
                entry.key_span = entry.node.head.clone();
            }),
            _ => {}
        }
    }

    /// The value that a TOML literal (`100`, `"60 s"`) says; none if it is no TOML.
    pub fn parse(literal: &str) -> Option<Value> {
        let text: Arc<str> = format!("value = {literal}").into();
        let source = Source::parse(Path::new(""), text, &mut Problems::new())?;
        match source.root.value {
            Value::Table(mut entries) if entries.len() == 1 => entries.pop().map(|entry| entry.node.value),
            _ => None,
        }
    }

    /// The TOML literal that says the value.
    pub fn literal(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Value::Text(text) => quoted(text),
            Value::Integer(Some(n)) => n.to_string(),
            Value::Integer(None) => "nan".to_owned(),
            Value::Float(x) => format!("{x:?}").replace("NaN", "nan"),
            Value::Truth(truth) => truth.to_string(),
            Value::Date(date) => date.clone(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.value.literal()).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(entries) => {
                let entry = |e: &Entry| format!("{} = {}", quoted_key(&e.key), e.node.value.literal());
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A key as it may be written: bare where it can be.
fn quoted_key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}

/// Keys by which an element of a list of tables is named in a dotted path.
const NAMES: [&str; 4] = ["number", "id", "key", "name"];

/// Whether a value at a dotted path can be put there again and again without a change to what other paths lead to.
pub(super) fn leads_nowhere(dotted: &str, value: &Value) -> bool {
    let last = dotted.rsplit('.').next().unwrap_or(dotted);
    !NAMES.contains(&last.trim_matches('"')) && !matches!(value, Value::List(_) | Value::Table(_))
}

/// Syntax errors of one file that are looked at.
const MOST_ERRORS: usize = 200;

impl Source {
    /// Parses a text; what is not TOML becomes problems.
    pub fn parse(path: &Path, text: Arc<str>, problems: &mut Problems) -> Option<Source> {
        let (table, mut errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            let root = Node { span: 0..0, head: 0..0, value: table_of(table.get_ref(), &text) };
            return Some(Source { path: path.to_owned(), text: text.clone(), root, checked: None });
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
        segments(dotted)?.iter().try_fold(&self.root, |node, segment| node.child(segment))
    }

    /// Puts another value at a dotted path, cheaply: places and text stay those of the old one. Whether
    /// there is one to be replaced.
    pub fn put(&mut self, dotted: &str, value: &Value) -> bool {
        segments(dotted).is_some_and(|segments| self.put_at(&segments, value))
    }

    /// The same at the segments of a dotted path.
    pub(super) fn put_at(&mut self, segments: &[String], value: &Value) -> bool {
        self.checked = None;
        let node = segments.iter().try_fold(&mut self.root, |node, segment| node.child_mut(segment));
        node.map(|node| node.replace(value)).is_some()
    }

    /// Whether a check of its structure found nothing wrong, and nothing has changed since.
    pub(super) fn is_checked(&self) -> bool {
        self.checked.is_some()
    }

    /// Takes out keys of the top of the file.
    pub fn leave_out(&mut self, keys: &[&str]) {
        self.checked = None;
        if let Value::Table(entries) = &mut self.root.value {
            entries.retain(|entry| !keys.contains(&entry.key.as_str()));
        }
    }

    /// Where the value at a dotted path was written.
    pub fn locate(&self, dotted: &str) -> Option<Range<usize>> {
        self.find(dotted).map(|node| node.span.clone())
    }

    /// A problem at a span.
    pub fn problem(&self, span: Range<usize>, title: impl Into<String>) -> Problem {
        Problem::at(&self.path, Place::Text { text: self.text.clone(), span }, title)
    }

    /// A problem at a dotted path, or at the nearest written value that contains it.
    pub fn problem_at(&self, dotted: &str, title: impl Into<String>) -> Problem {
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

    /// The same file with the value at a dotted path replaced by a TOML literal (`100`, `"60 s"`):
    /// how a study varies a scenario.
    pub fn with(&self, dotted: &str, literal: &str) -> Result<Source, Problems> {
        let Some(span) = self.locate(dotted) else {
            let help = "name the dotted path of a value in the file; a hotline is named by its number";
            return Err(Problem::whole(&self.path, format!("no value at `{dotted}`")).help(help).into());
        };
        let text = format!("{}{literal}{}", &self.text[..span.start], &self.text[span.end..]);
        let mut problems = Problems::new();
        let source = Source::parse(&self.path, text.into(), &mut problems);
        problems.or_value(source)
    }
}

/// The segments of a dotted path; none if one is empty or a quote is left open.
pub fn segments(dotted: &str) -> Option<Vec<String>> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in dotted.chars() {
        match (c, quoted) {
            ('"', _) => quoted = !quoted,
            ('.', false) => out.push(String::new()),
            (c, _) => out.last_mut()?.push(c),
        }
    }
    (!quoted && out.iter().all(|segment| !segment.is_empty())).then_some(out)
}

fn table_of(table: &DeTable<'_>, text: &str) -> Value {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let mut node = node_of(value, text);
        let inline = matches!(node.value, Value::Table(_)) && text[node.span.start..].starts_with('{');
        if inline {
            node.head = key.span();
        }
        Entry { key: std::borrow::Cow::<str>::clone(key.get_ref()).into_owned(), key_span: key.span(), node }
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Value::Table(entries)
}

fn node_of(value: &toml::Spanned<DeValue<'_>>, text: &str) -> Node {
    let node = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(n) => Value::Integer(i128::from_str_radix(n.as_str(), n.radix()).ok()),
        DeValue::Float(x) => Value::Float(x.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Value::Truth(*b),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node_of(item, text)).collect()),
        DeValue::Table(table) => table_of(table, text),
    };
    Node { span: value.span(), head: value.span(), value: node }
}

fn syntax_problem(path: &Path, text: &Arc<str>, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    let message = error.message().lines().next().unwrap_or("cannot be read");
    let title = match (message, text.get(span.clone())) {
        ("duplicate key", Some(key)) => format!("key `{key}` appears twice"),
        _ => format!("not TOML: {}", message.trim_end_matches(", expected literal string")),
    };
    let place = Place::Text { text: text.clone(), span: span.clone() };
    let problem = Problem::at(path, place, title);
    let no_such_day = error.message().contains("invalid date");
    match syntax_help(text, span) {
        _ if no_such_day => problem.help("check year, month and day"),
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn syntax_help(text: &str, span: Range<usize>) -> Option<&'static str> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |n| n + 1);
    let line = text.get(start..)?.lines().next()?;
    if line.contains(['“', '”', '，', '＝', '：', '‘', '’']) {
        return Some("use the plain characters \" , = : instead of “ ” ， ＝ ：");
    }
    let value = line.split_once('=').map(|(_, value)| value.trim_start())?;
    let bare = value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(' ');
    bare.then_some("a value with a unit is a text: put it in quotes, `\"300 s\"`")
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
