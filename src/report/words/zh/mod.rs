//! Chinese.

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

use super::{Chinese, CommonWords};
use crate::format::count;
use crate::language::Language;
use crate::verdict::{Resource, Verdict};

impl CommonWords for Chinese {
    fn language(&self) -> Language {
        Language::Zh
    }

    fn list(&self, names: &[&str]) -> String {
        names.join("、")
    }

    fn calls(&self, number: u64) -> String {
        let calls = number as f64;
        if calls < 1e5 {
            format!("{} 次来电", count(calls))
        } else {
            format!("{} 万次来电", count(calls / 1e4))
        }
    }

    fn date_span(&self, first: &str, last: &str) -> String {
        format!("{first} 至 {last}")
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Holds => "满足",
            Verdict::Fails => "不满足",
            Verdict::Inconclusive => "不能判定",
            Verdict::TooSmall => "来电太少",
        }
    }

    fn resource(&self, resource: Resource) -> &'static str {
        match resource {
            Resource::Staff => "人员",
            Resource::Seats => "座席",
        }
    }
}
