//! The report on a plan's sites and hotlines, for `check` and for charts.

use crate::language::Text;

use super::comparators::Comparator;
use super::parts::Parts;
use crate::merger::Phase;
use crate::model::Mode;
use crate::workforce::{RampUp, Rule, Shrinkage};
use jiff::civil::Date;

/// A plan, summarised for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The subject of the plan, in one line.
    pub title: Option<String>,
    /// The rule.
    pub rule: Rule,
    /// The phase that the model has.
    pub phase: Phase,
    /// Sites, in the order of sites.csv and of the model.
    pub sites: Vec<SitePlan>,
    /// Hotlines: the one number, then those of hotlines.csv in its order, as in the model.
    pub hotlines: Vec<HotlinePlan>,
    /// Spans of dates with more callers, each once: name, first and last date.
    pub seasons: Vec<(Text, Date, Date)>,
    /// Days from the decision to hire until a person is on the line: the lead of hiring and the training.
    pub hire_ahead_days: u32,
    /// The group of each site's front line (index into the model's groups).
    pub front: Vec<usize>,
    /// Desks, experts and sub-centres, in the order of their groups.
    pub desks: Vec<DeskPlan>,
    /// Shares of paid time that people are not on the line.
    pub shrinkage: Shrinkage,
    /// The grounds for rows of tables (their column `basis`); the assumptions of scenario.toml stand in
    /// [`crate::scenario::Loaded::assumptions`].
    pub basis: Vec<Basis>,
    /// Volumes that other places publish, in the order of comparators.csv.
    pub comparators: Vec<Comparator>,
    /// Remarks: blanks and how they were read, hours handed over.
    pub notes: Vec<Text>,
    /// Parts of the system that this scenario leaves out.
    pub not_modelled: Vec<Text>,
}

/// A site of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct SitePlan {
    /// Its id.
    pub id: String,
    /// Its names.
    pub name: Text,
    /// Inhabitants.
    pub people: u64,
    /// The factor of the scenario on this site's volumes alone.
    pub demand_factor: f64,
    /// Seats by the rule.
    pub rule_seats: u32,
    /// Staff by the rule.
    pub rule_staff: u32,
    /// Seats on the first day.
    pub first_day_seats: u32,
    /// Staff on the path's first day.
    pub first_day_staff: u32,
    /// Seats ready and staff trained, by date.
    pub ramp_up: RampUp,
    /// Fresh callers a year with own topics, at the base date.
    pub own_per_year: f64,
    /// Fresh callers a year of merged lines that reach the front line at full migration.
    pub lines_per_year: f64,
    /// The site that takes over the hours that cannot be staffed (index into sites).
    pub partner: Option<usize>,
    /// Hours of the horizon with nobody rostered.
    pub unstaffed_hours: f64,
    /// Hours for which a colleague is expected to be called in, because everybody rostered is absent; none where sites
    /// share their people.
    pub called_in_hours: Option<f64>,
    /// Person-shifts that found no seat.
    pub unused_shifts: u64,
    /// Expected calls at its front line before busyness, by half hour of the horizon, with the hours that
    /// others hand over and without those it hands over itself.
    pub calls: Vec<f64>,
    /// Their offered load in erlangs.
    pub load: Vec<f64>,
    /// Calls of its callers that its partner takes, by half hour of the horizon; empty if it takes all itself.
    pub handed_over: Vec<f64>,
}

/// A desk, the experts of a line or a sub-centre.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskPlan {
    /// Id of its group.
    pub group: String,
    /// The hotline whose calls it answers (index into hotlines); absorbed lines are their carrier's.
    pub hotline: usize,
    /// Its site; none of one for the whole province.
    pub site: Option<usize>,
    /// Agents while it is open.
    pub agents: u32,
    /// Offered load in erlangs in the open hours of a mean day before the merger.
    pub load: f64,
    /// Whether it stays after the merger.
    pub stays: bool,
}

impl SitePlan {
    /// All fresh callers a year who reach the front line at full migration, at the base date.
    pub fn total_per_year(&self) -> f64 {
        self.own_per_year + self.lines_per_year
    }

    /// Fresh callers a year per inhabitant who reach the front line at full migration.
    pub fn per_head(&self) -> f64 {
        self.total_per_year() / self.people as f64
    }
}

/// A hotline of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct HotlinePlan {
    /// The number.
    pub number: String,
    /// A second number of the same demand.
    pub alias: Option<String>,
    /// Its names.
    pub name: Text,
    /// The body that answered for it.
    pub owner: Text,
    /// Mode of its merger.
    pub mode: Mode,
    /// First and last date of its window, as the plan gives it; the same for an end date alone.
    pub window: Option<(Date, Date)>,
    /// The plan gives an end date and no more: a step on that date.
    pub end_date_alone: bool,
    /// National calls per 1,000 inhabitants and year, by which volume is divided.
    pub weight: f64,
    /// The carrier (index into hotlines) and the share of the carrier's calls.
    pub absorbed_by: Option<(usize, f64)>,
    /// Merges in step with this line (index into hotlines).
    pub with: Option<usize>,
    /// Mean handle time in seconds before it is new to anybody; none for sub-centres.
    pub aht: Option<f64>,
    /// Its line in hotlines.csv; 0 for the one number.
    pub line: u64,
    /// The table's remark.
    pub note: String,
}

/// The grounds for a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// File and row, e.g. "hotlines.csv, 12315".
    pub about: String,
    /// The reason for choosing its values.
    pub why: String,
}

/// Lists what this scenario leaves out, and what stands in for it.
pub(super) fn not_modelled(parts: &Parts) -> Vec<Text> {
    let file = &parts.file;
    let left_out = [
        (
            file.desks.is_none(),
            "the departments' old desks, experts and sub-centres: only calls that reach the front line are simulated",
            "各部门原有座席、专家座席和分中心：仅模拟到达前台的来电",
        ),
        (
            file.follow_up.is_none(),
            "follow-up calls: their people are taken out by the inbound share",
            "回访：其人力已按呼入占比扣除",
        ),
        (file.repeat.is_none(), "repeat contacts after an answered call", "接通后的重复来电"),
        (file.satisfaction.is_none(), "satisfaction", "满意度"),
        (true, "turnover of staff", "人员流失"),
        (true, "learning by new staff after their training", "新人培训后的熟练过程"),
    ];
    let missing = left_out.into_iter().filter(|(missing, ..)| *missing);
    missing.map(|(_, en, zh)| Text { en: en.to_owned(), zh: zh.to_owned() }).collect()
}
