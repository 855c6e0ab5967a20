//! Values of an assessment, without words.

use crate::merger::Phase;
use crate::replicate::Results;
use crate::stats::Estimate;
use crate::verdict::Verdict;
use jiff::civil::Date;

/// The assessment of a plan.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// The verdict on the rule at every site, everything built and merged.
    pub rule: Vec<RuleAtSite>,
    /// Days over which the minimum of a verdict is taken: the longer, the lower it is.
    pub days: usize,
    /// The way there at every site.
    pub path: Vec<PathOfSite>,
    /// Every week of every site on the way there: sites in order, weeks of each in order.
    pub weeks: Vec<WeekOfPath>,
    /// The service that callers meet in each phase.
    pub phases: Vec<PhaseService>,
    /// The remedies of the worst site-week on the way; none where no week fails.
    pub remedies: Option<WorstWeekRemedies>,
    /// The sensitivity of the verdicts, one trial per assumption and value; empty unless asked for.
    pub sensitivity: Vec<SensitivityTrial>,
    /// The results of everything built and merged, by which the rule is judged.
    pub after: Results,
}

/// The verdict on the rule at a site, everything built and merged.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAtSite {
    /// Index of the site.
    pub site: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// Share answered in the worst rolling 24 h: the mean over replications of their minimum.
    pub worst_24h: Estimate,
    /// Rolling windows of 24 h with enough calls to be judged, per replication.
    pub windows_judged: f64,
    /// Share of replications, each a year of the horizon's length, in which some 24 h lie below the standard.
    pub below: Estimate,
    /// Seats and staff by the rule.
    pub seats: u32,
    /// Staff by the rule.
    pub staff: u32,
    /// The multiple of the demand up to which the verdict is "holds", rotas planned anew for it.
    pub demand: Option<DemandFactor>,
    /// The least seats, staff per seat by the rule, with which the verdict is "holds".
    pub least: Option<LeastSeats>,
    /// Expected hours for which a colleague is called in, because everybody rostered is absent: paid as overtime. None
    /// where sites share their people.
    pub called_in_hours: Option<f64>,
}

/// A multiple of the demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DemandFactor {
    /// This multiple.
    Is(f64),
    /// At least this: more was not tried, or could not be told.
    AtLeast(f64),
}

impl DemandFactor {
    /// Returns the multiple.
    pub fn value(self) -> f64 {
        match self {
            DemandFactor::Is(x) | DemandFactor::AtLeast(x) => x,
        }
    }
}

/// The least seats with which a site holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeastSeats {
    /// Seats.
    pub seats: u32,
    /// Seats per million inhabitants.
    pub per_million: f64,
    /// Whether one seat less was shown not to hold; else fewer may do.
    pub is_least: bool,
    /// Share answered in the worst rolling 24 h with them.
    pub worst_24h: Estimate,
}

/// The way to the rule at a site. A week fails when the mean over replications of the lowest 24 h that begin in it lies
/// below the standard; a site without a week of enough calls has neither failing weeks nor a date.
#[derive(Clone, Debug, PartialEq)]
pub struct PathOfSite {
    /// Index of the site.
    pub site: usize,
    /// Weeks with enough calls to be judged.
    pub weeks_judged: usize,
    /// Weeks that fail.
    pub weeks_failing: usize,
    /// The first day from which no week fails; none where the last week does, or none is judged.
    pub holds_from: Option<Date>,
    /// The week with the lowest answer rate.
    pub worst_week: Option<WeekService>,
    /// Expected hours for which a colleague is called in, as of [`RuleAtSite::called_in_hours`].
    pub called_in_hours: Option<f64>,
}

/// A week of a site on the way there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekOfPath {
    /// Index of the site.
    pub site: usize,
    /// Number of the week, from 0.
    pub week: usize,
    /// Attempts that came to the front line, per replication.
    pub offered: f64,
    /// Rolling windows of 24 h that begin in it and have enough calls to be judged, per replication.
    pub windows_judged: f64,
    /// Share answered in the lowest of them: the mean over replications.
    pub worst_24h: Estimate,
    /// The three-way verdict on it.
    pub verdict: Verdict,
    /// Whether it fails: its lowest 24 h lie below the standard on average; none where no window is judged.
    pub fails: Option<bool>,
    /// Its dates, share answered and mean wait.
    pub service: WeekService,
}

/// The service of a site's front line in a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekService {
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// Share answered.
    pub answer_rate: Estimate,
    /// Mean wait of those answered, in seconds.
    pub mean_wait: Estimate,
}

/// The service that callers meet in a phase.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseService {
    /// The phase.
    pub phase: Phase,
    /// Replications behind it.
    pub replications: u64,
    /// Share of callers who were answered in the end, wherever they called.
    pub callers_answered: Estimate,
    /// The paired difference of that share from the phase before the merger.
    pub change: Estimate,
    /// Share answered of the attempts that came to front lines.
    pub front_line_answered: Estimate,
    /// Mean wait at front lines of those answered, in seconds.
    pub front_line_wait: Estimate,
    /// Share of all attempts that found a desk closed.
    pub closed: Estimate,
}

/// Remedies of the worst site-week.
#[derive(Clone, Debug)]
pub struct WorstWeekRemedies {
    /// Index of the site.
    pub site: usize,
    /// The week without a remedy, as the path shows it.
    pub week: WeekService,
    /// The simulated remedies.
    pub trials: Vec<RemedyTrial>,
}

/// A remedy, simulated.
#[derive(Clone, Debug)]
pub struct RemedyTrial {
    /// The remedy.
    pub remedy: Remedy,
    /// The change of the week's answer rate, in pairs; none where no remedy of its kind suffices.
    pub difference: Estimate,
}

/// A remedy for the worst week of a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// A move of shifts of the same people within the week.
    MoveShifts {
        /// Person-shifts that move.
        shifts: u32,
    },
    /// The fewest more people on inbound calls with whom the week does not fail.
    AddPeople {
        /// Number of people added.
        people: u32,
    },
    /// No number of people within the seats suffices.
    NoPeopleSuffice,
    /// Calls that have waited are offered to another site as well.
    HelpFrom {
        /// Index of the helping site.
        site: usize,
        /// The wait before it helps, in seconds.
        after: f64,
    },
}

impl Remedy {
    /// Returns the name of its kind, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Remedy::MoveShifts { .. } => "other_shifts",
            Remedy::AddPeople { .. } | Remedy::NoPeopleSuffice => "more_people",
            Remedy::HelpFrom { .. } => "help",
        }
    }
}

/// The verdicts under another value of an assumption, by the same test on as many replications.
#[derive(Clone, Debug)]
pub struct SensitivityTrial {
    /// Dotted path of the assumption.
    pub key: &'static str,
    /// The value tried, as a file writes it, without quotes.
    pub value: String,
    /// The phase in which it makes a difference: after, or during for what concerns the way alone.
    pub phase: Phase,
    /// By site, the verdict.
    pub verdicts: Vec<Verdict>,
    /// By site, the verdict of the scenario as it is, in the same phase.
    pub as_it_is: Vec<Verdict>,
    /// Share answered of the attempts that came to front lines.
    pub answered: Estimate,
}

impl Assessment {
    /// Returns the service in a phase.
    pub fn phase(&self, phase: Phase) -> Option<&PhaseService> {
        self.phases.iter().find(|service| service.phase == phase)
    }

    /// Returns the number of sites with a verdict on the rule.
    pub fn number_of(&self, verdict: Verdict) -> usize {
        self.rule.iter().filter(|site| site.verdict == verdict).count()
    }
}
