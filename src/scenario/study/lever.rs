//! A lever: one numeric value of a scenario that a search moves.

use super::key::{KeyScope, Target};
use super::quantity::Quantity;
use crate::language::{Text, said};
use crate::scenario::input::decode;
use crate::scenario::load::{Loaded, Scenario};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::source::Value;
use crate::scenario::{Changes, changes::OF_SITES, source::Source};

/// A numeric value of a scenario, by the key of its place, that takes other values.
#[derive(Clone, Debug)]
pub struct Lever {
    key: String,
    form: Quantity,
    is_whole: bool,
    /// Whether the key may be missing from the file, which then states it for no site.
    may_be_added: bool,
}

impl Lever {
    /// Finds the value at a key: the dotted path of a number or a quantity, or one cell of a table. An error says what
    /// could have been named.
    pub fn find(scenario: &Scenario, loaded: &Loaded, key: &str) -> Result<Lever, Problems> {
        if let Some(lever) = Lever::of_site(loaded, key) {
            return Ok(lever);
        }
        let target = Target::parse(key);
        let scope = KeyScope { scenario, files: &loaded.files, alternatives: Vec::new() };
        if let Some(fault) = scope.fault(key, &target, scenario.source(), 0..0) {
            return Err(on_the_whole(scenario.source(), fault.title)
                .help(fault.help.unwrap_or_default())
                .into());
        }
        let value = match &target {
            Target::Cells { cells, .. } => {
                let path = scenario.folder().join(&cells.file);
                let file = loaded.files.iter().find(|file| file.path == path);
                let text = file.and_then(|file| decode(&path, &file.bytes).ok());
                text.and_then(|text| cells.text(&text))
                    .and_then(|text| Value::parse(&text).or_else(|| Some(Value::Text(text.clone()))))
            }
            Target::Value => scope.own_value(key, &target),
            Target::Alternative => None,
        };
        let form = value.as_ref().and_then(Quantity::of).filter(|form| !form.is_date());
        let Some(form) = form else { return Err(no_number(scenario.source(), key, value.as_ref()).into()) };
        let is_whole = match target {
            Target::Value => scope.refuses_fractions(key, &form),
            _ => form.is_plain_whole(),
        };
        Ok(Lever { key: key.to_owned(), form, is_whole, may_be_added: false })
    }

    /// Finds a value of a single site that the file leaves to the rule.
    fn of_site(loaded: &Loaded, key: &str) -> Option<Lever> {
        let table = OF_SITES.iter().find(|table| key.starts_with(**table))?;
        let plan = loaded.plan.as_ref()?;
        let site = plan.sites.iter().find(|site| site.id == key[table.len()..])?;
        let (number, is_whole) = match *table {
            "rule.seats_at." => (f64::from(site.rule_seats), true),
            "rule.staff_at." => (f64::from(site.rule_staff), true),
            _ => (site.demand_factor, false),
        };
        let value = if is_whole { Value::Integer(Some(number as i128)) } else { Value::Float(number) };
        Some(Lever { key: key.to_owned(), form: Quantity::of(&value)?, is_whole, may_be_added: true })
    }

    /// Returns the key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the value of the scenario as it is, in the unit in which it is written.
    pub fn present(&self) -> f64 {
        self.form.number
    }

    /// Whether it takes whole numbers only.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Writes a value as the file writes it: `34`, `280 s`.
    pub fn written(&self, value: f64) -> String {
        self.form.with(value, self.is_whole).plain()
    }

    /// Makes the problem of a range that cannot be searched: from, to and step.
    pub fn no_range(&self, scenario: &Scenario, (from, to, step): (f64, f64, f64)) -> Problems {
        let key = &self.key;
        let title = said!(
            "`{key}` cannot be searched from {from} to {to} in steps of {step}",
            "`{key}` 无法在 {from} 到 {to} 之间以 {step} 为步长搜索"
        );
        let help = match self.is_whole {
            true => said!(
                "give a range of two values or more that the scenario accepts, in whole steps",
                "请填写情景可接受、含两个以上取值的范围，步长为整数"
            ),
            false => said!(
                "give a range of two values or more that the scenario accepts",
                "请填写情景可接受、含两个以上取值的范围"
            ),
        };
        on_the_whole(scenario.source(), title).help(help).into()
    }

    /// Returns the change that gives it a value.
    pub fn changes(&self, value: f64) -> Changes {
        let literal = self.form.with(value, self.is_whole).literal();
        match self.may_be_added {
            true => Changes::new().put(&self.key, &literal),
            false => Changes::new().set(&self.key, &literal),
        }
    }
}

fn on_the_whole(source: &Source, title: Text) -> Problem {
    Problem::whole(source.path(), title)
}

/// The problem of a key whose value is no number.
fn no_number(source: &Source, key: &str, value: Option<&Value>) -> Problem {
    let problem = on_the_whole(source, said!("`{key}` is no single number", "`{key}` 不是单个数字"));
    match value {
        Some(Value::Table(_)) => problem.help(said!(
            "it changes over the day: size it interval by interval with `--by interval`, or vary another key",
            "它在一天内变化：请用 `--by interval` 逐时段测算，或改变其他键"
        )),
        _ => problem.help(said!(
            "vary a number or a quantity with a unit: `front_line.agents`, `hotline.12345.calls_per_hour`",
            "请改变数字或带单位的量：`front_line.agents`、`hotline.12345.calls_per_hour`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::presets::{preset, write};

    fn find(name: &str, key: &str) -> Result<(f64, bool, String), String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scenario");
        write(preset(name).unwrap(), &path).unwrap();
        let file = path.join("scenario.toml");
        let file = if file.exists() { file } else { path };
        let scenario = Scenario::open(&file).unwrap();
        let loaded = scenario.load().unwrap();
        let lever = Lever::find(&scenario, &loaded, key).map_err(|problems| problems.render())?;
        let more = 2.0 * lever.present();
        scenario.changed(&lever.changes(more)).map_err(|problems| problems.render())?;
        Ok((lever.present(), lever.is_whole(), lever.written(more)))
    }

    #[test]
    fn numbers_quantities_cells_and_values_of_sites_are_levers() {
        assert_eq!(find("jilin-2021", "rule.seats_per_million"), Ok((15.0, false, "30".to_owned())));
        assert_eq!(find("jilin-2021", "rule.seats_at.changchun"), Ok((137.0, true, "274".to_owned())));
        assert_eq!(find("jilin-2021", "handle_time.talk"), Ok((165.0, false, "330 s".to_owned())));
        assert_eq!(
            find("jilin-2021", "sites.csv:siping:people"),
            Ok((1_814_733.0, true, "3629466".to_owned()))
        );
    }

    #[test]
    fn what_is_no_number_says_what_to_vary() {
        assert!(find("jilin-2021", "staff.pattern").unwrap_err().contains("is no single number"));
        assert!(find("jilin-2021", "rule.seats").unwrap_err().contains("no value at `rule.seats`"));
    }
}
