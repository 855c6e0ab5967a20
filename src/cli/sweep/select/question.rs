//! The options of `--select` as a typed question; everything that is wrong with them is reported at once.

use super::args::{Method, SelectArgs};
use crate::cli::common::CommonArgs;
use crate::cli::failure::Failure;
use crate::cli::sweep::args::SweepCommand;
use crate::kpi::Measure;
use crate::report::indicator::Indicator;
use crate::report::sweep::StudyContext;
use crate::report::sweep::select::Question;
use crate::scenario::units;
use crate::sweep::select::{Goal, Kn, LEAST_FIRST, Ocba, Procedure};

/// Probability with which the best is to be found.
const CONFIDENCE: f64 = 0.95;
/// Replications of a point at most.
const AT_MOST: u64 = 1000;
/// Replications of each point left in a round of KN: a round keeps several threads at work, and its end drops points.
const ROUND: u64 = 4;
/// Replications in a round of OCBA, as many as there are points within these bounds.
const PORTION: (u64, u64) = (16, 256);

impl SelectArgs {
    /// Refuses options that do not go with a selection.
    pub(super) fn check_fit(&self, command: &SweepCommand, common: &CommonArgs) -> Result<(), Failure> {
        let rounds = "what is simulated next depends on all points so far; leave it out";
        let spent = "it spends replications where they decide; bound them by --at-most";
        let all = [
            ("--shard", command.shard.is_some(), rounds),
            ("--slurm", command.cluster.slurm.is_some(), rounds),
            ("--precision", command.precision.is_some(), spent),
            ("--replications", common.replications.is_some(), spent),
        ];
        let wrong = all.into_iter().filter(|(_, given, _)| *given);
        let wrong: Vec<String> =
            wrong.map(|(name, _, why)| format!("{name} does not go with --select: {why}")).collect();
        if wrong.is_empty() { Ok(()) } else { Err(Wrong(wrong).failure()) }
    }

    /// Reads what is asked of a study with these acceptable waits.
    pub(super) fn question(&self, context: &StudyContext, within: &[f64]) -> Result<Question, Failure> {
        let mut wrong = Wrong(Vec::new());
        let kpi = wrong.kept(kpi(context, self.word(0), within));
        let goal = wrong.kept(goal(self.word(1)));
        let indicator = kpi.map(|kpi| &context.indicators[kpi]);
        let zone = wrong.kept(zone(self.indifference.as_deref(), indicator));
        let confidence = wrong.kept(confidence(self.confidence.as_deref()));
        let at_most = wrong.kept(at_most(self.at_most));
        let (Some(kpi), Some(goal), Some(zone), Some(confidence), Some(at_most)) =
            (kpi, goal, zone, confidence, at_most)
        else {
            return Err(wrong.failure());
        };
        let method = self.method.unwrap_or(Method::Kn);
        match procedure(method, context.points, zone, confidence, at_most) {
            Ok(procedure) => Ok(Question { kpi, goal, zone, confidence, at_most, procedure }),
            Err(message) => Err(Wrong(vec![message]).failure()),
        }
    }

    fn word(&self, place: usize) -> &str {
        self.select.as_ref().and_then(|words| words.get(place)).map_or("", String::as_str)
    }
}

/// Collects everything that is wrong.
struct Wrong(Vec<String>);

impl Wrong {
    fn kept<T>(&mut self, found: Result<T, String>) -> Option<T> {
        found.map_err(|message| self.0.push(message)).ok()
    }

    fn failure(self) -> Failure {
        let all: String = self.0.iter().map(|message| format!("error: {message}\n")).collect();
        Failure::Input(format!("{all}nothing was run."))
    }
}

/// Returns the place of a KPI on the context.
fn kpi(context: &StudyContext, name: &str, within: &[f64]) -> Result<usize, String> {
    let measure = Measure::parse(name, within).map_err(|why| format!("--select: {why}"))?;
    context.place(measure).ok_or_else(|| format!("--select: `{name}` is not measured by sweeps"))
}

fn goal(way: &str) -> Result<Goal, String> {
    match way {
        "max" => Ok(Goal::Greatest),
        "min" => Ok(Goal::Least),
        other => Err(format!("--select: `{other}` is no goal; write max or min after the KPI")),
    }
}

/// Reads the indifference zone, in the KPI's unit.
fn zone(text: Option<&str>, kpi: Option<&Indicator>) -> Result<f64, String> {
    let unit = kpi.map(|kpi| &*kpi.unit);
    let form = match unit {
        Some("share") => "percentage points: --indifference \"0.5 pp\"",
        Some("s") => "a duration: --indifference \"2 s\"",
        Some(_) => "a number: --indifference 0.5",
        None => "e.g. --indifference \"0.5 pp\" of a share, \"2 s\" of a wait",
    };
    let Some(text) = text else {
        return Err(format!(
            "--select needs the smallest difference that matters, the indifference zone; write {form}"
        ));
    };
    let plain = |digits: &str| digits.trim().parse::<f64>().ok();
    let zone = match unit {
        Some("share") => text.trim().strip_suffix("pp").and_then(plain).map(|points| points / 100.0),
        Some("s") => units::duration(text).ok(),
        Some(_) => plain(text),
        // The KPI is wrong, which is reported already.
        None => Some(1.0),
    };
    let zone = zone.filter(|zone| *zone > 0.0 && zone.is_finite());
    zone.ok_or_else(|| format!("--indifference: `{text}` is no zone, which must be above 0; write {form}"))
}

fn confidence(text: Option<&str>) -> Result<f64, String> {
    let Some(text) = text else { return Ok(CONFIDENCE) };
    units::share(text).map_err(|fault| {
        let help = fault.help.map_or(String::new(), |help| format!("; {help}"));
        format!("--confidence: `{text}` {}{help}", fault.what)
    })
}

fn at_most(count: Option<u64>) -> Result<u64, String> {
    match count.unwrap_or(AT_MOST) {
        few if few < LEAST_FIRST => Err(format!(
            "--at-most {few}: every point has {LEAST_FIRST} replications before anything is judged; write {LEAST_FIRST} or more"
        )),
        count => Ok(count),
    }
}

/// Returns the procedure for so many points.
fn procedure(
    method: Method,
    points: u64,
    zone: f64,
    confidence: f64,
    at_most: u64,
) -> Result<Procedure, String> {
    let systems = usize::try_from(points).unwrap_or(usize::MAX);
    let procedure = match method {
        Method::Kn => Kn::new(systems, zone, 1.0 - confidence, LEAST_FIRST)
            .map(|kn| Procedure::Kn(kn.batch(ROUND).at_most(at_most))),
        Method::Ocba => Ocba::new(systems, zone, confidence, LEAST_FIRST, points.saturating_mul(at_most))
            .map(|ocba| Procedure::Ocba(ocba.portion(points.clamp(PORTION.0, PORTION.1)))),
    };
    let guessed = 1.0 / points.max(1) as f64;
    procedure.map_err(|bad| match (bad.name, method) {
        ("systems", _) if points < 2 => format!("--select chooses among two points or more; the study has {points}"),
        ("systems", Method::Kn) => {
            format!("kn chooses among {} points, the study has {points}; write --method ocba", bad.must)
        }
        ("error" | "confidence", Method::Kn) => {
            format!("--confidence {confidence}: write a share above {guessed:.4}, which is that of guessing, and below 1")
        }
        ("error" | "confidence", Method::Ocba) => {
            format!("--confidence {confidence}: write a share above 0, e.g. 0.95")
        }
        (name, _) => format!("--select: {name} must be {}", bad.must),
    })
}
