//! A file whose structure was checked, with other values in places: only these are looked at again.

use super::{Place, Walk, check, kind_of, property};
use crate::scenario::leaf;
use crate::scenario::problem::Problems;
use crate::scenario::source::{Node, Source, Value, segments};
use serde_json::Value as Json;
use std::borrow::Cow;

/// Checks a file, so that [`put`] needs to look at nothing but what it changes. A file with problems is left as it is.
pub fn prepare(source: &mut Source, schema: &Json) {
    let mut problems = Problems::new();
    let json = check(source, schema, &mut problems).map(Cow::into_owned);
    source.checked = json.filter(|_| problems.is_empty());
}

/// Puts another value at a dotted path of a file that was [prepared](prepare). Where it does not fit, the next
/// [`check`] is of the whole file, and tells so.
///
/// What a check says of a value depends on the value alone and, within a distribution, on that distribution; which keys
/// go together does not depend on what they hold.
pub fn put(source: &mut Source, dotted: &str, value: &Value, schema: &Json) {
    let Some(path) = segments(dotted) else { return };
    let known = source.checked.take();
    if !source.put_at(&path, value) {
        source.checked = known;
        return;
    }
    source.checked = known.and_then(|mut json| {
        let mut problems = Problems::new();
        let mut walk = Walk { source, schema, problems: &mut problems };
        let place = Place { name: "", of: None, span: None };
        walk.again(source.root(), schema, place, &path, &mut json)?;
        problems.is_empty().then_some(json)
    });
}

impl<'a> Walk<'a> {
    /// Checks the value at a path below a node, whose JSON is put in its place; none if it does not fit.
    fn again(
        &mut self,
        node: &'a Node,
        schema: &'a Json,
        place: Place<'a>,
        path: &[Cow<'_, str>],
        json: &mut Json,
    ) -> Option<()> {
        let schema = self.resolve(schema);
        let Some((first, rest)) = path.split_first().filter(|_| kind_of(schema).is_none()) else {
            *json = self.value(node, schema, place)?;
            return Some(());
        };
        if let Some(branches) = schema.get("anyOf").and_then(Json::as_array) {
            let branch = branches.iter().find(|branch| leaf::admits(self.resolve(branch), &node.value))?;
            return self.again(node, branch, place, path, json);
        }
        let index = node.place(first)?;
        match &node.value {
            Value::Table(entries) => {
                let entry = entries.get(index)?;
                let inner = Place { name: &entry.key, of: None, span: None };
                let schema = property(&[schema], &entry.key)?;
                self.again(&entry.node, schema, inner, rest, json.get_mut(&entry.key)?)
            }
            Value::List(items) => {
                let inner = Place { of: Some(index), ..place };
                self.again(items.get(index)?, schema.get("items")?, inner, rest, json.get_mut(index)?)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::small::file_schema;
    use std::path::Path;

    const TEXT: &str = r#"
name = "x"
days = 1
service_level_within = ["10 s", "40 s"]
[[hotline]]
number = "12345"
calls_per_hour = 60
talk = { distribution = "lognormal", mean = "300 s", cv = 1.0 }
patience = { distribution = "mixture", parts = [
    { weight = 0.3, distribution = "exponential", mean = "12 s" },
    { weight = 0.7, distribution = "weibull", shape = 1.2, mean = "480 s" } ] }
redial = { after_abandon = "30 %", abandon_delay = { distribution = "exponential", mean = "5 min" } }
[[hotline]]
number = "12320"
profile = { step = "12 h", calls_per_hour = [10, 20] }
talk = { distribution = "exponential", mean = "300 s" }
[front_line]
agents = { step = "12 h", values = [3, 4] }
[[assumption]]
key = "days"
why = "so"
high = 2
"#;

    fn source() -> Source {
        Source::parse(Path::new("x.toml"), TEXT.into(), &mut Problems::new()).unwrap()
    }

    /// What a check says, in JSON and in words, and whether all is well.
    fn whole(source: &Source) -> (Option<Json>, String, bool) {
        let mut problems = Problems::new();
        let json = check(source, file_schema(), &mut problems).map(Cow::into_owned);
        (json, problems.render(), problems.is_empty())
    }

    /// What fits and what does not, of every kind of value and at every depth.
    const CHANGES: [(&str, &str); 27] = [
        ("days", "2.5"),
        ("days", "0"),
        ("days", "\"2 d\""),
        ("name", "\"\""),
        ("service_level_within", "[\"5 s\"]"),
        ("service_level_within.1", "\"20 s\""),
        ("service_level_within.1", "20"),
        ("hotline.12345.number", "\"12333\""),
        ("hotline.12345.calls_per_hour", "61"),
        ("hotline.12345.calls_per_hour", "-1"),
        ("hotline.12345.talk", "{ distribution = \"gamma\", mean = \"1 min\", cv = 0.5 }"),
        ("hotline.12345.talk", "{ distribution = \"gamma\", mean = \"1 min\" }"),
        ("hotline.12345.talk.mean", "\"60 s\""),
        ("hotline.12345.talk.mean", "\"0 s\""),
        ("hotline.12345.talk.cv", "1001"),
        ("hotline.12345.talk.distribution", "\"gamma\""),
        ("hotline.12345.talk.distribution", "\"weibull\""),
        ("hotline.12345.patience.parts.0.weight", "0.5"),
        ("hotline.12345.patience.parts.1.shape", "0"),
        ("hotline.12345.redial.after_abandon", "0.5"),
        ("hotline.12345.redial.abandon_delay.mean", "\"1 min\""),
        ("hotline.12345.redial", "{ after_abandon = 0.1, after_bus = 1 }"),
        ("hotline.12320.profile.calls_per_hour.1", "30"),
        ("front_line.agents.values.0", "7"),
        ("front_line.agents", "7"),
        ("front_line.agents", "7.5"),
        ("assumption.days.high", "\"3\""),
    ];

    #[test]
    fn what_a_change_leaves_alone_need_not_be_looked_at_again() {
        let mut prepared = source();
        prepare(&mut prepared, file_schema());
        assert!(prepared.checked.is_some());
        let mut kept = 0;
        for (key, literal) in CHANGES {
            let value = Value::parse(literal).unwrap();
            let (mut quick, mut slow) = (prepared.clone(), source());
            put(&mut quick, key, &value, file_schema());
            assert!(slow.put(key, &value), "{key}");
            assert_eq!(whole(&quick), whole(&slow), "{key} = {literal}");
            let is_known = quick.checked.is_some();
            kept += usize::from(is_known);
            // What a hotline is called says where it is: it is looked for again.
            assert_eq!(is_known || key.ends_with("number"), whole(&slow).2, "{key} = {literal}");
        }
        assert_eq!(kept, 14);
    }

    #[test]
    fn changes_add_up() {
        let (mut quick, mut slow) = (source(), source());
        prepare(&mut quick, file_schema());
        for (key, literal) in CHANGES.into_iter().filter(|(_, literal)| literal.starts_with('6')) {
            let value = Value::parse(literal).unwrap();
            put(&mut quick, key, &value, file_schema());
            assert!(slow.put(key, &value));
        }
        put(&mut quick, "hotline.12345.tolk", &Value::Truth(true), file_schema());
        assert!(quick.checked.is_some() && whole(&quick) == whole(&slow));
    }
}
