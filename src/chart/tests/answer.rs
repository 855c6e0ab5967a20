//! The charts of a plan's answer.

use super::*;
use crate::verdict::Verdict;

const SITES: [(&str, &str); 11] = [
    ("Changchun", "长春市"),
    ("Jilin City", "吉林市"),
    ("Siping", "四平市"),
    ("Liaoyuan", "辽源市"),
    ("Tonghua", "通化市"),
    ("Baishan", "白山市"),
    ("Songyuan", "松原市"),
    ("Baicheng", "白城市"),
    ("Yanbian Korean Autonomous Prefecture", "延边朝鲜族自治州"),
    ("Changbaishan", "长白山保护开发区"),
    ("Meihekou", "梅河口市"),
];

fn name(lang: Language, site: usize) -> String {
    let (en, zh) = SITES[site % SITES.len()];
    if lang == Language::En { en.to_owned() } else { zh.to_owned() }
}

fn rule(lang: Language, sites: usize) -> RuleChart {
    let row = |site: usize| {
        let (verdict, per_million) = match site % 11 {
            0 => (Verdict::Fails, Some(16.2)),
            1 => (Verdict::Inconclusive, Some(15.1)),
            2 => (Verdict::Fails, None),
            10 => (Verdict::TooSmall, None),
            n => (Verdict::Holds, Some(14.6 - 1.1 * n as f64)),
        };
        let worst = (verdict != Verdict::TooSmall).then(|| 0.995 - per_million.unwrap_or(30.0) / 300.0);
        RuleRow {
            name: name(lang, site),
            verdict,
            worst_24h: worst.map(|worst| Point::with_half_width(worst, Some(0.008))),
            seats: (per_million.map(|value| value as u32), 15),
            least: per_million.map(|value| SearchedValue { value, is_exact: site != 4 }),
            demand: per_million.map(|least| SearchedValue { value: 15.0 / least, is_exact: site != 5 }),
        }
    };
    RuleChart { heading: heading(lang), rule: 15.0, sites: (0..sites).map(row).collect() }
}

fn path(lang: Language, sites: usize, days: usize) -> PathChart {
    let week = |site: usize, week: usize| {
        let worst =
            0.99 - 0.12 * ((week as f64 - 9.0) / 5.0 * -0.4).exp().min(1.3) / (1.0 + site as f64 / 2.0);
        let verdict = match worst {
            _ if site == 9 => Verdict::TooSmall,
            x if x < 0.945 => Verdict::Fails,
            x if x < 0.955 => Verdict::Inconclusive,
            _ => Verdict::Holds,
        };
        PathWeek { verdict, worst_24h: (site != 9).then_some(worst), is_below: worst < 0.95 }
    };
    let note = if lang == Language::En {
        "22 of 36, none from 2021-10-04"
    } else {
        "36周中22周，2021-10-04起无"
    };
    let row = |site: usize| PathRow {
        name: name(lang, site),
        weeks: (0..days.div_ceil(7)).map(|number| week(site, number)).collect(),
        note: note.to_owned(),
    };
    let CalendarChart { windows, .. } = calendar(lang, date(2021, 4, 26), 252, 33);
    PathChart {
        heading: heading(lang),
        first: date(2021, 4, 26),
        days,
        sites: (0..sites).map(row).collect(),
        windows,
    }
}

#[test]
fn answer_of_one_site_and_of_many_is_drawn_in_both_languages() {
    for lang in BOTH {
        for sites in [1, 2, 11] {
            drawn(&rule(lang, sites), lang);
            drawn(&path(lang, sites, 252), lang);
        }
    }
}

#[test]
fn path_over_any_horizon_is_drawn() {
    for days in [1, 7, 15, 400, 1096] {
        let mut chart = path(Language::En, 2, days);
        drawn(&chart, Language::En);
        chart.windows.clear();
        drawn(&chart, Language::En);
    }
}

#[test]
fn verdicts_have_colours_of_their_own() {
    let svg = drawn(&rule(Language::En, 11), Language::En);
    // Holds, inconclusive, fails; too small has no bar, and a grey edge in the key.
    for colour in ["#ADDAF4", "#E69F00", "#D55E00", "#787878"] {
        assert!(svg.contains(colour), "{colour}");
    }
}

#[test]
fn answer_without_sites_or_with_weeks_that_do_not_fit_is_refused() {
    let mut chart = rule(Language::En, 1);
    chart.sites.clear();
    assert!(matches!(svg(&chart, Language::En), Err(ChartError::Data(_))));
    let mut chart = path(Language::En, 2, 28);
    chart.sites[0].weeks.pop();
    assert!(matches!(svg(&chart, Language::En), Err(ChartError::Data(_))));
    let mut chart = path(Language::En, 2, 28);
    chart.sites.clear();
    assert!(matches!(svg(&chart, Language::En), Err(ChartError::Data(_))));
}

/// Writes pictures to be looked at into the folder that `HOTSEAT_CHARTS` names.
#[test]
#[ignore = "writes pictures: HOTSEAT_CHARTS=FOLDER"]
fn pictures_of_answers() {
    let Ok(folder) = std::env::var("HOTSEAT_CHARTS") else { return };
    for (lang, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        let write = |name: &str, bytes: Vec<u8>| {
            std::fs::write(format!("{folder}/{name}-{code}.png"), bytes).unwrap();
        };
        for sites in [1, 11] {
            write(&format!("rule-{sites}"), png(&rule(lang, sites), lang).unwrap());
            write(&format!("path-{sites}"), png(&path(lang, sites, 252), lang).unwrap());
        }
        write("path-short", png(&path(lang, 2, 28), lang).unwrap());
        write("calendar", png(&plan(lang), lang).unwrap());
    }
}
