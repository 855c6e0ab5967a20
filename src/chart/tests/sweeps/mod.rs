//! Charts of sweeps, in both languages and at the edges of what they may be given.

mod examples;

use super::*;
use examples::{categories, dated, frontier, heat, heat_of_modes, lines, rate, sobol, surge, tornado};

/// Draws a chart, checks what must hold of each, and that no text touches another.
fn legible<C: Draw>(chart: &C, lang: Language) -> String {
    let svg = drawn(chart, lang);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let boxes: Vec<[f64; 4]> = document
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "path")))
        .filter_map(|n| ink(n.attribute("d")?))
        .collect();
    assert!(boxes.len() > 5, "texts were not found");
    for (i, a) in boxes.iter().enumerate() {
        for b in &boxes[..i] {
            let touch = a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3];
            let units = |v: &[f64; 4]| v.map(|v| (v / f64::from(SVG_SCALE)).round());
            assert!(!touch, "{:?} touches {:?} in {}", units(a), units(b), chart.heading().title);
        }
    }
    svg
}

/// Left, right, top and bottom of path data; none of an empty path.
fn ink(data: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = data
        .split(|c: char| c.is_ascii_alphabetic() || c == ' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap())
        .collect();
    let fold = |k: usize, f: fn(f64, f64) -> f64, start: f64| {
        numbers.iter().skip(k).step_by(2).fold(start, |a, b| f(a, *b))
    };
    let (least, most) = (f64::INFINITY, f64::NEG_INFINITY);
    (!numbers.is_empty()).then(|| {
        [fold(0, f64::min, least), fold(0, f64::max, most), fold(1, f64::min, least), fold(1, f64::max, most)]
    })
}

#[test]
fn charts_of_sweeps_are_legible_in_both_languages() {
    for lang in BOTH {
        for panels in [0, 1, 2, 3, 4, 6, 7] {
            legible(&lines(lang, panels), lang);
        }
        legible(&categories(lang), lang);
        legible(&dated(lang), lang);
        for step in [1.0, 2.5, 5.0, 25.0] {
            legible(&heat(lang, step), lang);
        }
        legible(&heat_of_modes(lang), lang);
        legible(&tornado(lang), lang);
        legible(&sobol(lang), lang);
        legible(&frontier(lang), lang);
    }
}

/// Writes every chart of a sweep as a PNG to the folder named by `HOTSEAT_CHARTS`, to be looked at.
#[test]
#[ignore = "writes pictures for people"]
fn pictures_of_sweeps_are_written_to_be_looked_at() {
    let Some(folder) = std::env::var_os("HOTSEAT_CHARTS").map(std::path::PathBuf::from) else { return };
    fn write<C: Draw>(folder: &std::path::Path, name: &str, chart: fn(Language) -> C) {
        for (lang, code) in BOTH.into_iter().zip(["en", "zh"]) {
            std::fs::write(folder.join(format!("{name}-{code}.png")), png(&chart(lang), lang).unwrap())
                .unwrap();
        }
    }
    write(&folder, "lines", |lang| lines(lang, 0));
    write(&folder, "multiples", |lang| lines(lang, 6));
    write(&folder, "categories", categories);
    write(&folder, "dates", dated);
    write(&folder, "heat", |lang| heat(lang, 2.5));
    write(&folder, "heat-wide", |lang| heat(lang, 1.0));
    write(&folder, "heat-modes", heat_of_modes);
    write(&folder, "tornado", tornado);
    write(&folder, "sobol", sobol);
    write(&folder, "frontier", frontier);
}

#[test]
fn long_names_and_many_values_stay_inside_the_picture() {
    for lang in BOTH {
        let long =
            lang.pick("a very long name of a key and its unit ", "名称很长的参数及其单位，").repeat(12);
        let mut chart = lines(lang, 6);
        for key in [&mut chart.x].into_iter().chain(&mut chart.lines).chain(&mut chart.panels) {
            (key.label, key.unit_name) = (long.clone(), long.clone());
        }
        chart.measured.label.clone_from(&long);
        legible(&chart, lang);
        let mut chart = heat_of_modes(lang);
        chart.y.values = Values::Texts((0..4).map(|i| format!("{i}{long}")).collect());
        chart.x.values = Values::Texts((0..6).map(|i| format!("{i}{long}")).collect());
        legible(&chart, lang);
        let mut chart = tornado(lang);
        chart.swings = (0..40).map(|i| chart.swings[i % 5].clone()).collect();
        chart.swings[0].name.clone_from(&long);
        chart.swings[1].low.setting.clone_from(&long);
        legible(&chart, lang);
        let mut chart = sobol(lang);
        chart.indices = (0..40).map(|i| chart.indices[i % 5].clone()).collect();
        chart.indices[2].name.clone_from(&long);
        legible(&chart, lang);
        let mut chart = frontier(lang);
        for point in &mut chart.points {
            point.label.clone_from(&long);
        }
        legible(&chart, lang);
    }
}

#[test]
fn sweeps_of_one_point_and_of_odd_values_are_drawn_without_inventing_any() {
    let odd = [
        None,
        Some(Point::exact(0.0)),
        Some(Point::exact(f64::NAN)),
        Some(Point::exact(-3.0)),
        Some(Point { value: 1e11, low: f64::NEG_INFINITY, high: 1e300 }),
    ];
    let one = |path: &str| Key {
        path: path.to_owned(),
        label: String::new(),
        unit_name: String::new(),
        values: Values::Numbers(Unit::Number, vec![7.0]),
    };
    let lang = Language::En;
    for value in odd {
        for (unit, target) in [(Unit::Share, None), (Unit::Time, Some(20.0)), (Unit::Number, Some(-1e9))] {
            let measured = Quantity { unit, target, ..rate(lang) };
            let (x, y) = (one("a.b"), one("c.d"));
            let mut chart = LinesChart {
                measured: measured.clone(),
                x: x.clone(),
                points: vec![value],
                ..lines(lang, 0)
            };
            (chart.lines, chart.panels) = (None, None);
            drawn(&chart, lang);
            let cells = vec![value];
            drawn(&HeatChart { measured: measured.clone(), x, y, cells, ..heat(lang, 5.0) }, lang);
            let end = SwingEnd { setting: "1".to_owned(), result: value };
            let swings = vec![Swing { name: "a.b".to_owned(), low: end.clone(), high: end }];
            let base = value;
            drawn(&TornadoChart { measured: measured.clone(), base, swings, ..tornado(lang) }, lang);
            let indices = vec![SobolIndex { name: "a.b".to_owned(), first: value, total: value }];
            drawn(&SobolChart { indices, ..sobol(lang) }, lang);
            let points = vec![Candidate { label: "x".to_owned(), x: value, y: value, is_as_it_is: true }; 3];
            drawn(&FrontierChart { x: measured.clone(), y: measured, points, ..frontier(lang) }, lang);
        }
    }
}

#[test]
fn the_contour_lies_where_the_target_is_met() {
    // The rate is column / 10: 0.25 lies three quarters of a cell right of the middle of the second cell.
    let mut chart = heat(Language::En, 2.5);
    let columns = chart.x.len();
    chart.measured.target = Some(0.25);
    chart.cells = (0..chart.cells.len()).map(|i| Some(Point::exact((i % columns) as f64 / 10.0))).collect();
    let svg = drawn(&chart, Language::En);
    let thick = format!("stroke=\"#1A1A1A\" stroke-width=\"{}\"", (2.4 * f64::from(SVG_SCALE)).round());
    let places: Vec<f64> = svg
        .lines()
        .filter(|line| line.contains("<polyline") && line.contains(&thick))
        .skip(1) // the legend's
        .flat_map(|line| line.split("points=\"").nth(1).unwrap().split([' ', '"']))
        .filter_map(|place| place.split_once(',')?.0.parse().ok())
        .collect();
    assert!(places.len() >= 2 * chart.y.len());
    // Cells share what the row labels, here one digit wide, leave of the body.
    let gutter = Font::embedded().unwrap().width("1", frame::SMALL) + 10.0;
    let cell = (frame::BODY - gutter) / columns as f64;
    let expected = (22.0 + gutter + 3.0 * cell) * f64::from(SVG_SCALE);
    assert!(places.iter().all(|x| (x - expected).abs() <= 1.0), "{places:?} against {expected}");
}

#[test]
fn studies_that_contradict_themselves_are_refused() {
    let refused = |result: Result<String, ChartError>, part: &str| match result {
        Err(ChartError::Data(why)) => assert!(why.contains(part), "{why}"),
        other => panic!("{other:?}"),
    };
    let lang = Language::En;
    let mut chart = lines(lang, 3);
    chart.points.pop();
    let sizes = "197 results for 3 of demand.surge x 6 of rule.staff_per_seat x 11 of rule.seats_per_million";
    refused(svg(&chart, lang), sizes);
    let mut chart = lines(lang, 0);
    chart.lines = Some(surge(lang, 9));
    chart.points = vec![None; 99];
    refused(svg(&chart, lang), "9 lines of demand.surge; 8 can be told apart");
    let mut chart = heat(lang, 5.0);
    chart.x.values = Values::Numbers(Unit::Number, vec![2.0, 1.0]);
    refused(svg(&chart, lang), "rule.seats_per_million has values that do not ascend");
    chart.x.values = Values::Numbers(Unit::Number, vec![f64::NAN]);
    refused(svg(&chart, lang), "not a usable number");
    chart.x.values = Values::Texts(Vec::new());
    refused(svg(&chart, lang), "has no value");
    refused(svg(&TornadoChart { swings: Vec::new(), ..tornado(lang) }, lang), "without a key");
    refused(svg(&SobolChart { indices: Vec::new(), ..sobol(lang) }, lang), "without a key");
    let mut chart = frontier(lang);
    chart.y.target = Some(f64::NAN);
    refused(svg(&chart, lang), "target of Answer rate, whole plan");
}
