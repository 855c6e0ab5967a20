//! The charts of a sweep: what its keys do to what points are judged by.
//!
//! A grid of one key is a line; of two, lines and a heat map; of three, a panel per value of the first. One key
//! at a time is a tornado. Points that fill a space have no chart of this kind.

use super::digest::Digest;
use super::words::{figure, label};
use super::{Sheet, names};
use crate::chart::{
    Better, Heading, HeatChart, Key, LinesChart, Point, Quantity, Swing, SwingEnd, TornadoChart, Unit, Values,
};
use crate::report::Lang;
use crate::report::indicator::Indicator;
use crate::scenario::study::Wish;
use crate::scenario::units;
use crate::stats::Estimate;
use jiff::civil::Date;

/// Lines that can be told apart.
const LINES: usize = 8;
/// Columns and rows of a heat map.
const CELLS: usize = 40;
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
}

/// What the digest of a sweep can draw.
pub fn charts(sheet: &Sheet, digest: &Digest, lang: Lang) -> Charts {
    let Some(kpi) = sheet.judge().map(|judge| &sheet.indicators[judge]) else { return Charts::default() };
    let Some(field) = digest.field.complete(sheet) else { return Charts::default() };
    let drawing = Drawing { sheet, kpi, lang };
    match sheet.design.as_str() {
        "grid" => drawing.grid(field),
        "one-at-a-time" => Charts { tornado: drawing.tornado(field), ..Charts::default() },
        _ => Charts::default(),
    }
}

/// What points are judged by, of every point of a study that is not too large.
#[derive(Default)]
pub(super) struct Field {
    /// Cells and result of each point; not all of them if there are too many.
    all: Vec<(Vec<String>, Estimate)>,
}

/// Points of a field at most.
const MOST: usize = 4096;

impl Field {
    pub(super) fn add(&mut self, cells: &[String], judged: Estimate) {
        if self.all.len() < MOST {
            self.all.push((cells.to_vec(), judged));
        }
    }

    fn complete(&self, sheet: &Sheet) -> Option<&[(Vec<String>, Estimate)]> {
        (self.all.len() as u64 == sheet.points && sheet.points > 1).then_some(&self.all)
    }
}

struct Drawing<'d> {
    sheet: &'d Sheet,
    kpi: &'d Indicator,
    lang: Lang,
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
                    tornado: None,
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
            heading: self.heading(title),
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
        if lines.order.len() > LINES {
            let flipped = x.order.len() <= LINES && ordered(lines);
            return flipped.then(|| self.drawn(lines, x, |along, line| at(line, along)));
        }
        Some(self.drawn(x, lines, at))
    }

    fn drawn(&self, x: &Scale, lines: &Scale, at: impl Fn(usize, usize) -> Option<Point>) -> LinesChart {
        let points =
            lines.order.iter().flat_map(|line| x.order.iter().map(|x| at(*x, *line)).collect::<Vec<_>>());
        LinesChart {
            heading: self.heading(self.title(&[x, lines])),
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
        let fits = panels.order.len() <= PANELS && lines.order.len() <= LINES;
        let mut points = Vec::new();
        for panel in &panels.order {
            for line in &lines.order {
                points.extend(x.order.iter().map(|x| at(&[*panel, *line, *x])));
            }
        }
        fits.then(|| LinesChart {
            heading: self.heading(self.title(&[x, lines, panels])),
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
            heading: self.heading(self.title(&[x, y])),
            measured: self.measured(),
            x: x.key.clone(),
            y: y.key.clone(),
            cells: cells.collect(),
        })
    }

    /// The base first, then each other value alone: of each key the lowest and the highest.
    fn tornado(&self, field: &[(Vec<String>, Estimate)]) -> Option<TornadoChart> {
        let (base, others) = field.split_first()?;
        let swing = |(index, key): (usize, &super::Key)| {
            let own = || others.iter().filter(|(cells, _)| cells[index] != base.0[index]).chain([base]);
            // Settings that have no order are told apart by their results.
            let ranked = own().all(|(cells, _)| number(&cells[index]).is_some());
            let rank = |(cells, estimate): &(Vec<String>, Estimate)| {
                if ranked { number(&cells[index]) } else { estimate.mean }.unwrap_or(0.0)
            };
            let by = |a: &&(Vec<String>, Estimate), b: &&(Vec<String>, Estimate)| rank(a).total_cmp(&rank(b));
            let (low, high) = (own().min_by(by)?, own().max_by(by)?);
            let end = |(cells, estimate): &(Vec<String>, Estimate)| SwingEnd {
                setting: cells[index].clone(),
                result: point_of(*estimate),
            };
            let varies = others.iter().any(|(cells, _)| cells[index] != base.0[index]);
            varies.then(|| Swing { name: self.name(&key.name), low: end(low), high: end(high) })
        };
        let swings: Vec<Swing> = self.sheet.keys.iter().enumerate().filter_map(swing).collect();
        let widest = swings.iter().max_by(|a, b| width(a).total_cmp(&width(b)))?;
        let (name, what) = (widest.name.clone(), label(&self.kpi.name, self.lang));
        let title = match self.lang {
            Lang::En => format!("{name} moves the result most"),
            Lang::Zh => format!("{name}对{what}影响最大"),
        };
        Some(TornadoChart {
            heading: self.heading(title),
            measured: self.measured(),
            base: point_of(base.1),
            swings,
        })
    }

    /// The message: where the target is met, or what the range is.
    fn title(&self, scales: &[&Scale]) -> String {
        let (what, lang) = (label(&self.kpi.name, self.lang), self.lang);
        let keys: Vec<&str> = scales.iter().map(|scale| scale.key.label.as_str()).collect();
        let keys = keys.join(lang.pick(" and ", "、"));
        match lang {
            Lang::En => format!("{}: {what} by {keys}", self.sheet.study),
            Lang::Zh => format!("{}：{what}随{keys}的变化", self.sheet.study),
        }
    }

    /// What people call a key; its path where two would be called the same.
    fn name(&self, key: &str) -> String {
        let name = names::name(key, self.lang);
        let same = self.sheet.keys.iter().filter(|other| names::name(&other.name, self.lang) == name);
        if same.count() > 1 { key.to_owned() } else { name }
    }

    fn heading(&self, title: String) -> Heading {
        let Sheet { scenario, points, goal, title: about, .. } = self.sheet;
        let target = goal.bound.map(|bound| {
            let sign = if goal.wish == Wish::More { "≥" } else { "≤" };
            format!(
                "{} {sign} {}",
                label(&self.kpi.name, self.lang),
                figure(self.kpi, Some(bound), self.lang)
            )
        });
        let wanted = target.map(|target| match self.lang {
            Lang::En => format!("target: {target}"),
            Lang::Zh => format!("目标：{target}"),
        });
        let subtitle: Vec<String> = about.iter().cloned().chain(wanted).collect();
        let seed = self.sheet.seed.map_or_else(String::new, |seed| match self.lang {
            Lang::En => format!("seed {seed}, "),
            Lang::Zh => format!("种子 {seed}，"),
        });
        let version = env!("CARGO_PKG_VERSION");
        let source = match self.lang {
            Lang::En => format!(
                "Simulated: {points} points of scenario {scenario}, {seed}hotseat {version}; bands are 95 % intervals"
            ),
            Lang::Zh => format!(
                "模拟结果：方案 {scenario} 的 {points} 个设计点，{seed}hotseat {version}；阴影为95 %置信区间"
            ),
        };
        Heading { title, subtitle: subtitle.join(self.lang.pick("; ", "；")), source }
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
        let texts = cells.iter().map(|cell| (*cell).to_owned()).collect();
        make(Values::Texts(texts), (0..cells.len()).collect())
    }
}

fn width(swing: &Swing) -> f64 {
    swing.low.result.zip(swing.high.result).map_or(0.0, |(low, high)| (high.value - low.value).abs())
}

/// A setting as a number: plain, a duration or a share.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().or_else(|| units::duration(cell).ok()).or_else(|| units::share(cell).ok())
}

fn ordered(scale: &Scale) -> bool {
    !matches!(scale.key.values, Values::Texts(_))
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
