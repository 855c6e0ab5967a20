//! Moves problems of a point's values from the scenario, whose files do not hold them, to the places in the study, or in
//! its list, that give them.

use super::layout::Layout;
use super::points::Study;
use super::variant::Variant;
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::source::{Node, Value};
use std::ops::Range;
use std::path::PathBuf;

/// Keys of `[[vary]]` that say which values there are, the most telling first.
const TELLING: [&str; 6] = ["low", "from", "multiply", "distribution", "base", "key"];

impl Study {
    /// Moves problems of a point with a variant of the scenario; none: of the scenario with `set` alone.
    pub(super) fn at_origins(&self, found: Problems, point: Option<u64>, variant: &Variant) -> Problems {
        found.map(|problem| match &problem.place {
            Place::Set { key, literal } => {
                let place = point
                    .and_then(|point| self.place_of_axis(key, literal, point))
                    .or_else(|| self.place_of_set(key, variant));
                let found = problem.found.clone().or_else(|| Some(format!("`{literal}`").into()));
                match place {
                    Some((file, place @ Place::Row { .. })) => Problem { file, place, found, ..problem },
                    Some((file, place)) => Problem { file, place, ..problem },
                    None => problem,
                }
            }
            _ => problem,
        })
    }

    /// The place of a value of an axis: a cell of the list, an item of `values`, or what the value was made of.
    fn place_of_axis(&self, key: &str, literal: &str, point: u64) -> Option<(PathBuf, Place)> {
        let axis = self.axes.iter().find(|axis| axis.key == key)?;
        if let Layout::List(list) = &self.layout {
            let place = Place::Row { line: list.line(point), column: Some(axis.key.clone()), row: None };
            return Some((list.path().to_owned(), place));
        }
        let vary = items(self.source.root().get("vary"));
        let vary = vary.iter().find(|item| item.get("key").and_then(Node::as_text) == Some(key))?;
        let is_it = |item: &&Node| item.value.literal() == literal || item.value.plain() == literal;
        let listed = items(vary.get("values")).iter().find(is_it);
        let node = listed.or_else(|| TELLING.iter().find_map(|name| vary.get(name)))?;
        Some(self.in_study(node.span.clone()))
    }

    /// The place at which an alternative of the study, or its `set`, sets a key.
    fn place_of_set(&self, key: &str, variant: &Variant) -> Option<(PathBuf, Place)> {
        let own = |item: &&Node| item.get("name").and_then(Node::as_text) == Some(variant.name.as_str());
        let chosen = items(self.source.root().get("alternative")).iter().find(own);
        let sets = [chosen.and_then(|item| item.get("set")), self.source.root().get("set")];
        let entry = sets.into_iter().flatten().flat_map(Node::entries).find(|entry| entry.key == key)?;
        Some(self.in_study(entry.node.span.clone()))
    }

    fn in_study(&self, span: Range<usize>) -> (PathBuf, Place) {
        (self.source.path().to_owned(), Place::Text { text: self.source.text().clone(), span })
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node { value: Value::List(items), .. }) => items,
        _ => &[],
    }
}
