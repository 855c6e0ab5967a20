//! A scenario as the command line names it: `PATH`, `PATH@ALTERNATIVE`, and values set beside it.

use super::failure::Failure;
use crate::app::ScenarioRequest;
use crate::scenario;
use std::path::{Path, PathBuf};

/// Reads the name of a scenario: a path, with an alternative after the last `@` unless there is a file of that name;
/// `@NAME` alone is an alternative of `base`. Each of `sets` is `KEY=VALUE`.
pub(super) fn parse<'s>(
    text: &str,
    base: Option<&Path>,
    sets: impl IntoIterator<Item = &'s String>,
) -> Result<ScenarioRequest, Failure> {
    let (path, alternative) = scenario::split_alternative(text, |whole| Path::new(whole).exists());
    let alternative = alternative.map(str::to_owned);
    let path = match (path, base) {
        ("", Some(base)) => base.to_owned(),
        ("", None) => {
            let name = alternative.unwrap_or_default();
            return Err(Failure::Input(format!(
                "error: `{text}` names no scenario: write it before the @, e.g. scenarios/jilin-2021@{name}"
            )));
        }
        _ => PathBuf::from(path),
    };
    let changes = sets.into_iter().map(|set| change(set)).collect::<Result<_, _>>()?;
    Ok(ScenarioRequest { path, alternative, changes })
}

/// Returns the arguments that name a scenario again.
pub(super) fn words(request: &ScenarioRequest) -> Vec<String> {
    let path = request.path.display();
    let mut words = vec![match &request.alternative {
        Some(name) => format!("{path}@{name}"),
        None => path.to_string(),
    }];
    for (key, value) in &request.changes {
        words.extend(["--set".to_owned(), format!("{key}={value}")]);
    }
    words
}

/// Reads `KEY=VALUE`; a value that is no TOML is a text.
fn change(set: &str) -> Result<(String, String), Failure> {
    let (key, value) = set.split_once('=').ok_or_else(|| {
        Failure::Input(format!("error: --set {set}: write KEY=VALUE, e.g. path.expansion=rule-from-day-one"))
    })?;
    let (key, value) = (key.trim(), value.trim());
    let literal = match toml::de::DeTable::parse(&format!("value = {value}")) {
        Ok(_) => value.to_owned(),
        Err(_) => serde_json::Value::from(value).to_string(),
    };
    Ok((key.to_owned(), literal))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str, base: Option<&Path>) -> (PathBuf, Option<String>) {
        let request = parse(text, base, &[]).unwrap();
        (request.path, request.alternative)
    }

    #[test]
    fn an_alternative_follows_an_at_sign() {
        let base = Path::new("a/b");
        assert_eq!(parsed("x/y@z", None), ("x/y".into(), Some("z".into())));
        assert_eq!(parsed("x/y", None), ("x/y".into(), None));
        assert_eq!(parsed("@z", Some(base)), ("a/b".into(), Some("z".into())));
    }

    #[test]
    fn values_are_toml_or_text() {
        let set = |text: &str| change(text).ok();
        let pair = |key: &str, value: &str| Some((key.to_owned(), value.to_owned()));
        assert_eq!(set("rule.staff_per_seat=2.5"), pair("rule.staff_per_seat", "2.5"));
        assert_eq!(set("path.expansion=monthly"), pair("path.expansion", "\"monthly\""));
        assert_eq!(set("caller.redial.after_busy = 80 %"), pair("caller.redial.after_busy", "\"80 %\""));
        assert_eq!(set("start=2021-05-01"), pair("start", "2021-05-01"));
        assert_eq!(set("days"), None);
    }
}
