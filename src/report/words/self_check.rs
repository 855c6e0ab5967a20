//! The words of the checks of a run, and of theory.

use crate::analytic::Reason;
use crate::kpi::{Invariants, Kpi, Violation};
use crate::self_check::{Caveat, Grade};

/// Words of the checks of a run, and of theory.
pub trait SelfCheckWords {
    /// Says that the invariants hold: calls dialled, error of Little's law, greatest occupancy.
    fn invariants(&self, invariants: &Invariants) -> String;
    /// Says that the simulation contradicts itself.
    fn contradiction(&self) -> &'static str;
    /// Describes a violation with both sides.
    fn violation(&self, violation: &Violation) -> String;
    /// Describes a figure of theory that simulation misses; `figures` are exact value, unit, simulated value and its
    /// half-width.
    fn theory_violated(&self, formula: &str, name: &str, figures: [&str; 4]) -> String;

    /// Says how many figures of a formula agree.
    fn figures_agree(&self, formula: &str, agree: usize, all: usize) -> String;
    /// Says how many figures of half hours agree.
    fn half_hours_agree(&self, agree: usize, all: usize) -> String;
    /// Says what a reader must know of a comparison with theory.
    fn caveat(&self, caveat: Caveat) -> &'static str;
    /// Titles of a comparison with theory: formula, its value, the simulated one, verdict or difference.
    fn theory_titles(&self, grade: Grade, formula: &str) -> [String; 4];
    /// Says whether theory and simulation agree.
    fn agrees(&self, agrees: bool) -> &'static str;
    /// Sets a KPI behind the name of its entry.
    fn of_entry(&self, entry: &str, kpi: &str) -> String;
    /// Names a KPI of which theory has an answer; service levels have a name of their own.
    fn kpi_beside_theory(&self, kpi: Kpi) -> Option<&'static str>;
    /// Names the service level of an acceptable wait in seconds.
    fn level_beside_theory(&self, seconds: f64) -> String;
    /// Names the unit of a KPI of which theory has an answer.
    fn unit_beside_theory(&self, kpi: Kpi) -> &'static str;
    /// Says why no formula answers.
    fn reason(&self, reason: &Reason) -> String;
}
