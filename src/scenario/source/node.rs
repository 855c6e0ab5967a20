//! The tree of a TOML text: values, and where each was written.

use crate::decimal;
use std::ops::Range;

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the text; of a table with a header the header.
    pub span: Range<usize>,
    /// The place at which problems of the value as a whole are shown: of an inline table its key, else the span.
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
    /// Bytes of the key in the text.
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

    /// Adds a key with a value of no meaning to a table, placed where the table is; returns whether it is one.
    pub(in crate::scenario) fn add(&mut self, key: &str) -> bool {
        let node = Node { span: self.span.clone(), head: self.head.clone(), value: Value::Truth(false) };
        let entry = Entry { key: key.to_owned(), key_span: self.head.clone(), node };
        match &mut self.value {
            Value::Table(entries) => entries.push(entry),
            _ => return false,
        }
        true
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
    pub(in crate::scenario) fn place(&self, segment: &str) -> Option<usize> {
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

    pub(super) fn child(&self, segment: &str) -> Option<&Node> {
        self.nth(self.place(segment)?)
    }

    /// The node at a place in a table or list.
    pub(in crate::scenario) fn nth(&self, place: usize) -> Option<&Node> {
        match &self.value {
            Value::Table(entries) => entries.get(place).map(|entry| &entry.node),
            Value::List(items) => items.get(place),
            _ => None,
        }
    }

    /// The node that a list of such places leads to.
    pub(in crate::scenario) fn at(&self, places: &[usize]) -> Option<&Node> {
        places.iter().try_fold(self, |node, place| node.nth(*place))
    }

    pub(super) fn at_mut(&mut self, places: &[usize]) -> Option<&mut Node> {
        places.iter().try_fold(self, |node, place| match &mut node.value {
            Value::Table(entries) => entries.get_mut(*place).map(|entry| &mut entry.node),
            Value::List(items) => items.get_mut(*place),
            _ => None,
        })
    }

    /// Puts another value in its place; all of it counts as written where the old one was.
    pub(super) fn replace(&mut self, value: &Value) {
        self.value = value.clone();
        let (span, head) = (self.span.clone(), self.head.clone());
        self.value.each_node(&mut |node| (node.span, node.head) = (span.clone(), head.clone()));
    }
}

impl Value {
    /// Visits every node below; keys of tables move to their nodes.
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

    /// The value as it stands in a cell of a table: a text without quotes.
    pub fn plain(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Float(x) => decimal::text(*x),
            other => other.literal(),
        }
    }

    /// The value as a TOML literal.
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
pub(in crate::scenario) fn leads_nowhere(dotted: &str, value: &Value) -> bool {
    let last = dotted.rsplit('.').next().unwrap_or(dotted);
    !NAMES.contains(&last.trim_matches('"')) && !matches!(value, Value::List(_) | Value::Table(_))
}
