//! Reads requirements as people write them.

use super::{Part, Requirement, Side};
use crate::kpi::{Measure, bound};
use std::fmt;

/// The reason why a text is no requirement, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementError(String);

impl fmt::Display for RequirementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for RequirementError {}

/// The form of a requirement.
const FORM: &str = "write e.g. \"worst_24h_answer_rate >= 0.95\", \"service_level[20 s] >= 80 % and mean_wait_answered <= 30 s\", \
                    \"every date answer_rate >= 0.9\", \"answer_rate >= 0.95 with 0.90\" or \"answer_rate[site north] >= 0.95\"";

/// Reads a requirement; `within` are the scenario's acceptable waits in seconds.
pub fn parse(text: &str, within: &[f64]) -> Result<Requirement, RequirementError> {
    let parts = text.split(" and ").map(|one| part(one.trim(), within)).collect::<Result<_, _>>();
    parts
        .map(|parts| Requirement { parts })
        .map_err(|problem| RequirementError(format!("`{text}`: {problem}")))
}

fn part(text: &str, within: &[f64]) -> Result<Part, String> {
    let (every_date, rest) = match text.strip_prefix("every date ") {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    let sides = [(">=", Side::AtLeast), ("<=", Side::AtMost)];
    let split = sides.iter().find_map(|(sign, side)| Some((rest.split_once(sign)?, *side)));
    let Some(((name, value), side)) = split else { return Err(format!("no bound; {FORM}")) };
    let (value, share) = match value.split_once(" with ") {
        Some((value, share)) => (value, Some(share_of_years(share)?)),
        None => (value, None),
    };
    let (name, site) = at_site(name.trim());
    if every_date && share.is_some() {
        return Err("`every date` does not go with a share of years".to_owned());
    }
    Ok(Part {
        text: text.to_owned(),
        measure: Measure::parse(name, within)?,
        side,
        bound: bound(value)?,
        site,
        every_date,
        share,
    })
}

fn share_of_years(text: &str) -> Result<f64, String> {
    let share = bound(text)?;
    if (0.0..1.0).contains(&share) {
        Ok(share)
    } else {
        Err(format!("`{}` is no share below 1; {FORM}", text.trim()))
    }
}

/// Splits `answer_rate[site north]` into the KPI and the site.
fn at_site(name: &str) -> (&str, Option<String>) {
    match name.rsplit_once("[site ") {
        Some((kpi, site)) if site.ends_with(']') => (kpi, Some(site[..site.len() - 1].trim().to_owned())),
        _ => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::Kpi;

    #[test]
    fn a_requirement_is_bounds_joined_by_and() {
        let all = parse("service_level[20 s] >= 80 % and mean_wait_answered <= 30 s", &[15.0, 20.0]).unwrap();
        let [first, second] = &all.parts[..] else { panic!("{all:?}") };
        assert_eq!((first.bound, first.side), (0.8, Side::AtLeast));
        assert_eq!(second.measure, Measure::Ratio(Kpi::MeanWaitAnswered));
        assert_eq!((second.bound, second.side), (30.0, Side::AtMost));
    }

    #[test]
    fn dates_sites_and_shares_of_years() {
        let one = |text: &str| parse(text, &[15.0]).unwrap().parts.remove(0);
        assert!(one("every date answer_rate >= 0.9").every_date);
        assert_eq!(one("worst_24h_answer_rate >= 0.95 with 0.90").share, Some(0.9));
        let level = one("service_level[15 s][site changchun] >= 0.8");
        assert_eq!((level.site.as_deref(), level.bound), (Some("changchun"), 0.8));
    }

    #[test]
    fn what_is_no_requirement_says_what_to_write() {
        for text in ["answer_rate", "anser_rate >= 1", "answer_rate >= much", "answer_rate >= 0.9 with 2", ""]
        {
            let error = parse(text, &[15.0]).unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}`: ")), "{error}");
        }
    }
}
