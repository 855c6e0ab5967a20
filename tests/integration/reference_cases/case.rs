//! Reference cases as they are written.

use serde_json::Value;

/// One case: inputs and exact outputs, rates per minute.
pub(crate) struct Case(Value);

/// All cases of a family; a family without cases would be a test that cannot fail.
pub(crate) fn of(family: &str) -> Vec<Case> {
    let file: Value = serde_json::from_str(include_str!("../../reference/cases.open.json")).unwrap();
    let all = file["cases"].as_array().unwrap().iter();
    let found: Vec<Case> = all.filter(|case| case["family"] == family).cloned().map(Case).collect();
    assert!(!found.is_empty(), "no case of {family}");
    assert!(found.iter().all(|case| case.unit() == "minute"), "a case of {family} in another unit");
    found
}

/// The names of all families.
pub(crate) fn families() -> Vec<String> {
    let file: Value = serde_json::from_str(include_str!("../../reference/cases.open.json")).unwrap();
    let all = file["cases"].as_array().unwrap().iter();
    all.map(|case| case["family"].as_str().unwrap().to_owned()).collect()
}

impl Case {
    pub(crate) fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    pub(crate) fn family(&self) -> &str {
        self.0["family"].as_str().unwrap()
    }

    /// Minutes, also where none is named: loads without a unit, periods in minutes.
    fn unit(&self) -> &str {
        self.0["inputs"]["time_unit"].as_str().unwrap_or("minute")
    }

    pub(crate) fn given(&self, name: &str) -> &Value {
        &self.0["inputs"][name]
    }

    pub(crate) fn input(&self, name: &str) -> f64 {
        number(self.given(name))
    }

    pub(crate) fn whole(&self, name: &str) -> u64 {
        self.given(name).as_u64().unwrap_or_else(|| panic!("{} has no whole {name}", self.id()))
    }

    pub(crate) fn output(&self, name: &str) -> f64 {
        number(&self.0["outputs"][name])
    }

    pub(crate) fn outputs(&self) -> &Value {
        &self.0["outputs"]
    }

    /// Absolute error of the outputs.
    pub(crate) fn accuracy(&self) -> f64 {
        number(&self.0["abs_accuracy"])
    }

    /// An output that is given for several arguments, e.g. waits: (argument, value).
    pub(crate) fn outputs_at(&self, name: &str) -> Vec<(f64, f64)> {
        let outputs = self.0["outputs"][name].as_object();
        let pairs = outputs.into_iter().flatten();
        pairs.map(|(argument, value)| (argument.parse().unwrap(), number(value))).collect()
    }

    /// Middle and half-width of an output that was estimated: [low, high] in the ContactCenters cases,
    /// [estimate, half-width] in Whitt's.
    pub(crate) fn interval(&self, name: &str) -> Option<(f64, f64)> {
        let pair = self.0["outputs"][name].as_array()?;
        let (a, b) = (number(&pair[0]), number(&pair[1]));
        Some(if self.id().starts_with("CC") { ((a + b) / 2.0, (b - a) / 2.0) } else { (a, b) })
    }

    /// The list of an array in the inputs or the outputs.
    pub(crate) fn periods(&self, part: &str) -> &[Value] {
        self.0[part]["periods"].as_array().unwrap()
    }

    /// The waits in seconds for which the case gives a probability of being answered in time.
    pub(crate) fn waits(&self) -> Vec<f64> {
        ["p_wait_gt", "p_wait_gt_if_accepted", "p_served_within"]
            .iter()
            .find(|name| !self.outputs_at(name).is_empty())
            .map(|name| self.outputs_at(name).iter().map(|(minutes, _)| seconds(*minutes)).collect())
            .unwrap_or_default()
    }
}

pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

/// Seconds of minutes; a third of a minute is 20 s.
pub(crate) fn seconds(minutes: f64) -> f64 {
    (minutes * 60e9).round() / 1e9
}
