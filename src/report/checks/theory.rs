//! Theory beside simulation.

use crate::language::Language;

use crate::kpi::Kpi;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::report::exact::{self, Answer, Figure, Place, Span};
use crate::report::words::{UNKNOWN, table};
use crate::stats::Estimate;
use serde_json::{Value, json};

/// What an answer of theory is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    /// Simulation must agree with it.
    Exact,
    /// Simulation is right, and it is near.
    Approximate,
}

/// Theory's answer beside what was simulated.
pub(super) struct Theory {
    formula: String,
    grade: Grade,
    rows: Vec<Row>,
    /// Whether the start from an empty centre is forgotten before anything is measured, and the measured span
    /// is long beside the time that takes; none where that time is not known. What speaks of the measured span itself
    /// is settled.
    settled: Option<bool>,
}

struct Row {
    figure: Figure,
    /// Names of the place: dimension and entry.
    place: (&'static str, String),
    key: String,
    simulated: Estimate,
    /// None of an approximation, and where there is no interval, or one of too few replications or waiting calls.
    agrees: Option<bool>,
}

/// Replications below which no verdict is given: Student's t is too wide.
const ENOUGH: u64 = 10;
/// Calls that wait, over all replications, below which the changing queue of an hour is far from normal.
const MANY: f64 = 1000.0;
/// Half-widths of the 95 % interval within which simulation agrees with theory: some six standard errors; of
/// correct figures under fresh seeds one in 10^5 lies outside.
const AGREES: f64 = 3.0;
/// Half-widths and share of the exact value beyond both of which a settled queue is in error: some ten standard
/// errors, exceeded by chance in fewer than one of 10^6 runs of [`ENOUGH`] replications.
const ERROR: (f64, f64) = (5.0, 0.01);
/// The same for one of many half hours: beyond eight half-widths is one of 10^7, of 144 figures one of 10^5.
const ERROR_OF_HALF_HOUR: (f64, f64) = (8.0, 0.02);
/// Relaxation times before and in the measured span of a settled queue: e^-12 of the start is left.
const SETTLED: (f64, f64) = (12.0, 100.0);

impl Theory {
    /// An answer beside the results.
    pub(super) fn beside(grade: Grade, answer: &Answer, model: &Model, results: &Results) -> Theory {
        let rows = answer.figures.iter().map(|figure| Row::new(grade, *figure, model, results)).collect();
        let (before, within) = SETTLED;
        let horizon = &model.horizon;
        let settled = match answer.span {
            Span::Measured => Some(true),
            Span::Steady { relaxation } => {
                relaxation.map(|time| horizon.warm_up >= before * time && horizon.measured() >= within * time)
            }
        };
        Theory { formula: answer.formula.clone(), grade, rows, settled }
    }

    /// Rows in which simulation is in error, with both figures.
    pub(super) fn violations(&self, lang: Language) -> Vec<String> {
        if self.settled != Some(true) || self.grade == Grade::Approximate {
            return Vec::new();
        }
        let said = |row: &Row| {
            let (name, unit) = (row.name(lang), row.unit(lang));
            let (exact, simulated) = (row.figure(Some(row.figure.value)), row.figure(row.simulated.mean));
            let (half, formula) = (row.figure(row.simulated.half_width), &self.formula);
            match lang {
                Language::En => {
                    format!("  {formula}, {name}: exact {exact} {unit}, simulated {simulated} ± {half}\n")
                }
                Language::Zh => {
                    format!("  {formula}，{name}：精确 {exact} {unit}，模拟 {simulated} ± {half}\n")
                }
            }
        };
        self.rows.iter().filter(|row| row.is_in_error()).map(said).collect()
    }

    /// A table for people; half hours in one line.
    pub(super) fn text(&self, lang: Language) -> String {
        let exact = self.grade == Grade::Exact;
        let title = match exact {
            true => format!("{} {}", lang.pick("theory:", "理论："), self.formula),
            false => format!("{} {}", lang.pick("approximation:", "近似："), self.formula),
        };
        let last = if exact { ("verdict", "结论") } else { ("off", "偏差") };
        let head = [
            title.as_str(),
            if exact { lang.pick("exact", "精确") } else { lang.pick("near", "近似") },
            lang.pick("simulated", "模拟"),
            "",
            "",
            lang.pick(last.0, last.1),
        ];
        let shown = self.rows.iter().filter(|row| row.is_shown());
        table(&head, shown.map(|row| row.line(self.grade, lang)).collect())
            + &self.half_hours(lang)
            + self.note(lang)
    }

    /// How many figures agree, in one line.
    pub(super) fn summary(&self, lang: Language) -> String {
        let count = |verdict| self.rows.iter().filter(|row| row.agrees == Some(verdict)).count();
        let (agree, all, formula) = (count(true), count(true) + count(false), &self.formula);
        let figures = match lang {
            Language::En => format!("  theory: {formula}: {agree} of {all} figures agree\n"),
            Language::Zh => format!("  理论：{formula}：{all} 个数值中 {agree} 个一致\n"),
        };
        figures + self.note(lang)
    }

    fn half_hours(&self, lang: Language) -> String {
        let halves = || self.rows.iter().filter(|row| matches!(row.figure.place, Place::Interval(_)));
        let count = |verdict| halves().filter(|row| row.agrees == Some(verdict)).count();
        let (agree, differ) = (count(true), count(false));
        match (agree + differ, lang) {
            (0, _) => String::new(),
            (all, Language::En) => format!("  half hours of the day: {agree} of {all} figures agree\n"),
            (all, Language::Zh) => format!("  全天各半小时：{all} 个数值中 {agree} 个一致\n"),
        }
    }

    fn note(&self, lang: Language) -> &'static str {
        let differs = self.rows.iter().any(|row| row.agrees == Some(false));
        match (self.grade, self.settled) {
            (Grade::Approximate, _) => lang.pick(
                "  no formula is exact here: this one shows the order of size, the simulation is the answer\n",
                "  此场景无精确公式：近似值仅供核对量级，以模拟结果为准\n",
            ),
            (Grade::Exact, Some(true)) => "",
            (Grade::Exact, _) if !differs => "",
            (Grade::Exact, _) => lang.pick(
                "  theory is of the steady state; the centre starts empty, and the horizon is too short to forget it\n",
                "  理论值为稳态值；模拟从空系统开始，时段尚不足以消除其影响\n",
            ),
        }
    }

    /// An object with the formula and every row.
    pub(super) fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| row.json(self.grade)).collect::<Vec<_>>();
        match self.grade {
            Grade::Exact => json!({ "formula": self.formula, "settled": self.settled, "kpis": rows }),
            Grade::Approximate => json!({ "formula": self.formula, "kpis": rows }),
        }
    }
}

/// Distance from theory in half-widths of the 95 % interval.
fn distance(exact: f64, simulated: Estimate) -> Option<f64> {
    let (off, half) = ((simulated.mean? - exact).abs(), simulated.half_width?);
    if off == 0.0 { Some(0.0) } else { (half > 0.0).then_some(off / half) }
}

fn series(place: Place, results: &Results) -> Option<&Series> {
    let tables = &results.tables;
    match place {
        Place::Total => Some(&tables.total),
        Place::Hotline(index) => tables.hotline.get(index),
        Place::AgentGroup(index) => tables.group.get(index),
        Place::Interval(index) => tables.interval.get(index),
    }
}

fn named(place: Place, model: &Model) -> (&'static str, String) {
    match place {
        Place::Total => ("total", "total".to_owned()),
        Place::Hotline(index) => ("hotline", model.hotlines[index].number.clone()),
        Place::AgentGroup(index) => ("group", model.groups[index].id.clone()),
        Place::Interval(index) => ("interval", format!("{:02}:{:02}", index / 2, index % 2 * 30)),
    }
}

impl Row {
    fn new(grade: Grade, figure: Figure, model: &Model, results: &Results) -> Row {
        let unknown = Estimate { mean: None, half_width: None };
        let simulated = series(figure.place, results).map_or(unknown, |series| series.kpi(figure.kpi));
        let waiting = figure.waiting.is_none_or(|calls| calls * results.replications as f64 >= MANY);
        let judged = grade == Grade::Exact && results.replications >= ENOUGH && waiting;
        let agrees =
            distance(figure.value, simulated).filter(|_| judged).map(|half_widths| half_widths <= AGREES);
        let key = exact::key(figure.kpi, &model.within);
        Row { figure, place: named(figure.place, model), key, simulated, agrees }
    }

    /// Beyond chance and beyond what matters.
    fn is_in_error(&self) -> bool {
        let (half_widths, share) = match self.figure.place {
            Place::Interval(_) => ERROR_OF_HALF_HOUR,
            _ => ERROR,
        };
        let exact = self.figure.value;
        let off = self.simulated.mean.map_or(0.0, |mean| (mean - exact).abs());
        self.agrees == Some(false)
            && off > share * exact.abs()
            && distance(exact, self.simulated).is_some_and(|distance| distance > half_widths)
    }

    /// Whether it has a line for people: of parts the waits and what is lost.
    fn is_shown(&self) -> bool {
        let main = !matches!(self.figure.kpi, Kpi::ServiceLevel(_) | Kpi::MeanQueue | Kpi::AnswerRate);
        match self.figure.place {
            Place::Total => true,
            Place::Hotline(_) | Place::AgentGroup(_) => main,
            Place::Interval(_) => false,
        }
    }

    fn name(&self, lang: Language) -> String {
        let name = match self.key.strip_prefix("service_level[").and_then(|rest| rest.strip_suffix(']')) {
            Some(within) => match lang {
                Language::En => format!("answered within {within} of offered"),
                Language::Zh => format!("{}秒内接通 / 呼入", within.trim_end_matches('s')),
            },
            None => {
                let (en, zh) = exact::name(self.figure.kpi);
                lang.pick(en, zh).to_owned()
            }
        };
        match (self.figure.place, lang) {
            (Place::Total, _) => name,
            (_, Language::En) => format!("{}: {name}", self.place.1),
            (_, Language::Zh) => format!("{}：{name}", self.place.1),
        }
    }

    fn is_in_per_cent(&self) -> bool {
        self.figure.kpi.is_in_shares()
    }

    fn figure(&self, value: Option<f64>) -> String {
        let scale = if self.is_in_per_cent() { 100.0 } else { 1.0 };
        value.map_or(UNKNOWN.to_owned(), |value| format!("{:.3}", scale * value))
    }

    fn unit(&self, lang: Language) -> &'static str {
        match self.figure.kpi {
            Kpi::MeanQueue => lang.pick("calls", "个"),
            Kpi::MeanBusy => lang.pick("agents", "人"),
            Kpi::MeanWaitAnswered | Kpi::MeanWaitAll => lang.pick("s", "秒"),
            _ => "%",
        }
    }

    fn line(&self, grade: Grade, lang: Language) -> Vec<String> {
        let off = self.simulated.mean.map(|mean| mean - self.figure.value);
        let verdict = match (grade, self.agrees) {
            (Grade::Approximate, _) => self.figure(off),
            (Grade::Exact, Some(true)) => lang.pick("agrees", "一致").to_owned(),
            (Grade::Exact, Some(false)) => lang.pick("differs", "不一致").to_owned(),
            (Grade::Exact, None) => UNKNOWN.to_owned(),
        };
        vec![
            self.name(lang),
            self.figure(Some(self.figure.value)),
            self.figure(self.simulated.mean),
            format!("± {}", self.figure(self.simulated.half_width)),
            self.unit(lang).to_owned(),
            verdict,
        ]
    }

    fn json(&self, grade: Grade) -> Value {
        let Estimate { mean, half_width } = self.simulated;
        let simulated = json!({ "mean": mean, "half_width": half_width });
        let ((dimension, entry), kpi, value) = (&self.place, &self.key, self.figure.value);
        match grade {
            Grade::Exact => json!({
                "dimension": dimension, "entry": entry, "kpi": kpi,
                "exact": value, "simulated": simulated, "agrees": self.agrees,
            }),
            Grade::Approximate => json!({
                "dimension": dimension, "entry": entry, "kpi": kpi,
                "approximate": value, "simulated": simulated,
            }),
        }
    }
}
