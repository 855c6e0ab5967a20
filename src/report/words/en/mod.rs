//! English.

mod assessment;
mod charts;
mod compare;
mod preview;
mod run;
mod selection;
mod self_check;
mod size;
mod size_intervals;
mod size_months;
mod size_sites;
mod sweep;
mod sweep_charts;

use super::{CommonWords, English};
use crate::format::count;
use crate::language::Language;
use crate::verdict::{Resource, Verdict};

impl CommonWords for English {
    fn language(&self) -> Language {
        Language::En
    }

    fn list(&self, names: &[&str]) -> String {
        names.join(", ")
    }

    fn calls(&self, number: u64) -> String {
        let calls = number as f64;
        if calls < 1e5 { format!("{} calls", count(calls)) } else { format!("{:.1} M calls", calls / 1e6) }
    }

    fn date_span(&self, first: &str, last: &str) -> String {
        format!("{first} to {last}")
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::Inconclusive => "cannot tell",
            Verdict::TooSmall => "too small",
        }
    }

    fn resource(&self, resource: Resource) -> &'static str {
        match resource {
            Resource::Staff => "staff",
            Resource::Seats => "seats",
        }
    }
}
