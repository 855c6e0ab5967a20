//! Every chart, in both languages and at the edges of what it may be given.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::font::Font;
use super::render::{PNG_SCALE, SVG_SCALE};
use super::*;
use crate::language::Language;
use crate::model::Mode;

mod answer;
mod sweeps;

fn heading(lang: Language) -> Heading {
    let (title, subtitle, source) = match lang {
        Language::En => (
            "Changchun waits longest in the week of 18 October",
            "Changchun front line, 26 Apr 2021 – 2 Jan 2022, mean of 20 replications",
            "Source: simulation of jilin-2021, hotseat 0.1.0, seed 1, 20 replications. Made-up data.",
        ),
        Language::Zh => (
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

fn calendar(lang: Language, first: Date, days: usize, hotlines: usize) -> CalendarChart {
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
            4 => MergerDates::Until(to),
            7 => MergerDates::Unknown,
            _ => MergerDates::Between(from, to),
        };
        let name = if lang == Language::En { en } else { zh };
        WindowBar { number: number.to_owned(), name: name.to_owned(), mode, when }
    });
    let day = |i: usize| {
        let heat = (-((i as f64 - 178.0) / 22.0).powi(2)).exp();
        let wait = 22.0 + 150.0 * heat + 9.0 * wobble(i) + if i.is_multiple_of(7) { 18.0 } else { 0.0 };
        let missing = (60..66).contains(&i) || i == 69;
        let share = 0.985 - 0.10 * heat - 0.008 * wobble(i + 3).abs();
        Day {
            wait: (!missing).then(|| Point::with_half_width(wait, Some(4.0 + 0.12 * wait))),
            answered: (!missing).then(|| Point::with_half_width(share, Some(0.006))),
        }
    };
    let heating = if lang == Language::En { "heating begins" } else { "供暖初期" };
    let holiday = if lang == Language::En { "National Day" } else { "国庆" };
    CalendarChart {
        heading: heading(lang),
        first,
        days: (0..days).map(day).collect(),
        answered_target: Some(0.95),
        spans: vec![
            MarkedSpan { label: holiday.to_owned(), first: date(2021, 10, 1), last: date(2021, 10, 7) },
            MarkedSpan { label: heating.to_owned(), first: date(2021, 10, 20), last: date(2021, 11, 9) },
        ],
        windows: windows.collect(),
    }
}

fn plan(lang: Language) -> CalendarChart {
    calendar(lang, date(2021, 4, 26), 252, 24)
}

fn load(lang: Language) -> LoadChart {
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
        service: ServicePanel {
            measure: ServiceMeasure::AnsweredWithin(15.0),
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

fn wait_series(label: &str, delayed: f64, rate: f64) -> WaitSeries {
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

fn waits(lang: Language, cases: usize) -> WaitsChart {
    let labels = match lang {
        Language::En => ["during the merger", "before (silos)", "after", "twice the staff"],
        Language::Zh => ["归并期间", "归并前（各自接听）", "归并后", "话务员加倍"],
    };
    let figures = [(0.42, 0.03), (0.55, 0.015), (0.3, 0.05), (0.08, 0.05)];
    WaitsChart {
        heading: heading(lang),
        series: (0..cases).map(|i| wait_series(labels[i], figures[i].0, figures[i].1)).collect(),
        marks: vec![15.0, 20.0, 30.0, 60.0],
    }
}

/// Draws both ways, checks what must hold of every picture, and returns the SVG.
fn drawn<C: Draw>(chart: &C, lang: Language) -> String {
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

/// Checks that nothing is drawn outside the picture.
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

const BOTH: [Language; 2] = [Language::En, Language::Zh];

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
        drawn(&calendar(Language::En, date(2021, 4, 26), days, hotlines), Language::En);
    }
}

#[test]
fn very_long_words_stay_inside_the_picture() {
    for lang in BOTH {
        let long = if lang == Language::En {
            "supercalifragilistic expialidocious "
        } else {
            "话务受理人员与专家座席，"
        };
        let long = long.repeat(40);
        let words = Heading { title: long.clone(), subtitle: long.clone(), source: long.clone() };
        let mut chart = plan(lang);
        chart.heading = words.clone();
        chart.windows[0].name = long.clone();
        chart.windows[1].number = "1".repeat(60);
        chart.spans[0].label = long.clone();
        drawn(&chart, lang);
        let mut chart = waits(lang, 4);
        chart.series[0].label = long.replace(' ', "");
        chart.heading = words;
        drawn(&chart, lang);
    }
}

#[test]
fn words_that_look_like_markup_are_only_words() {
    let mut chart = load(Language::En);
    chart.heading.title = "</title><text x=\"1\">&amp;\n\u{7}'load' > staff & seats".to_owned();
    let svg = drawn(&chart, Language::En);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let title =
        document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")));
    assert_eq!(title.unwrap().text(), Some("</title><text x=\"1\">&amp;  'load' > staff & seats"));
}

#[test]
fn missing_odd_and_zero_values_are_drawn_without_inventing_any() {
    let odd = [
        None,
        Some(Point::exact(0.0)),
        Some(Point::exact(f64::NAN)),
        Some(Point::exact(f64::INFINITY)),
        Some(Point::exact(-3.0)),
        Some(Point { value: 1e11, low: f64::NEG_INFINITY, high: 1e300 }),
    ];
    for value in odd {
        let mut chart = plan(Language::Zh);
        chart.days = vec![Day { wait: value, answered: value }; 30];
        drawn(&chart, Language::Zh);
        let mut chart = load(Language::En);
        (chart.load, chart.on_duty, chart.seats) = (vec![value; 48], vec![value; 48], value.map(|p| p.value));
        for measure in [ServiceMeasure::MeanWait, ServiceMeasure::AnsweredWithin(15.0)] {
            chart.service = ServicePanel { measure, values: vec![value; 48], target: value.map(|p| p.value) };
            drawn(&chart, Language::En);
        }
        let mut chart = waits(Language::En, 1);
        chart.series[0].points = vec![StillWaiting { wait: 0.0, longer: value }];
        chart.series[0].quantiles = vec![Quantile { level: 0.9, wait: value.map(|p| p.value) }];
        drawn(&chart, Language::En);
    }
}

#[test]
fn a_gap_in_the_data_is_a_gap_in_the_line() {
    // A polyline of the wait's colour per stretch of days; nothing else is drawn in 1.8 units of blue.
    let stretches = |chart: &CalendarChart| {
        let thick = format!("stroke=\"#0072B2\" stroke-width=\"{}\"", (1.8 * f64::from(SVG_SCALE)).round());
        drawn(chart, Language::En).matches(&thick).count()
    };
    let mut chart = plan(Language::En);
    chart.windows.clear();
    assert_eq!(stretches(&chart), 3);
    for day in &mut chart.days {
        day.wait = day.wait.or(Some(Point::exact(20.0)));
    }
    assert_eq!(stretches(&chart), 1);
}

#[test]
fn a_value_lies_where_its_axis_says() {
    let mut chart = plan(Language::En);
    chart.windows.clear();
    chart.spans.clear();
    chart.days = vec![Day { wait: Some(Point::exact(60.0)), answered: None }; 100];
    chart.answered_target = None;
    let svg = drawn(&chart, Language::En);
    let line =
        svg.lines().find(|line| line.contains("polyline") && line.contains("stroke=\"#0072B2\"")).unwrap();
    let points = line.split("points=\"").nth(1).unwrap();
    let heights: Vec<i32> = points.split(' ').filter_map(|p| p.split(',').nth(1)?.parse().ok()).collect();
    assert_eq!(heights.len(), 100);
    assert!(heights.iter().all(|y| *y == heights[0]));
    // The axis runs to 80 s; the grid line at 60 s is at the same height.
    let grid = format!("points=\"5160,{0} ", heights[0]);
    assert!(svg.lines().any(|line| line.contains(&grid) && line.contains("#DEDEDE")), "{grid}");
}

#[test]
fn the_title_is_drawn_where_it_belongs() {
    let font = Font::embedded().unwrap();
    let svg = drawn(&load(Language::Zh), Language::Zh);
    let first = svg.lines().find(|line| line.starts_with("<path")).unwrap();
    let data = first.split(" d=\"M").nth(1).unwrap();
    let (x, y) = data.split_once(' ').unwrap();
    let (x, y): (f64, f64) = (x.parse().unwrap(), y.split(['L', 'Q', ' ']).next().unwrap().parse().unwrap());
    let em = 21.0 * f64::from(SVG_SCALE);
    assert!((22.0 * 20.0..22.0 * 20.0 + em).contains(&x), "{x}");
    assert!((20.0 * 20.0..60.0 * 20.0).contains(&y), "{y}");
    // The last ink ends within the sum of advances.
    let numbers = data.split(['M', 'L', 'Q', 'Z', ' ', '"', '/', '>']).filter(|v| !v.is_empty()).step_by(2);
    let right = numbers.filter_map(|v| v.parse::<f64>().ok()).fold(0.0, f64::max);
    let end = 22.0 * 20.0 + font.width("长春市在10月18日一周等待时间最长", em);
    assert!((end - em * 0.3..=end).contains(&right), "{right} against {end}");
}

#[test]
fn a_bitmap_has_ink_where_the_outlines_have_it() {
    // Rows of the PNG that hold title ink lie where the SVG's title lies, to a unit.
    let chart = load(Language::En);
    let file = png(&chart, Language::En).unwrap();
    let mut reader = ::png::Decoder::new(file.as_slice()).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut data).unwrap();
    let row = info.width as usize * 3;
    let dark = |y: usize| data[y * row..(y + 1) * row].iter().any(|v| *v < 60);
    let inked = (0..120).find(|y| dark(*y)).unwrap() as f64 / f64::from(PNG_SCALE);
    let font = Font::embedded().unwrap();
    let baseline = 22.0 - 2.0 + 21.0 * 1.3 - 21.0 * 0.3;
    let outline = font.outline("Changchun waits longest in the week of 18 October", 21.0, 0.0, baseline);
    let top = outline.split(['M', 'L', 'Q', 'Z', ' ']).filter(|v| !v.is_empty()).skip(1).step_by(2);
    let top = top.map(|v| v.parse::<f64>().unwrap()).fold(f64::INFINITY, f64::min);
    assert!((inked - top).abs() <= 1.0, "{inked} against {top}");
}

#[test]
fn data_that_contradict_each_other_are_refused() {
    let refused = |result: Result<String, ChartError>, part: &str| match result {
        Err(ChartError::Data(why)) => assert!(why.contains(part), "{why}"),
        other => panic!("{other:?}"),
    };
    let mut chart = plan(Language::En);
    chart.days.clear();
    refused(svg(&chart, Language::En), "without a day");
    let mut chart = load(Language::En);
    chart.on_duty.pop();
    refused(svg(&chart, Language::En), "48 steps of load, 47 of agents");
    let mut chart = waits(Language::En, 1);
    chart.series[0].points.swap(1, 2);
    refused(svg(&chart, Language::En), "ascending");
    chart.series.clear();
    refused(svg(&chart, Language::En), "0 distributions");
}

#[test]
fn the_same_chart_is_the_same_bytes() {
    let chart = plan(Language::Zh);
    assert_eq!(svg(&chart, Language::Zh), svg(&chart, Language::Zh));
    assert_eq!(png(&chart, Language::Zh), png(&chart, Language::Zh));
}
