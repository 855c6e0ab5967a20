//! The end of `run` on a plan: where the rule holds and with what room, what mends the worst week, what
//! would turn the verdict.

use crate::language::Language;

use super::verdict::{Verdict, judged, limit_at_peak, point_verdict, verdict};
use super::words::{UNKNOWN, percent_with, table};
use crate::app::assess::{
    Assessment, DemandFactor, Headroom, Remedy, RemedyTrial, SensitivityTrial, WorstWeekRemedies,
};
use crate::model::Model;
use crate::replicate::Results;
use crate::stats::Estimate;

/// The assessment in words.
pub fn text(model: &Model, results: &Results, assessment: &Assessment, lang: Language) -> String {
    let parts = [
        conclusion(model, results, lang),
        headroom(model, assessment, lang),
        assessment.remedies.as_ref().map_or(String::new(), |remedies| remedied(model, remedies, lang)),
        sensitivity(model, results, assessment, lang),
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
                + &line("cannot tell: ", sites(Verdict::Inconclusive))
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
                + &line("不能判定：", sites(Verdict::Inconclusive))
                + &line("来电太少：", sites(Verdict::TooSmall))
                + &line("最忙半小时受限于人员：", binds(true) + "；受限于座席：" + &binds(false))
        }
    }
}

fn headroom(model: &Model, assessment: &Assessment, lang: Language) -> String {
    if assessment.headroom.is_empty() {
        return String::new();
    }
    let head = match lang {
        Language::En => ["room", "worst week from", "answered", "bears demand x", "per head and year"],
        Language::Zh => ["余量", "最差一周起始", "接通率", "可承受需求倍数", "人均年来电上限"],
    };
    let factor = |factor: DemandFactor, scale: f64| match factor {
        DemandFactor::Is(x) => format!("{:.2}", x * scale),
        DemandFactor::Below(x) => format!("< {:.2}", x * scale),
        DemandFactor::Above(x) => format!("> {:.2}", x * scale),
    };
    let row = |room: &Headroom| {
        let site = &model.sites()[room.site].name;
        vec![
            lang.pick(&site.en, &site.zh).to_owned(),
            room.week.map_or(UNKNOWN.to_owned(), |week| week.to_string()),
            percent_with(room.answered, lang),
            factor(room.factor, 1.0),
            factor(room.factor, room.per_head),
        ]
    };
    table(&head, assessment.headroom.iter().map(row).collect())
        + lang.pick(
            "  demand at which the site's worst week is still answered to 95 % on the same rota; below 1 it must fall\n",
            "  在同一排班下，该站点最差一周仍能接通95%时的需求；小于1表示需求须下降\n",
        )
}

fn remedied(model: &Model, remedies: &WorstWeekRemedies, lang: Language) -> String {
    let site = &model.sites()[remedies.site].name;
    let name = lang.pick(&site.en, &site.zh);
    let week = remedies.week.map_or(String::new(), |(first, last)| match lang {
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
    let row = |trial: &RemedyTrial| {
        let what = in_words(model, trial.remedy, lang);
        vec![what, percent_with(trial.answered, lang), change(trial.difference)]
    };
    let now = vec![lang.pick("as it is", "现状").to_owned(), percent_with(remedies.now, lang), String::new()];
    let rows = std::iter::once(now).chain(remedies.trials.iter().map(row)).collect();
    table(&head.each_ref().map(String::as_str), rows)
}

fn sensitivity(model: &Model, results: &Results, assessment: &Assessment, lang: Language) -> String {
    if assessment.sensitivity.is_empty() {
        return String::new();
    }
    let now: Vec<Option<bool>> = judged(results).iter().map(point_verdict).collect();
    let head = match lang {
        Language::En => {
            ["what would turn the verdict", "value", "answered", "95 % or more", "less", "turned"]
        }
        Language::Zh => ["何种假设会改变结论", "取值", "接通率", "达到95%", "未达到", "改变"],
    };
    let row = |trial: &SensitivityTrial| {
        let count = |wanted| trial.holds.iter().filter(|holds| **holds == Some(wanted)).count().to_string();
        let turned = now.iter().zip(&trial.holds).enumerate();
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
            assumption(trial.key, lang).to_owned(),
            trial.value.clone(),
            percent_with(trial.answered, lang),
            count(true),
            count(false),
            turned,
        ]
    };
    let note = match lang {
        Language::En => format!(
            "  one value at a time, {} replications each: sites by the mean of their worst rolling 24 h, intervals apart;\n  \
             answered: of the calls that came to front lines\n",
            assessment.replications
        ),
        Language::Zh => {
            format!(
                "  每次只改变一个取值，各重复{}次；站点按最差连续24小时接通率的均值计（不计区间）；接通率按到达前台的来电\n",
                assessment.replications
            )
        }
    };
    table(&head, assessment.sensitivity.iter().map(row).collect()) + &note
}

/// A remedy in words.
fn in_words(model: &Model, remedy: Remedy, lang: Language) -> String {
    match (remedy, lang) {
        (Remedy::MoveShifts { shifts }, Language::En) => {
            format!("the same people, {shifts} person-shifts moved to other shifts of the week")
        }
        (Remedy::MoveShifts { shifts }, Language::Zh) => format!("人员不变，调整本周 {shifts} 个班次"),
        (Remedy::AddPeople { people }, Language::En) => {
            format!("{people} more people on inbound calls, placed where they answer most")
        }
        (Remedy::AddPeople { people }, Language::Zh) => {
            format!("增加 {people} 名呼入人员，安排在接通最多的班次")
        }
        (Remedy::NoPeopleSuffice, lang) => lang
            .pick("no number of people within its seats brings 95 %", "在现有座席内增加人员无法达到95%")
            .to_owned(),
        (Remedy::HelpFrom { site, after }, Language::En) => {
            format!("calls that have waited {after} s also to {}", model.sites()[site].name.en)
        }
        (Remedy::HelpFrom { site, after }, Language::Zh) => {
            format!("等待满 {after} 秒的来电可由{}接听", model.sites()[site].name.zh)
        }
    }
}

/// What an assumption is about; its key where it has no name.
fn assumption(key: &'static str, lang: Language) -> &'static str {
    match key {
        "demand.volume_factor" => lang.pick("volume of calls", "来电量"),
        "handle_time.factor" => lang.pick("handle time", "处理时长"),
        "staff.inbound_share" => lang.pick("share of staff on inbound calls", "呼入人力占比"),
        "staff.pattern" => lang.pick("shift pattern", "班次模式"),
        "path.expansion" => lang.pick("path to the rule", "扩容进度"),
        other => other,
    }
}
