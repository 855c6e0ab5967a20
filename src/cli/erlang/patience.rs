//! A distribution or a duration written on the command line, in the notation of scenario files.

use crate::dist::{BadParameter, Dist};
use toml::{Table, Value};

/// Reads a patience: seconds or a duration with its unit (the mean of an exponential), `never`, or an inline
/// table such as `{ distribution = "weibull", shape = 1.2, mean = "120 s" }`.
pub(super) fn patience(text: &str) -> Result<Dist, String> {
    let text = text.trim();
    if text == "never" {
        return Ok(Dist::NEVER);
    }
    if !text.starts_with('{') {
        return duration(text).and_then(|mean| Dist::exponential(mean).map_err(said));
    }
    let mut line: Table = toml::from_str(&format!("patience = {text}"))
        .map_err(|error| format!("not an inline table: {}", error.message()))?;
    match line.remove("patience") {
        Some(Value::Table(table)) if line.is_empty() => distribution(table),
        _ => Err("expected one inline table, { distribution = ... }".to_owned()),
    }
}

/// Reads seconds: a plain number, or a number and `s`, `min`, `h` or `d`.
pub(super) fn duration(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1.0,
        "min" => crate::time::MINUTE,
        "h" => crate::time::HOUR,
        "d" => crate::time::DAY,
        other => return Err(format!("unknown unit `{other}`; write s, min, h or d, as in `3 min`")),
    };
    match digits.trim_end().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number * unit),
        _ => Err("expected seconds such as 180, or a duration such as `180 s` or `3 min`".to_owned()),
    }
}

fn distribution(mut table: Table) -> Result<Dist, String> {
    let Some(Value::String(name)) = table.remove("distribution") else {
        return Err(format!("`distribution` is missing; write one of {NAMES}"));
    };
    let mut keys = Keys { table, name };
    let made = match keys.name.as_str() {
        "exponential" => Dist::exponential(keys.seconds("mean")?),
        "lognormal" if keys.has("mu") => Dist::lognormal_log(keys.number("mu")?, keys.number("sigma")?),
        "lognormal" => Dist::lognormal(keys.seconds("mean")?, keys.number("cv")?),
        "gamma" => Dist::gamma(keys.seconds("mean")?, keys.number("cv")?),
        "erlang" => Dist::erlang(keys.seconds("mean")?, keys.whole("phases")?),
        "weibull" if keys.has("scale") => Dist::weibull(keys.number("shape")?, keys.seconds("scale")?),
        "weibull" => Dist::weibull_mean(keys.number("shape")?, keys.seconds("mean")?),
        "deterministic" => Dist::deterministic(keys.seconds("value")?),
        "uniform" => Dist::uniform(keys.seconds("low")?, keys.seconds("high")?),
        "triangular" => Dist::triangular(keys.seconds("low")?, keys.seconds("mode")?, keys.seconds("high")?),
        "mixture" => Dist::mixture(keys.parts()?),
        "empirical" => Dist::empirical(keys.observed("file")?),
        other => return Err(format!("unknown distribution `{other}`; write one of {NAMES}")),
    };
    keys.all_used()?;
    made.map_err(said)
}

const NAMES: &str = "exponential, lognormal, gamma, erlang, weibull, deterministic, uniform, triangular, \
                     mixture, empirical";

fn said(bad: BadParameter) -> String {
    format!("`{}` must be {}", bad.name, bad.must)
}

/// The keys of one distribution that have not been read yet.
struct Keys {
    table: Table,
    name: String,
}

impl Keys {
    fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn take(&mut self, key: &str) -> Result<Value, String> {
        self.table.remove(key).ok_or_else(|| format!("`{}` needs `{key}`", self.name))
    }

    fn number(&mut self, key: &str) -> Result<f64, String> {
        match self.take(key)? {
            Value::Float(number) => Ok(number),
            Value::Integer(number) => Ok(number as f64),
            other => Err(format!("`{key}` must be a number; found {other}")),
        }
    }

    fn whole(&mut self, key: &str) -> Result<u32, String> {
        let number = self.number(key)?;
        let whole = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
        if whole { Ok(number as u32) } else { Err(format!("`{key}` must be a whole number; found {number}")) }
    }

    fn seconds(&mut self, key: &str) -> Result<f64, String> {
        match self.take(key)? {
            Value::String(text) if text.trim().ends_with(|c: char| c.is_ascii_alphabetic()) => {
                duration(&text).map_err(|error| format!("`{key}`: {error}"))
            }
            other => {
                let bare = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
                Err(format!("`{key}` needs a unit; write \"{bare} s\""))
            }
        }
    }

    fn parts(&mut self) -> Result<Vec<(f64, Dist)>, String> {
        let Value::Array(parts) = self.take("parts")? else {
            return Err("`parts` must be a list of inline tables".to_owned());
        };
        let part = |value: Value| {
            let Value::Table(table) = value else {
                return Err(format!("a part must be an inline table; found {value}"));
            };
            let mut keys = Keys { table, name: "a part".to_owned() };
            Ok((keys.number("weight")?, distribution(keys.table)?))
        };
        parts.into_iter().map(part).collect()
    }

    /// Reads the first column of a CSV file, in seconds; a first line that is no number is its header.
    fn observed(&mut self, key: &str) -> Result<Vec<f64>, String> {
        let Value::String(path) = self.take(key)? else {
            return Err(format!("`{key}` must be the path of a CSV file"));
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_path(&path)
            .map_err(|error| format!("cannot read {path}: {error}"))?;
        let mut values = Vec::new();
        for (line, record) in reader.records().enumerate() {
            let record = record.map_err(|error| format!("cannot read {path}: {error}"))?;
            let text = record.get(0).unwrap_or_default().trim();
            match text.parse::<f64>() {
                Ok(value) => values.push(value),
                Err(_) if line == 0 => {}
                Err(_) => return Err(format!("{path}:{}: expected seconds, found `{text}`", line + 1)),
            }
        }
        Ok(values)
    }

    fn all_used(&self) -> Result<(), String> {
        match self.table.keys().next() {
            Some(key) => Err(format!("unknown key `{key}` of `{}`", self.name)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_the_scenario_files_is_read() {
        let e = |mean| Dist::exponential(mean).unwrap();
        for (text, dist) in [
            ("180", e(180.0)),
            ("180 s", e(180.0)),
            ("3min", e(180.0)),
            ("never", Dist::NEVER),
            ("{ distribution = \"exponential\", mean = \"3 min\" }", e(180.0)),
            (
                "{ distribution = \"lognormal\", mean = \"240 s\", cv = 1 }",
                Dist::lognormal(240.0, 1.0).unwrap(),
            ),
            (
                "{ distribution = \"lognormal\", mu = 5.0, sigma = 0.5 }",
                Dist::lognormal_log(5.0, 0.5).unwrap(),
            ),
            ("{ distribution = \"gamma\", mean = \"240 s\", cv = 0.8 }", Dist::gamma(240.0, 0.8).unwrap()),
            ("{ distribution = \"erlang\", mean = \"240 s\", phases = 2 }", Dist::erlang(240.0, 2).unwrap()),
            (
                "{ distribution = \"weibull\", shape = 1.2, mean = \"120 s\" }",
                Dist::weibull_mean(1.2, 120.0).unwrap(),
            ),
            (
                "{ distribution = \"weibull\", shape = 0.91, scale = \"390 s\" }",
                Dist::weibull(0.91, 390.0).unwrap(),
            ),
            ("{ distribution = \"deterministic\", value = \"90 s\" }", Dist::deterministic(90.0).unwrap()),
            (
                "{ distribution = \"uniform\", low = \"30 s\", high = \"240 s\" }",
                Dist::uniform(30.0, 240.0).unwrap(),
            ),
            (
                "{ distribution = \"triangular\", low = \"30 s\", mode = \"60 s\", high = \"4 min\" }",
                Dist::triangular(30.0, 60.0, 240.0).unwrap(),
            ),
            (
                "{ distribution = \"mixture\", parts = [ \
                 { weight = 0.3, distribution = \"exponential\", mean = \"12 s\" }, \
                 { weight = 0.7, distribution = \"exponential\", mean = \"480 s\" } ] }",
                Dist::mixture(vec![(0.3, e(12.0)), (0.7, e(480.0))]).unwrap(),
            ),
        ] {
            assert_eq!(patience(text), Ok(dist), "{text}");
        }
    }

    #[test]
    fn observed_durations_come_from_the_first_column_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("waits.csv");
        std::fs::write(&path, "seconds,note\n30,a\n10\n").unwrap();
        let text = format!("{{ distribution = \"empirical\", file = '{}' }}", path.display());
        assert_eq!(patience(&text), Ok(Dist::empirical(vec![10.0, 30.0]).unwrap()));
        std::fs::write(&path, "10\nlong\n").unwrap();
        assert!(patience(&text).unwrap_err().ends_with(":2: expected seconds, found `long`"));
    }

    #[test]
    fn bad_patience_is_refused_with_what_was_expected() {
        for (text, message) in [
            ("soon", "unknown unit `soon`; write s, min, h or d"),
            ("3 weeks", "unknown unit `weeks`"),
            ("", "expected seconds such as 180"),
            ("-5", "`mean` must be positive and finite"),
            ("{ mean = \"3 s\" }", "`distribution` is missing"),
            ("{ distribution = \"exponential\", mean = 120 }", "`mean` needs a unit; write \"120 s\""),
            ("{ distribution = \"exponential\", mean = \"120\" }", "`mean` needs a unit; write \"120 s\""),
            ("{ distribution = \"weibul\", shape = 1 }", "unknown distribution `weibul`"),
            ("{ distribution = \"weibull\", mean = \"3 s\" }", "`weibull` needs `shape`"),
            ("{ distribution = \"exponential\", mean = \"3 s\", cv = 1 }", "unknown key `cv`"),
            (
                "{ distribution = \"erlang\", mean = \"3 s\", phases = 1.5 }",
                "`phases` must be a whole number",
            ),
            ("{ distribution = ", "not an inline table"),
            ("{ distribution = \"empirical\", file = \"no/such.csv\" }", "cannot read no/such.csv"),
        ] {
            let found = patience(text).unwrap_err();
            assert!(found.contains(message), "{text}: {found}");
        }
    }
}
