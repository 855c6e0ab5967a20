//! English of the checks of a run, and of theory.

use super::super::{English, SelfCheckWords};
use crate::analytic::Reason;
use crate::format::count;
use crate::kpi::{Invariant, Invariants, Kpi, Violation};
use crate::self_check::{Caveat, Grade};

impl SelfCheckWords for English {
    fn invariants(&self, invariants: &Invariants) -> String {
        let Invariants { dialled, little, busiest, .. } = invariants;
        let little = if *little > 0.0 { format!("{little:.0e}") } else { "0".to_owned() };
        let (calls, busiest) = (count(*dialled as f64), 100.0 * busiest);
        format!(
            "checked: {calls} calls dialled, each with one outcome; Little's law to {little}; agents never more than {busiest:.1} % busy"
        )
    }

    fn contradiction(&self) -> &'static str {
        "error: the simulation contradicts itself; please report this as a defect"
    }

    fn violation(&self, violation: &Violation) -> String {
        let Violation { invariant, replication, place, left, right } = violation;
        let sides = match invariant {
            Invariant::Calls => "attempts dialled, and their outcomes",
            Invariant::Measured => "measured attempts told, and offered in the tables",
            Invariant::Redials => "redials announced, and made",
            Invariant::Queue => "seconds stood in the queue, and waited by its calls",
            Invariant::Agents => "busy agent-seconds, and staffed",
            Invariant::Tables => "sum of the table, and the total",
        };
        format!("replication {replication}, {place}: {sides}: {left} and {right}")
    }

    fn theory_violated(&self, formula: &str, name: &str, figures: [&str; 4]) -> String {
        let [exact, unit, simulated, half_width] = figures;
        format!("{formula}, {name}: exact {exact} {unit}, simulated {simulated} ± {half_width}")
    }

    fn figures_agree(&self, formula: &str, agree: usize, all: usize) -> String {
        format!("theory: {formula}: {agree} of {all} figures agree")
    }

    fn half_hours_agree(&self, agree: usize, all: usize) -> String {
        format!("half hours of the day: {agree} of {all} figures agree")
    }

    fn caveat(&self, caveat: Caveat) -> &'static str {
        match caveat {
            Caveat::Approximate => {
                "no formula is exact here: this one shows the order of size, the simulation is the answer"
            }
            Caveat::NotSettled => {
                "theory is of the steady state; the centre starts empty, and the horizon is too short to forget it"
            }
        }
    }

    fn theory_titles(&self, grade: Grade, formula: &str) -> [String; 4] {
        let (title, value, last) = match grade {
            Grade::Exact => ("theory:", "exact", "verdict"),
            Grade::Approximate => ("approximation:", "near", "off"),
        };
        [format!("{title} {formula}"), value.to_owned(), "simulated".to_owned(), last.to_owned()]
    }

    fn agrees(&self, agrees: bool) -> &'static str {
        if agrees { "agrees" } else { "differs" }
    }

    fn of_entry(&self, entry: &str, kpi: &str) -> String {
        format!("{entry}: {kpi}")
    }

    fn kpi_beside_theory(&self, kpi: Kpi) -> Option<&'static str> {
        Some(match kpi {
            Kpi::AnswerRate => "answered",
            Kpi::AbandonmentRate => "given up",
            Kpi::BlockingRate => "busy tone",
            Kpi::DelayProbability => "calls that wait",
            Kpi::MeanWaitAnswered => "mean wait, answered",
            Kpi::MeanWaitAll => "mean wait, all",
            Kpi::MeanQueue => "mean queue",
            Kpi::MeanBusy => "busy agents",
            Kpi::Occupancy => "occupancy of agents",
            _ => return None,
        })
    }

    fn level_beside_theory(&self, seconds: f64) -> String {
        format!("answered within {seconds} s of offered")
    }

    fn unit_beside_theory(&self, kpi: Kpi) -> &'static str {
        match kpi {
            Kpi::MeanQueue => "calls",
            Kpi::MeanBusy => "agents",
            Kpi::MeanWaitAnswered | Kpi::MeanWaitAll => "s",
            _ => "%",
        }
    }

    fn reason(&self, reason: &Reason) -> String {
        let reason = match reason {
            Reason::Busyness => "days and hours are busier than others by chance (busyness)",
            Reason::Redials => "callers redial",
            Reason::Overflow => "calls overflow to other groups",
            Reason::HeldForExpert => "agents hold callers for an expert",
            Reason::ReferralShareChanges => "the share that is handed on changes",
            Reason::MoreThanWaitAndTalk => "calls do more than wait and talk",
            Reason::WrapUp => "agents wrap up after the talk",
            Reason::RateChanges => "the rate of calls changes with time",
            Reason::StaffChanges => "the number of agents changes over the day",
            Reason::NoCalls => "nobody calls",
            Reason::SeveralGroups => "there are several groups of agents",
            Reason::LimitedStaff => "lines or rotas limit the staff",
            Reason::TalkNotExponential => "talk is not exponential",
            Reason::PatienceNotExponential => "patience is not exponential",
            Reason::Priorities => "some hotlines are served first",
            Reason::HotlinesChangeApart => "hotlines change in different ways",
            Reason::TooMuchWork => "the forward equations would take too long",
            Reason::DaysNotAlike => "the days do not become alike",
            Reason::TalkDiffers => "talk differs between the calls of a group",
            Reason::HandsOnFromOther => "a queue that is not M/M/n hands calls on",
            Reason::HandedOnToLimitedTrunks => "calls are handed on to limited lines",
            Reason::LimitedTrunksAndPatience => "a limit of lines with callers who give up",
            Reason::Overloaded => "overloaded: there is no steady state",
            Reason::Extreme => "the numbers are too extreme for the formula",
            Reason::AtGroup(group, reason) => return self.of_entry(group, &self.reason(reason)),
        };
        reason.to_owned()
    }
}
