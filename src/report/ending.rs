//! The end of `run` on a plan: where the rule holds and with what room, what mends the worst week, what
//! would turn the verdict.

use crate::language::{Language, Text};

use super::verdict::{Verdict, judged, leans, limit_at_peak, verdict};
use super::words::{UNKNOWN, percent_with, table};
use crate::model::Model;
use crate::replicate::Results;
use crate::stats::Estimate;
use jiff::civil::Date;

/// What further simulations say.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    /// By site; those too small to judge have none.
    pub rooms: Vec<Room>,
    /// Of the worst site-week.
    pub mends: Option<Mends>,
    /// One for each assumption and value tried.
    pub turns: Vec<Turn>,
    /// Replications behind each verdict of `turns`.
    pub replications: u64,
}

/// How much demand a site's worst week can bear on its rota, answering 95 %.
#[derive(Clone, Debug)]
pub struct Room {
    /// Index of the site.
    pub site: usize,
    /// First day of its worst week.
    pub week: Option<Date>,
    /// Answered in that week.
    pub answered: Estimate,
    /// So many times the demand; a bound where what was tried did not reach it.
    pub factor: Factor,
    /// The site's callers per inhabitant and year, all lines merged.
    pub per_head: f64,
}

/// A factor that was found, or bounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Factor {
    /// This one.
    Is(f64),
    /// Less than this.
    Below(f64),
    /// More than this.
    Above(f64),
}

/// Mends of one site-week.
#[derive(Clone, Debug)]
pub struct Mends {
    /// Index of the site.
    pub site: usize,
    /// First and last day.
    pub week: Option<(Date, Date)>,
    /// Answered as it is.
    pub now: Estimate,
    /// What was tried.
    pub mends: Vec<Mend>,
}

/// A mend, simulated.
#[derive(Clone, Debug)]
pub struct Mend {
    /// What is done.
    pub what: Text,
    /// Answered then; none where nothing does it.
    pub answered: Estimate,
    /// The paired difference.
    pub difference: Estimate,
}

/// The verdict under another value of an assumption.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What is assumed.
    pub what: Text,
    /// The value tried, as a file writes it.
    pub value: String,
    /// Answered of the calls that came to front lines.
    pub answered: Estimate,
    /// By site, whether the mean of its worst rolling 24 h is 95 % or more.
    pub holds: Vec<Option<bool>>,
}

/// The ending in words.
pub fn text(model: &Model, results: &Results, ending: &Ending, lang: Language) -> String {
    let parts = [
        conclusion(model, results, lang),
        rooms(model, ending, lang),
        ending.mends.as_ref().map_or(String::new(), |mends| mended(model, mends, lang)),
        turns(model, results, ending, lang),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Names of the sites of a kind, joined.
fn named(model: &Model, sites: impl Iterator<Item = usize>, lang: Language) -> String {
    let names: Vec<&str> =
        sites.map(|site| lang.pick(&model.sites()[site].name.en, &model.sites()[site].name.zh)).collect();
    match names.len() {
        0 => lang.pick("nowhere", "无").to_owned(),
        n if n == model.sites().len() => lang.pick("everywhere", "各站点").to_owned(),
        _ => names.join(lang.pick(", ", "、")),
    }
}

fn conclusion(model: &Model, results: &Results, lang: Language) -> String {
    let verdicts: Vec<Verdict> = judged(results).iter().map(verdict).collect();
    let sites = |wanted: Verdict| {
        let found = verdicts.iter().enumerate().filter(move |(_, v)| **v == wanted).map(|(site, _)| site);
        named(model, found, lang)
    };
    let limits = results.tables.site_interval.iter().map(|halves| limit_at_peak(halves));
    let binds = |staff: bool| {
        let found =
            limits.clone().enumerate().filter(move |(_, l)| l.is_some_and(|l| l.staff_binds == staff));
        named(model, found.map(|(site, _)| site), lang)
    };
    let line = |label: &str, what: String| format!("  {label}{what}\n");
    match lang {
        Language::En => {
            "  In short\n".to_owned()
                + &line("holds:       ", sites(Verdict::Holds))
                + &line("fails:       ", sites(Verdict::Fails))
                + &line("cannot tell: ", sites(Verdict::CannotTell))
                + &line("too small:   ", sites(Verdict::TooSmall))
                + &line(
                    "short at the busiest half hour are people: ",
                    binds(true) + "; seats: " + &binds(false),
                )
        }
        Language::Zh => {
            "  结论\n".to_owned()
                + &line("满足：", sites(Verdict::Holds))
                + &line("不满足：", sites(Verdict::Fails))
                + &line("不能判定：", sites(Verdict::CannotTell))
                + &line("来电太少：", sites(Verdict::TooSmall))
                + &line("最忙半小时受限于人员：", binds(true) + "；受限于座席：" + &binds(false))
        }
    }
}

fn rooms(model: &Model, ending: &Ending, lang: Language) -> String {
    if ending.rooms.is_empty() {
        return String::new();
    }
    let head = match lang {
        Language::En => ["room", "worst week from", "answered", "bears demand x", "per head and year"],
        Language::Zh => ["余量", "最差一周起始", "接通率", "可承受需求倍数", "人均年来电上限"],
    };
    let factor = |factor: Factor, scale: f64| match factor {
        Factor::Is(x) => format!("{:.2}", x * scale),
        Factor::Below(x) => format!("< {:.2}", x * scale),
        Factor::Above(x) => format!("> {:.2}", x * scale),
    };
    let row = |room: &Room| {
        let site = &model.sites()[room.site].name;
        vec![
            lang.pick(&site.en, &site.zh).to_owned(),
            room.week.map_or(UNKNOWN.to_owned(), |week| week.to_string()),
            percent_with(room.answered, lang),
            factor(room.factor, 1.0),
            factor(room.factor, room.per_head),
        ]
    };
    table(&head, ending.rooms.iter().map(row).collect())
        + lang.pick(
            "  demand at which the site's worst week is still answered to 95 % on the same rota; below 1 it must fall\n",
            "  在同一排班下，该站点最差一周仍能接通95%时的需求；小于1表示需求须下降\n",
        )
}

fn mended(model: &Model, mends: &Mends, lang: Language) -> String {
    let site = &model.sites()[mends.site].name;
    let name = lang.pick(&site.en, &site.zh);
    let week = mends.week.map_or(String::new(), |(first, last)| match lang {
        Language::En => format!(", {first} to {last}"),
        Language::Zh => format!("，{first} 至 {last}"),
    });
    let head = match lang {
        Language::En => {
            [format!("mends for the worst week: {name}{week}"), "answered".into(), "change".into()]
        }
        Language::Zh => [format!("最差一周的补救：{name}{week}"), "接通率".into(), "变化".into()],
    };
    let change = |difference: Estimate| match (difference.mean, difference.half_width) {
        (Some(mean), Some(half)) => {
            let unit = lang.pick("pp", "个百分点");
            format!("{:+.1} {unit} ± {:.1}", 100.0 * mean, 100.0 * half)
        }
        _ => UNKNOWN.to_owned(),
    };
    let row = |mend: &Mend| {
        let what = lang.pick(&mend.what.en, &mend.what.zh).to_owned();
        vec![what, percent_with(mend.answered, lang), change(mend.difference)]
    };
    let now = vec![lang.pick("as it is", "现状").to_owned(), percent_with(mends.now, lang), String::new()];
    let rows = std::iter::once(now).chain(mends.mends.iter().map(row)).collect();
    table(&head.each_ref().map(String::as_str), rows)
}

fn turns(model: &Model, results: &Results, ending: &Ending, lang: Language) -> String {
    if ending.turns.is_empty() {
        return String::new();
    }
    let now: Vec<Option<bool>> = judged(results).iter().map(leans).collect();
    let head = match lang {
        Language::En => {
            ["what would turn the verdict", "value", "answered", "95 % or more", "less", "turned"]
        }
        Language::Zh => ["何种假设会改变结论", "取值", "接通率", "达到95%", "未达到", "改变"],
    };
    let row = |turn: &Turn| {
        let count = |wanted| turn.holds.iter().filter(|holds| **holds == Some(wanted)).count().to_string();
        let turned = now.iter().zip(&turn.holds).enumerate();
        let turned = turned.filter(|(_, (now, then))| now.zip(**then).is_some_and(|(now, then)| now != then));
        let turned: Vec<&str> = turned
            .map(|(site, _)| lang.pick(&model.sites()[site].name.en, &model.sites()[site].name.zh))
            .collect();
        let turned = match turned.len() {
            0 => lang.pick("nothing", "无").to_owned(),
            n if n > 3 => match lang {
                Language::En => format!("{n} sites"),
                Language::Zh => format!("{n} 个站点"),
            },
            _ => turned.join(lang.pick(", ", "、")),
        };
        vec![
            lang.pick(&turn.what.en, &turn.what.zh).to_owned(),
            turn.value.clone(),
            percent_with(turn.answered, lang),
            count(true),
            count(false),
            turned,
        ]
    };
    let note = match lang {
        Language::En => format!(
            "  one value at a time, {} replications each: sites by the mean of their worst rolling 24 h, intervals apart;\n  \
             answered: of the calls that came to front lines\n",
            ending.replications
        ),
        Language::Zh => {
            format!(
                "  每次只改变一个取值，各重复{}次；站点按最差连续24小时接通率的均值计（不计区间）；接通率按到达前台的来电\n",
                ending.replications
            )
        }
    };
    table(&head, ending.turns.iter().map(row).collect()) + &note
}
