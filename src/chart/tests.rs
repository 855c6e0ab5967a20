//! Every chart, in both languages and at the edges of what it may be given.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::*;
use crate::centre::Mode;

fn heading(lang: Lang) -> Heading {
    let (title, subtitle, source) = match lang {
        Lang::En => (
            "Changchun waits longest in the week of 18 October",
            "Changchun front line, 26 Apr 2021 – 2 Jan 2022, mean of 20 replications",
            "Source: simulation of jilin-2021, hotseat 0.1.0, seed 1, 20 replications. Made-up data.",
        ),
        Lang::Zh => (
            "长春市在10月18日一周等待时间最长",
            "长春市12345一线座席，2021年4月26日至2022年1月2日，20次重复的均值",
            "来源：jilin-2021情景模拟，hotseat 0.1.0，随机种子1，重复20次。示例数据。",
        ),
    };
    Heading { title: title.to_owned(), subtitle: subtitle.to_owned(), source: source.to_owned() }
}

/// A repeatable wobble in -1 to 1.
fn wobble(i: usize) -> f64 {
    ((i * 7919 + 13) % 101) as f64 / 50.0 - 1.0
}

fn calendar(lang: Lang, first: Date, days: usize, hotlines: usize) -> CalendarChart {
    let names = [
        ("12319", "Housing and construction", "住房城乡建设服务", Mode::Full),
        ("12333", "Human resources and social security", "人力资源社会保障", Mode::Dual),
        ("12315", "Market supervision complaints and reports", "市场监管投诉举报", Mode::DualExpert),
        ("12329", "Housing fund", "住房公积金", Mode::DualExpert),
        ("12366", "Taxpayer service", "纳税服务", Mode::SubCentre),
        ("12348", "Legal aid", "公共法律服务", Mode::Full),
    ];
    let windows = (0..hotlines).map(|i| {
        let (number, en, zh, mode) = names[i % names.len()];
        let from = first.checked_add(((i * 29 % 230) as i64).days()).unwrap();
        let to = from.checked_add(((i * 13 % 60) as i64).days()).unwrap();
        let when = match i % 8 {
            4 => When::Until(to),
            7 => When::Unknown,
            _ => When::Between(from, to),
        };
        let name = if lang == Lang::En { en } else { zh };
        WindowBar { number: number.to_owned(), name: name.to_owned(), mode, when }
    });
    let day = |i: usize| {
        let heat = (-((i as f64 - 178.0) / 22.0).powi(2)).exp();
        let wait = 22.0 + 150.0 * heat + 9.0 * wobble(i) + if i % 7 == 0 { 18.0 } else { 0.0 };
        let missing = (60..66).contains(&i) || i == 69;
        let share = 0.985 - 0.10 * heat - 0.008 * wobble(i + 3).abs();
        Day {
            wait: (!missing).then(|| Point::with_half_width(wait, Some(4.0 + 0.12 * wait))),
            answered: (!missing).then(|| Point::with_half_width(share, Some(0.006))),
        }
    };
    let heating = if lang == Lang::En { "heating begins" } else { "供暖初期" };
    let holiday = if lang == Lang::En { "National Day" } else { "国庆" };
    CalendarChart {
        heading: heading(lang),
        first,
        days: (0..days).map(day).collect(),
        answered_target: Some(0.95),
        spans: vec![
            Span { label: holiday.to_owned(), first: date(2021, 10, 1), last: date(2021, 10, 7) },
            Span { label: heating.to_owned(), first: date(2021, 10, 20), last: date(2021, 11, 9) },
        ],
        windows: windows.collect(),
    }
}

fn plan(lang: Lang) -> CalendarChart {
    calendar(lang, date(2021, 4, 26), 252, 24)
}

fn load(lang: Lang) -> LoadChart {
    let hump = |i: usize, centre: f64, wide: f64| (-((i as f64 / 2.0 - centre) / wide).powi(2)).exp();
    let erlangs = |i: usize| 4.0 + 52.0 * hump(i, 10.2, 2.6) + 44.0 * hump(i, 15.6, 3.2) + wobble(i);
    let agents = |i: usize| match i {
        0..14 => 10.0,
        14..17 => 31.0,
        17..36 => 56.0,
        36..44 => 38.0,
        _ => 10.0,
    };
    let duty = |i: usize| Some(Point { value: agents(i), low: agents(i) * 0.92, high: agents(i) * 1.06 });
    LoadChart {
        heading: heading(lang),
        load: (0..48)
            .map(|i| Some(Point::with_half_width(erlangs(i), Some(1.0 + 0.05 * erlangs(i)))))
            .collect(),
        on_duty: (0..48).map(duty).collect(),
        seats: Some(75.0),
        below: Below {
            measure: Measure::AnsweredWithin(15.0),
            values: (0..48)
                .map(|i| {
                    let over = (erlangs(i) / agents(i) - 0.75).max(0.0);
                    (i != 7).then(|| Point::with_half_width((0.99 - 1.6 * over).max(0.05), Some(0.02)))
                })
                .collect(),
            target: Some(0.9),
        },
    }
}

fn case(label: &str, delayed: f64, rate: f64) -> WaitSeries {
    let times = (0..200).map(f64::from).chain((200..3600).step_by(10).map(f64::from));
    let longer = |t: f64| delayed * (0.8 * (-rate * t).exp() + 0.2 * (-rate * t / 6.0).exp());
    let points: Vec<StillWaiting> = times
        .map(|wait| StillWaiting {
            wait,
            longer: Some(Point::with_half_width(longer(wait), Some(0.03 * longer(wait)))),
        })
        .collect();
    let quantile = |level: f64| {
        let wait = points.iter().find(|p| longer(p.wait) <= 1.0 - level).map(|p| p.wait);
        Quantile { level, wait }
    };
    let quantiles = [0.5, 0.9, 0.95, 0.99].into_iter().map(quantile).collect();
    WaitSeries { label: label.to_owned(), points, quantiles }
}

fn waits(lang: Lang, cases: usize) -> WaitsChart {
    let labels = match lang {
        Lang::En => ["during the merger", "before (silos)", "after", "twice the staff"],
        Lang::Zh => ["归并期间", "归并前（各自接听）", "归并后", "话务员加倍"],
    };
    let figures = [(0.42, 0.03), (0.55, 0.015), (0.3, 0.05), (0.08, 0.05)];
    WaitsChart {
        heading: heading(lang),
        series: (0..cases).map(|i| case(labels[i], figures[i].0, figures[i].1)).collect(),
        marks: vec![15.0, 20.0, 30.0, 60.0],
    }
}

/// Draws both ways, checks what must hold of every picture, and returns the SVG.
fn drawn<C: Draw>(chart: &C, lang: Lang) -> String {
    let svg = svg(chart, lang).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert!(document.descendants().all(|node| node.tag_name().name() != "text"), "text is outlines");
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    let root = document.root_element();
    let size = |name| root.attribute(name).unwrap().parse::<u32>().unwrap();
    inside(&document, size("width") * SVG_SCALE, size("height") * SVG_SCALE);

    let file = png(chart, lang).unwrap();
    let info = ::png::Decoder::new(file.as_slice()).read_info().unwrap().info().size();
    assert_eq!(info, pixels(chart).unwrap());
    assert_eq!(info, (size("width") * PNG_SCALE, size("height") * PNG_SCALE));
    svg
}

/// Nothing is drawn outside the picture.
fn inside(document: &roxmltree::Document<'_>, width: u32, height: u32) {
    for node in document.descendants() {
        let Some(data) = node.attribute("d").or(node.attribute("points")) else { continue };
        let numbers: Vec<f64> = data
            .split(|c: char| c.is_ascii_alphabetic() || c == ' ' || c == ',')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().unwrap())
            .collect();
        for xy in numbers.chunks(2) {
            let within =
                (0.0..=f64::from(width)).contains(&xy[0]) && (0.0..=f64::from(height)).contains(&xy[1]);
            assert!(within, "{xy:?} is outside {width} x {height}");
        }
    }
}

const BOTH: [Lang; 2] = [Lang::En, Lang::Zh];

#[test]
fn every_chart_is_drawn_in_both_languages() {
    for lang in BOTH {
        drawn(&plan(lang), lang);
        drawn(&load(lang), lang);
        drawn(&waits(lang, 1), lang);
        drawn(&waits(lang, 3), lang);
    }
}

#[test]
fn any_number_of_hotlines_over_any_horizon_is_drawn() {
    for (days, hotlines) in [(1, 1), (2, 0), (9, 3), (62, 40), (63, 12), (400, 40), (1096, 24), (252, 200)] {
        drawn(&calendar(Lang::En, date(2021, 4, 26), days, hotlines), Lang::En);
    }
}
