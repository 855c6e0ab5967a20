//! Examples of charts of sweeps, in both languages.

use super::super::*;

fn example_heading(lang: Language, en: (&str, &str), zh: (&str, &str)) -> Heading {
    let (title, subtitle) = if lang == Language::En { en } else { zh };
    let source = match lang {
        Language::En => {
            "Source: sweep of rule.toml over jilin-2021, 8 replications, seed 1, hotseat 0.1.0. Made-up data; bands are 95 % intervals."
        }
        Language::Zh => {
            "来源：rule.toml对jilin-2021的参数扫描，重复8次，随机种子1，hotseat 0.1.0。示例数据；阴影为95%置信区间。"
        }
    };
    Heading { title: title.to_owned(), subtitle: subtitle.to_owned(), source: source.to_owned() }
}

fn key(lang: Language, path: &str, (en, zh): (&str, &str), values: Values) -> Key {
    let label = lang.pick(en, zh).to_owned();
    Key { path: path.to_owned(), label, unit_name: String::new(), values }
}

fn steps(from: f64, to: f64, step: f64) -> Values {
    let count = ((to - from) / step).round() as i32;
    Values::Numbers(Unit::Number, (0..=count).map(|i| from + f64::from(i) * step).collect())
}

fn seats(lang: Language, step: f64) -> Key {
    let names = ("seats per million inhabitants", "每百万人口座席数");
    key(lang, "rule.seats_per_million", names, steps(5.0, 30.0, step))
}

fn staff(lang: Language) -> Key {
    key(lang, "rule.staff_per_seat", ("staff per seat", "每座席人员数"), steps(1.0, 6.0, 1.0))
}

pub(super) fn surge(lang: Language, count: usize) -> Key {
    let values = (0..count).map(|i| 0.75 + 0.25 * i as f64).collect();
    key(lang, "demand.surge", ("surge", "高峰倍数"), Values::Numbers(Unit::Number, values))
}

fn modes(lang: Language) -> Key {
    let names = match lang {
        Language::En => ["full merge", "dual number", "dual number with expert seats", "sub-centre"],
        Language::Zh => ["整体并入", "双号并行", "双号并行（保留专家座席）", "设分中心"],
    };
    let names = names.map(str::to_owned).to_vec();
    key(lang, "hotline.12333.mode", ("mode of merging 12333", "12333归并方式"), Values::Texts(names))
}

pub(super) fn rate(lang: Language) -> Quantity {
    Quantity {
        label: lang.pick("Answer rate, whole plan", "接通率（全部热线）").to_owned(),
        unit: Unit::Share,
        unit_name: String::new(),
        better: Better::More,
        target: Some(0.95),
    }
}

fn wait(lang: Language) -> Quantity {
    Quantity {
        label: lang.pick("Mean wait of answered callers", "平均等待时长（已接来电）").to_owned(),
        unit: Unit::Time,
        unit_name: String::new(),
        better: Better::Less,
        target: Some(20.0),
    }
}

fn cost(lang: Language) -> Quantity {
    Quantity {
        label: lang.pick("Cost", "成本").to_owned(),
        unit: Unit::Number,
        unit_name: lang.pick("million yuan a year", "百万元/年").to_owned(),
        better: Better::Less,
        target: None,
    }
}

/// A share that saturates in `x`, with an interval that shrinks towards 1.
fn share(x: f64, i: usize) -> Option<Point> {
    let value = (1.0 - 0.75 * (-x).exp() + 0.004 * wobble(i)).min(0.9996);
    Some(Point::with_half_width(value, Some(0.002 + 0.12 * (1.0 - value))))
}

fn level(seats: f64, staff: f64, surge: f64, i: usize) -> Option<Point> {
    share(seats * staff.powf(0.7) / (18.0 * surge), i)
}

fn numbers(key: &Key) -> &[f64] {
    match &key.values {
        Values::Numbers(_, values) => values,
        _ => panic!("{} has no numbers", key.path),
    }
}

pub(super) fn lines(lang: Language, panels: usize) -> LinesChart {
    let (x, lines, panel) = (seats(lang, 2.5), staff(lang), surge(lang, panels.max(1)));
    let mut points = Vec::new();
    for surge in numbers(&panel) {
        for staff in numbers(&lines) {
            for seats in numbers(&x) {
                points.push(level(*seats, *staff, *surge, points.len()));
            }
        }
    }
    LinesChart {
        heading: example_heading(
            lang,
            (
                "With one person per seat no number of seats reaches 95 %",
                "Answer rate over the whole plan, 26 Apr 2021 – 2 Jan 2022",
            ),
            ("每座席仅一人时，再多座席也达不到95%", "归并全程接通率，2021年4月26日至2022年1月2日"),
        ),
        measured: rate(lang),
        x,
        lines: Some(lines),
        panels: (panels > 0).then_some(panel),
        points,
    }
}

pub(super) fn categories(lang: Language) -> LinesChart {
    let (x, lines) = (modes(lang), surge(lang, 3));
    let points = (0..12)
        .map(|i| {
            let value = 14.0 + 11.0 * (i % 4) as f64 + 17.0 * (i / 4) as f64;
            (i != 6).then(|| Point::with_half_width(value, Some(1.0 + value / 12.0)))
        })
        .collect();
    let heading = example_heading(
        lang,
        ("A full merge alone keeps waits below 20 s, and only off the surge", "Mean wait by mode and surge"),
        ("仅整体并入且无高峰时平均等待低于20秒", "按归并方式与高峰倍数的平均等待"),
    );
    LinesChart { heading, measured: wait(lang), x, lines: Some(lines), points, ..self::lines(lang, 0) }
}

/// Dates along x, categories as lines.
pub(super) fn dated(lang: Language) -> LinesChart {
    let dates = (0..8).map(|i| date(2021, 5, 3).checked_add((i * 21).days()).unwrap()).collect();
    let names = ("first day of merging 12333", "12333归并起始日");
    let x = key(lang, "hotline.12333.from", names, Values::Dates(dates));
    let points = (0..32).map(|i| share(1.0 + 0.3 * (i / 8) as f64 + 0.11 * (i % 8) as f64, i)).collect();
    let heading = example_heading(
        lang,
        (
            "Every month of delay is worth two points of answers",
            "Answer rate by first day and mode of merging 12333",
        ),
        ("推迟归并一个月，接通率提高约两个百分点", "按12333归并起始日与方式的接通率"),
    );
    LinesChart { heading, x, lines: Some(modes(lang)), points, ..lines(lang, 0) }
}

pub(super) fn heat(lang: Language, step: f64) -> HeatChart {
    let (x, y) = (seats(lang, step), staff(lang));
    let all: Vec<(f64, f64)> =
        numbers(&y).iter().flat_map(|staff| numbers(&x).iter().map(|seats| (*seats, *staff))).collect();
    let cells = all.iter().enumerate().map(|(i, (seats, staff))| level(*seats, *staff, 1.0, i)).collect();
    HeatChart {
        heading: example_heading(
            lang,
            (
                "95 % takes 30 seats per million at two staff per seat, 17 at five",
                "Answer rate of the whole plan by the two numbers of the rule; black line: 95 %",
            ),
            ("每座席两人需每百万人30席方可达95%，五人则需17席", "按规则的两项参数计算的接通率；黑线为95%"),
        ),
        measured: rate(lang),
        x,
        y,
        cells,
    }
}

pub(super) fn heat_of_modes(lang: Language) -> HeatChart {
    let (x, y) = (surge(lang, 6), modes(lang));
    let cells = (0..24)
        .map(|i| {
            let value = 3.0 + 3.2 * (i % 6) as f64 + 4.4 * (i / 6) as f64;
            (i != 9).then(|| Point::with_half_width(value * value / 6.0, Some(0.6)))
        })
        .collect();
    let heading = example_heading(
        lang,
        (
            "Only merging in full withstands a surge of 1.25",
            "Mean wait by mode and surge; one point has no result",
        ),
        ("只有整体并入能承受1.25倍的高峰", "按归并方式与高峰倍数的平均等待；一个点无结果"),
    );
    HeatChart { heading, measured: wait(lang), x, y, cells }
}

pub(super) fn tornado(lang: Language) -> TornadoChart {
    let name = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
    let end = |setting: &str, value: f64| SwingEnd {
        setting: setting.to_owned(),
        result: Some(Point::with_half_width(value, Some(0.0025))),
    };
    let swing = |name: String, low: SwingEnd, high: SwingEnd| Swing { name, low, high };
    TornadoChart {
        heading: example_heading(
            lang,
            (
                "Handle time matters most: 10 % more of it costs 4.4 points of answers",
                "Answer rate when one key moves and the others stay at their base",
            ),
            ("处理时长影响最大：增加10%使接通率下降4.4个百分点", "其余参数取基准值、单个参数变化时的接通率"),
        ),
        measured: rate(lang),
        base: Some(Point::with_half_width(0.941, Some(0.003))),
        swings: vec![
            swing(name("patience", "耐心"), end("120 s", 0.933), end("240 s", 0.946)),
            swing(name("handle time", "处理时长"), end("−10 %", 0.969), end("+10 %", 0.897)),
            swing(
                "hotline.12333.demand.per_thousand_inhabitants".to_owned(),
                end("0.7", 0.963),
                end("1.3", 0.909),
            ),
            swing(
                name("share of calls referred to experts", "转接专家座席的来电比例"),
                end("5 %", 0.938),
                end("25 %", 0.926),
            ),
            Swing {
                name: name("redial probability", "重拨概率"),
                low: SwingEnd { setting: "0.2".to_owned(), result: None },
                high: end("0.7", 0.93),
            },
        ],
    }
}

pub(super) fn sobol(lang: Language) -> SobolChart {
    let name = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
    let index = |name: String, first: f64, total: f64| SobolIndex {
        name,
        first: Some(Point::with_half_width(first, Some(0.05))),
        total: Some(Point::with_half_width(total, Some(0.07))),
    };
    SobolChart {
        heading: example_heading(
            lang,
            (
                "Demand and handle time explain nine tenths of the uncertainty",
                "Sobol indices from 4,096 points, intervals by bootstrap",
            ),
            ("话务量与处理时长解释了九成的不确定性", "4,096个样本点的Sobol指数，区间由自助法得出"),
        ),
        measured: lang.pick("answer rate", "接通率").to_owned(),
        indices: vec![
            index(name("patience", "耐心"), 0.02, 0.05),
            index(name("handle time", "处理时长"), 0.34, 0.46),
            index("demand.multiplier".to_owned(), 0.43, 0.55),
            index(name("redial probability", "重拨概率"), -0.01, 0.01),
            SobolIndex { total: None, ..index(name("surge", "高峰倍数"), 0.06, 0.0) },
        ],
    }
}

pub(super) fn frontier(lang: Language) -> FrontierChart {
    let (x, y) = (seats(lang, 2.5), staff(lang));
    let mut points = Vec::new();
    for staff in numbers(&y) {
        for seats in numbers(&x) {
            let label = match lang {
                Language::En => format!("{seats} per million, {staff} per seat"),
                Language::Zh => format!("每百万{seats}席，每席{staff}人"),
            };
            let cost = 1.1 * seats + 0.9 * seats * staff + 2.0 * wobble(points.len());
            points.push(Candidate {
                label,
                x: Some(Point::with_half_width(cost, Some(1.2))),
                y: level(*seats, *staff, 1.0, points.len()),
                is_as_it_is: (*seats, *staff) == (15.0, 3.0),
            });
        }
    }
    FrontierChart {
        heading: example_heading(
            lang,
            (
                "95 % costs at least 87 million yuan a year",
                "Each dot is a pair of seats per million and staff per seat",
            ),
            ("达到95%每年至少需8700万元", "每点为一组每百万人座席数与每座席人员数"),
        ),
        x: cost(lang),
        y: rate(lang),
        points,
    }
}
