//! Checks single values that were replaced in a file whose structure was checked before.

use super::json_schema::{admits, kind_of, kind_word, property, resolve};
use super::message::Place;
use super::walk::{Walk, check};
use crate::scenario::distribution;
use crate::scenario::problem::Problems;
use crate::scenario::source::{Node, Source, Value};
use serde_json::Value as Json;
use std::borrow::Cow;

/// Checks a file and keeps the result, so that [`put`] needs to check no more than what it changes. A file with problems
/// is left as it is.
pub fn prepare(source: &mut Source, schema: &Json) {
    let mut problems = Problems::new();
    let json = check(source, schema, &mut problems).map(Cow::into_owned);
    source.checked = json.filter(|_| problems.is_empty());
}

/// Puts another value at a dotted path of a file that was [prepared](prepare). If it does not fit, the next [`check`]
/// is of the whole file and reports it.
pub fn put(source: &mut Source, dotted: &str, value: &Value, schema: &'static Json) {
    if let Some(slot) = Slot::find(source, dotted, schema) {
        slot.put(source, value);
    }
}

/// The place of a value in a prepared file and in the JSON made of it, and its schema: looked up once for all files that
/// differ in single values only.
///
/// The check of a value depends on that value alone and, within a distribution, on that distribution; which keys go
/// together does not depend on their values.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The index in each table or list on the way, the same in the file and in its JSON.
    places: Vec<usize>,
    /// The number of places that lead to the part that is checked again: the value, or something around it.
    again: usize,
    /// The schema of that part.
    asked: &'static Json,
    /// Of a parameter: the number of places that lead to its distribution, and the kind of that.
    within: Option<(usize, &'static str)>,
    schema: &'static Json,
}

impl Slot {
    /// Finds the slot at a dotted path; none if there is nothing to be replaced.
    pub fn find(source: &Source, dotted: &str, schema: &'static Json) -> Option<Slot> {
        let places = source.places(dotted)?;
        let mut slot = Slot { places: Vec::new(), again: 0, asked: schema, within: None, schema };
        let mut node = source.root();
        for place in places {
            if slot.again == slot.places.len() {
                slot.step(node, place);
            }
            node = node.nth(place)?;
            slot.places.push(place);
        }
        Some(slot)
    }

    /// Goes on from the schema of a node to that of the node at a place in it; stays if the two are checked together.
    fn step(&mut self, node: &Node, place: usize) {
        let mut asked = resolve(self.schema, self.asked);
        if let Some(branches) = asked.get("anyOf").and_then(Json::as_array) {
            let branch = branches.iter().find(|branch| admits(resolve(self.schema, branch), &node.value));
            asked = branch.map_or(asked, |branch| resolve(self.schema, branch));
        }
        let inner = match (kind_of(asked), &node.value) {
            (Some("distribution"), Value::Table(_)) => self.parameter(node, asked, place),
            (None, Value::Table(entries)) => property(&[asked], &entries[place].key),
            (None, Value::List(_)) => asked.get("items"),
            _ => None,
        };
        if let Some(inner) = inner {
            (self.again, self.asked) = (self.again + 1, inner);
        }
    }

    /// The schema of a parameter of a distribution; none of a key that makes it another kind, or has kinds within.
    fn parameter(&mut self, node: &Node, asked: &'static Json, place: usize) -> Option<&'static Json> {
        let key = &node.entries().get(place)?.key;
        let kind = node.get("distribution")?.as_text()?;
        let branch = asked.get("oneOf")?.as_array()?.iter().find(|branch| kind_word(branch) == Some(kind))?;
        let parameter =
            property(&[branch], key).filter(|_| !["distribution", "parts"].contains(&key.as_str()))?;
        self.within = Some((self.again, kind_word(branch)?));
        Some(parameter)
    }

    /// Puts another value there, as [`put`] does, in any file that is the same on the way there.
    pub fn put(&self, source: &mut Source, value: &Value) {
        let known = source.checked.take();
        if !source.put_at(&self.places, value) {
            source.checked = known;
            return;
        }
        source.checked = known.and_then(|mut json| self.check(source, &mut json).map(|()| json));
    }

    /// Checks the value that stands there now, and puts its JSON in its place; none if it does not fit.
    fn check(&self, source: &Source, json: &mut Json) -> Option<()> {
        let places = &self.places[..self.again];
        let mut problems = Problems::new();
        let mut walk = Walk::new(source, self.schema, &mut problems);
        let nameless = Place { name: "", of: None, span: None };
        *at(json, places)? = walk.value(source.root().at(places)?, self.asked, nameless)?;
        if let Some((distribution, kind)) = self.within {
            let whole = at(json, &places[..distribution])?;
            distribution::check(whole)
                .ok()
                .filter(|()| whole.get("distribution").is_some_and(|k| k == kind))?;
        }
        problems.is_empty().then_some(())
    }
}

fn at<'j>(json: &'j mut Json, places: &[usize]) -> Option<&'j mut Json> {
    places.iter().try_fold(json, |json, place| match json {
        Json::Object(entries) => entries.values_mut().nth(*place),
        Json::Array(items) => items.get_mut(*place),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::single_file::file::schema as file_schema;
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

    /// The result of a check, in JSON and in words, and whether all is well.
    fn whole(source: &Source) -> (Option<Json>, String, bool) {
        let mut problems = Problems::new();
        let json = check(source, file_schema(), &mut problems).map(Cow::into_owned);
        (json, problems.render(), problems.is_empty())
    }

    /// Changes that fit and changes that do not, of every kind of value and at every depth.
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
            assert_eq!(is_known, whole(&slow).2, "{key} = {literal}");
        }
        assert_eq!(kept, 15);
    }

    #[test]
    fn a_slot_takes_one_value_after_another() {
        let mut quick = source();
        prepare(&mut quick, file_schema());
        let keys = ["hotline.12345.talk.mean", "hotline.12345.talk.cv", "front_line.agents.values.1", "days"];
        let slots = keys.map(|key| Slot::find(&quick, key, file_schema()).unwrap());
        for literals in [["\"60 s\"", "0.5", "5", "2"], ["\"2 min\"", "2", "6", "0.5"]] {
            let mut slow = source();
            for ((key, slot), literal) in keys.iter().zip(&slots).zip(literals) {
                let value = Value::parse(literal).unwrap();
                slot.put(&mut quick, &value);
                assert!(slow.put(key, &value));
            }
            assert!(quick.checked.is_some() && whole(&quick) == whole(&slow));
        }
        assert!(Slot::find(&quick, "hotline.12345.talk.phases", file_schema()).is_none());
    }

    #[test]
    fn a_parameter_of_another_kind_than_looked_up_is_not_taken_for_checked() {
        let mut quick = source();
        prepare(&mut quick, file_schema());
        let cv = Slot::find(&quick, "hotline.12345.talk.cv", file_schema()).unwrap();
        put(
            &mut quick,
            "hotline.12345.talk.distribution",
            &Value::parse("\"gamma\"").unwrap(),
            file_schema(),
        );
        assert!(quick.checked.is_some());
        cv.put(&mut quick, &Value::parse("0.5").unwrap());
        assert!(quick.checked.is_none() && whole(&quick).2);
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
