//! The charts of a sweep: what its keys do to what points are judged by.
//!
//! A grid of one key is a line; of two, lines and a heat map; of three, a panel per value of the first; where
//! points differ in staff, what it buys is drawn too. One key at a time is a tornado, Sobol indices are bars.

mod analysed;
mod demand;
mod frontier;

use crate::language::Language;

use super::analysis::Analysis;
use super::digest::Digest;
use super::words::{figure, label};
use super::{Sheet, names};
use crate::chart::{
    Better, FrontierChart, Heading, HeatChart, Key, LinesChart, Point, Quantity, SobolChart, TornadoChart,
    Unit, Values,
};
use crate::report::indicator::Indicator;
use crate::scenario::study::Wish;
use crate::scenario::units;
use crate::stats::Estimate;
use jiff::civil::Date;

/// Lines that can be told apart: of values in order, and of others.
const LINES: usize = 8;
const KINDS: usize = 6;
/// Columns and rows of a heat map.
const CELLS: usize = 40;
/// How intervals are drawn, in English and Chinese.
const BANDS: [&str; 2] = ["bands", "阴影"];
const BARS: [&str; 2] = ["error bars", "误差线"];
const NUMBERS: [&str; 2] = ["the numbers after ±", "±后数字"];
/// Panels at most.
const PANELS: usize = 24;

/// The charts that a sweep has.
#[derive(Default)]
pub struct Charts {
    /// Along one key.
    pub lines: Option<LinesChart>,
    /// Over two keys.
    pub heat: Option<HeatChart>,
    /// Key by key.
    pub tornado: Option<TornadoChart>,
    /// Sobol indices.
    pub sobol: Option<SobolChart>,
    /// Agents on duty against what points are judged by.
    pub frontier: Option<FrontierChart>,
}

/// What the digest of a sweep can draw.
pub fn charts(sheet: &Sheet, digest: &Digest, analysis: &Analysis, lang: Language) -> Charts {
    let Some(kpi) = sheet.judge().map(|judge| &sheet.indicators[judge]) else { return Charts::default() };
    let drawing = Drawing { sheet, kpi, met: digest.met, lang };
    match (sheet.design.as_str(), digest.field.complete(sheet)) {
        ("grid", Some(field)) => Charts { frontier: drawing.frontier(&digest.field), ..drawing.grid(field) },
        _ => Charts {
            tornado: drawing.tornado(digest.field.first(), analysis),
            sobol: drawing.sobol(analysis),
            ..Charts::default()
        },
    }
}

/// What points are judged by, of every point of a study that is not too large.
#[derive(Default)]
pub(super) struct Field {
    /// Cells and result of each point; not all of them if there are too many.
    all: Vec<(Vec<String>, Estimate)>,
    /// Agents on duty at each.
    on_duty: Vec<Estimate>,
    /// Callers in a replication at each.
    callers: Vec<Estimate>,
}

/// Points of a field at most.
const MOST: usize = 4096;

impl Field {
    pub(super) fn add(&mut self, cells: &[String], judged: Estimate, on_duty: Estimate, callers: Estimate) {
        if self.all.len() < MOST {
            self.all.push((cells.to_vec(), judged));
            self.on_duty.push(on_duty);
            self.callers.push(callers);
        }
    }

    /// The value of each key at a point.
    pub(super) fn cells(&self, point: usize) -> &[String] {
        &self.all[point].0
    }

    /// What the first point is judged by.
    fn first(&self) -> Option<Estimate> {
        self.all.first().map(|(_, judged)| *judged)
    }

    fn complete(&self, sheet: &Sheet) -> Option<&[(Vec<String>, Estimate)]> {
        (self.all.len() as u64 == sheet.points && sheet.points > 1).then_some(&self.all)
    }
}

struct Drawing<'d> {
    sheet: &'d Sheet,
    kpi: &'d Indicator,
    /// Points that are good enough, their intervals too.
    met: u64,
    lang: Language,
}

/// A key of a grid: its values in order of drawing, and where each stands among those of the study.
struct Scale {
    key: Key,
    order: Vec<usize>,
}

impl Drawing<'_> {
    fn grid(&self, field: &[(Vec<String>, Estimate)]) -> Charts {
        let count = self.sheet.keys.len();
        let levels: Vec<Vec<&str>> = (0..count).map(|key| levels(field, key)).collect();
        // Keys that do not vary are no axes; the first varies slowest.
        let varied: Vec<usize> = (0..count).filter(|key| levels[*key].len() > 1).collect();
        let scales: Vec<Scale> = varied.iter().map(|key| self.scale(*key, &levels[*key])).collect();
        let at = |places: &[usize]| {
            let point =
                places.iter().zip(&varied).fold(0, |sum, (place, key)| sum * levels[*key].len() + place);
            field.get(point).and_then(|(_, estimate)| point_of(*estimate))
        };
        match scales.as_slice() {
            [x] => Charts { lines: Some(self.along(x, at)), ..Charts::default() },
            [first, second] => {
                let (x, lines) =
                    if ordered(second) || !ordered(first) { (second, first) } else { (first, second) };
                let swapped = std::ptr::eq(x, first);
                let point = |x: usize, y: usize| if swapped { at(&[x, y]) } else { at(&[y, x]) };
                Charts {
                    lines: self.family(x, lines, point),
                    heat: self.heat(x, lines, point),
                    ..Charts::default()
                }
            }
            [panels, lines, x] => Charts { lines: self.panels(panels, lines, x, at), ..Charts::default() },
            _ => Charts::default(),
        }
    }

    fn along(&self, x: &Scale, at: impl Fn(&[usize]) -> Option<Point>) -> LinesChart {
        let points = x.order.iter().map(|x| at(&[*x])).collect();
        let title = self.title(&[x]);
        LinesChart {
            heading: self.heading(title, intervals(x)),
            measured: self.measured(),
            x: x.key.clone(),
            lines: None,
            panels: None,
            points,
        }
    }

    fn family(
        &self,
        x: &Scale,
        lines: &Scale,
        at: impl Fn(usize, usize) -> Option<Point>,
    ) -> Option<LinesChart> {
        // Too many values for lines and few along: the other way round.
        if !told_apart(lines) {
            return told_apart(x).then(|| self.drawn(lines, x, |along, line| at(line, along)));
        }
        Some(self.drawn(x, lines, at))
    }

    fn drawn(&self, x: &Scale, lines: &Scale, at: impl Fn(usize, usize) -> Option<Point>) -> LinesChart {
        let points =
            lines.order.iter().flat_map(|line| x.order.iter().map(|x| at(*x, *line)).collect::<Vec<_>>());
        LinesChart {
            heading: self.heading(self.title(&[x, lines]), intervals(x)),
            measured: self.measured(),
            x: x.key.clone(),
            lines: Some(lines.key.clone()),
            panels: None,
            points: points.collect(),
        }
    }

    fn panels(
        &self,
        panels: &Scale,
        lines: &Scale,
        x: &Scale,
        at: impl Fn(&[usize]) -> Option<Point>,
    ) -> Option<LinesChart> {
        let fits = panels.order.len() <= PANELS && told_apart(lines);
        let mut points = Vec::new();
        for panel in &panels.order {
            for line in &lines.order {
                points.extend(x.order.iter().map(|x| at(&[*panel, *line, *x])));
            }
        }
        fits.then(|| LinesChart {
            heading: self.heading(self.title(&[x, lines, panels]), intervals(x)),
            measured: self.measured(),
            x: x.key.clone(),
            lines: Some(lines.key.clone()),
            panels: Some(panels.key.clone()),
            points,
        })
    }

    fn heat(&self, x: &Scale, y: &Scale, at: impl Fn(usize, usize) -> Option<Point>) -> Option<HeatChart> {
        let cells = y.order.iter().flat_map(|y| x.order.iter().map(|x| at(*x, *y)).collect::<Vec<_>>());
        let fits = x.order.len() <= CELLS && y.order.len() <= CELLS;
        fits.then(|| HeatChart {
            heading: self.heading(self.title(&[x, y]), NUMBERS),
            measured: self.measured(),
            x: x.key.clone(),
            y: y.key.clone(),
            cells: cells.collect(),
        })
    }

    /// The message: where the target is met, or what the range is.
    fn title(&self, scales: &[&Scale]) -> String {
        let (what, lang) = (label(&self.kpi.name, self.lang), self.lang);
        let keys: Vec<&str> = scales.iter().map(|scale| scale.key.label.as_str()).collect();
        let keys = match (keys.as_slice(), lang) {
            ([others @ .., last], Language::En) if !others.is_empty() => {
                format!("{} and {last}", others.join(", "))
            }
            _ => keys.join("、"),
        };
        let Some(bound) = self.sheet.goal.bound else {
            return match lang {
                Language::En => format!("{}: {what} by {keys}", self.sheet.study),
                Language::Zh => format!("{}：{what}随{keys}的变化", self.sheet.study),
            };
        };
        let (study, met, points) = (&self.sheet.study, self.met, self.sheet.points);
        let sign = if self.sheet.goal.wish == Wish::More { "≥" } else { "≤" };
        let bound = figure(self.kpi, Some(bound), lang);
        match lang {
            Language::En => {
                format!("{study}: {met} of {points} points have {what} {sign} {bound}, by {keys}")
            }
            Language::Zh => format!("{study}：按{keys}，{points} 个设计点中 {met} 个{what} {sign} {bound}"),
        }
    }

    /// What people call a key; its path where two would be called the same.
    fn name(&self, key: &str) -> String {
        let name = names::name(key, self.lang);
        let same = self.sheet.keys.iter().filter(|other| names::name(&other.name, self.lang) == name);
        if same.count() > 1 { key.to_owned() } else { name }
    }

    /// What people call a value of a key.
    fn value(&self, key: &str, cell: &str) -> String {
        names::value(self.sheet, key, cell, self.lang)
    }

    fn heading(&self, title: String, intervals: [&str; 2]) -> Heading {
        let Sheet { scenario, points, goal, .. } = self.sheet;
        let target = goal.bound.map(|bound| {
            let sign = if goal.wish == Wish::More { "≥" } else { "≤" };
            format!(
                "{} {sign} {}",
                label(&self.kpi.name, self.lang),
                figure(self.kpi, Some(bound), self.lang)
            )
        });
        let wanted = target.map(|target| match self.lang {
            Language::En => format!("target: {target}"),
            Language::Zh => format!("目标：{target}"),
        });
        let scope = self.sheet.front_lines.then(|| match self.lang {
            Language::En => "calls that came to front lines".to_owned(),
            Language::Zh => "进入12345前台的来电".to_owned(),
        });
        let subtitle: Vec<String> =
            self.sheet.about(self.lang).map(str::to_owned).into_iter().chain(scope).chain(wanted).collect();
        let seed = self.sheet.seed.map_or_else(String::new, |seed| match self.lang {
            Language::En => format!("seed {seed}, "),
            Language::Zh => format!("种子 {seed}，"),
        });
        let (version, [en, zh]) = (env!("CARGO_PKG_VERSION"), intervals);
        let source = match self.lang {
            Language::En => format!(
                "Simulated: {points} points of scenario {scenario}, {seed}hotseat {version}; {en} are 95 % intervals"
            ),
            Language::Zh => format!(
                "模拟结果：方案 {scenario} 的 {points} 个设计点，{seed}hotseat {version}；{zh}为95%置信区间"
            ),
        };
        let subtitle = subtitle.join(self.lang.pick("; ", "；"));
        Heading { title, subtitle, source }
    }

    fn measured(&self) -> Quantity {
        let (unit, unit_name) = match &*self.kpi.unit {
            "share" => (Unit::Share, String::new()),
            "s" => (Unit::Time, String::new()),
            other => (Unit::Number, other.to_owned()),
        };
        Quantity {
            label: label(&self.kpi.name, self.lang),
            unit,
            unit_name,
            better: if self.sheet.goal.wish == Wish::More { Better::More } else { Better::Less },
            target: self.sheet.goal.bound,
        }
    }

    /// Values of a key as numbers, durations, shares or dates in order, or else as words.
    fn scale(&self, key: usize, cells: &[&str]) -> Scale {
        let name = &self.sheet.keys[key].name;
        let (label, unit_name) = (self.name(name), names::unit(name, self.lang));
        let make = |values: Values, order: Vec<usize>| Scale {
            key: Key { path: name.clone(), label: label.clone(), unit_name: unit_name.clone(), values },
            order,
        };
        let ascending = |numbers: Vec<f64>, unit: Unit| {
            let mut order: Vec<usize> = (0..numbers.len()).collect();
            order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
            let sorted: Vec<f64> = order.iter().map(|place| numbers[*place]).collect();
            make(Values::Numbers(unit, sorted), order)
        };
        let all =
            |of: fn(&str) -> Option<f64>| cells.iter().map(|cell| of(cell)).collect::<Option<Vec<f64>>>();
        if let Some(numbers) = all(|cell| cell.parse().ok()) {
            return ascending(numbers, Unit::Number);
        }
        if let Some(seconds) = all(|cell| units::duration(cell).ok()) {
            return ascending(seconds, Unit::Time);
        }
        if let Some(shares) = all(|cell| units::share(cell).ok()) {
            return ascending(shares, Unit::Share);
        }
        if let Some(dates) = cells.iter().map(|cell| cell.parse().ok()).collect::<Option<Vec<Date>>>() {
            let mut order: Vec<usize> = (0..dates.len()).collect();
            order.sort_by_key(|place| dates[*place]);
            let sorted = order.iter().map(|place| dates[*place]).collect();
            return make(Values::Dates(sorted), order);
        }
        let texts = cells.iter().map(|cell| self.value(name, cell)).collect();
        make(Values::Texts(texts), (0..cells.len()).collect())
    }
}

/// Whether a line for each value can be told from the others.
fn told_apart(scale: &Scale) -> bool {
    scale.order.len() <= if ordered(scale) { LINES } else { KINDS }
}

fn ordered(scale: &Scale) -> bool {
    !matches!(scale.key.values, Values::Texts(_))
}

/// How the intervals of a chart along this key are drawn.
fn intervals(x: &Scale) -> [&'static str; 2] {
    if ordered(x) { BANDS } else { BARS }
}

/// The values of a key, each once, in order of the study.
fn levels(field: &[(Vec<String>, Estimate)], key: usize) -> Vec<&str> {
    let mut levels: Vec<&str> = Vec::new();
    for (cells, _) in field {
        if !levels.contains(&cells[key].as_str()) {
            levels.push(&cells[key]);
        }
    }
    levels
}

fn point_of(Estimate { mean, half_width }: Estimate) -> Option<Point> {
    let half = half_width.unwrap_or(0.0);
    mean.map(|value| Point { value, low: value - half, high: value + half })
}
