//! A selection in words.

use crate::language::Language;

use super::super::words::{label, with_half_width};
use super::{Fate, Finding, Standing};
use crate::report::words::{UNKNOWN, count, per_cent, table};
use crate::stats::Estimate;
use crate::sweep::select::{Goal, Procedure};

/// Points that are listed.
const LISTED: usize = 20;

/// The report of a selection.
pub fn text(finding: &Finding<'_>, lang: Language) -> String {
    let parts = [head(finding, lang), points(finding, lang), answer(finding, lang), notes(finding, lang)];
    parts.join("\n")
}

fn head(finding: &Finding<'_>, lang: Language) -> String {
    let (sheet, question) = (finding.sheet, &finding.question);
    let (study, scenario, design) = (&sheet.study, &sheet.scenario, &sheet.design);
    let points = count(sheet.points as f64);
    let (kpi, most) = (&finding.kpi().name, question.goal == Goal::Greatest);
    let title = sheet.about(lang).map_or(String::new(), |title| format!("  {title}\n"));
    let scope = match sheet.front_lines {
        true => {
            lang.pick("  measured: calls that came to front lines\n", "  统计范围：进入12345前台的来电\n")
        }
        false => "",
    };
    let line = match lang {
        Language::En => {
            let best = if most { "greatest" } else { "least" };
            format!("  {study}: best of {points} points of {scenario} ({design}) by {kpi}, the {best}\n")
        }
        Language::Zh => {
            let best = if most { "最高" } else { "最低" };
            format!("  {study}：场景 {scenario} 的 {points} 个设计点（{design}）中 {kpi} {best}者\n")
        }
    };
    line + &title + scope
}

/// The best points first.
fn points(finding: &Finding<'_>, lang: Language) -> String {
    let number = lang.pick("point", "设计点").to_owned();
    let keys = finding.sheet.keys.iter().map(|key| key.name.clone());
    let others = match lang {
        Language::En => ["replications", "less the best", "fate"],
        Language::Zh => ["重复次数", "与最优之差", "结果"],
    };
    let [spent, less, fate] = others.map(str::to_owned);
    let head: Vec<String> = std::iter::once(number)
        .chain(keys)
        .chain([label(&finding.kpi().name, lang), spent, less, fate])
        .collect();
    let row = |point: &usize| {
        let standing = &finding.standings[*point];
        let mut row = vec![(point + 1).to_string()];
        row.extend(standing.cells.iter().cloned());
        row.push(with_half_width(finding.kpi(), standing.estimate, lang));
        row.push(count(standing.replications as f64));
        row.push(apart(finding, standing.difference, lang));
        row.push(fate_of(standing, lang));
        row
    };
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = finding.ranked.iter().take(LISTED).map(row).collect();
    let more = match (finding.ranked.len().saturating_sub(LISTED), lang) {
        (0, _) => String::new(),
        (more, Language::En) => format!("  and {} more points\n", count(more as f64)),
        (more, Language::Zh) => format!("  另有 {} 个设计点\n", count(more as f64)),
    };
    table(&head, rows) + &more
}

fn fate_of(standing: &Standing, lang: Language) -> String {
    let fate = match standing.fate {
        Fate::Best => lang.pick("best", "最优"),
        Fate::Near => lang.pick("within the zone", "在无差异范围内"),
        Fate::Out => "",
        Fate::Left => lang.pick("in the running", "未分高下"),
        Fate::Behind => lang.pick("behind", "落后"),
    };
    let out = standing.screened_out.map(|n| match lang {
        Language::En => format!("out at {n}"),
        Language::Zh => format!("第 {n} 次后淘汰"),
    });
    let parts = std::iter::once(fate.to_owned()).filter(|fate| !fate.is_empty()).chain(out);
    parts.collect::<Vec<_>>().join(lang.pick(", ", "，"))
}

/// The best point, what is promised of it, and what it took.
fn answer(finding: &Finding<'_>, lang: Language) -> String {
    let (kpi, best) = (finding.kpi(), finding.best());
    let (what, number) = (label(&kpi.name, lang), finding.selection.best + 1);
    let value = with_half_width(kpi, best.estimate, lang);
    let pair = |(key, cell): (&super::super::Key, &String)| format!("{} = {cell}", key.name);
    let place = finding.sheet.keys.iter().zip(&best.cells).map(pair).collect::<Vec<_>>().join(", ");
    let decided = finding.is_decided();
    let best = match lang {
        Language::En => {
            let best = if decided { "Best" } else { "Leader so far" };
            format!("  {best}: {what} {value} at point {number}: {place}\n")
        }
        Language::Zh => {
            let best = if decided { "最优" } else { "暂时领先" };
            format!("  {best}：设计点 {number}（{place}），{what} {value}\n")
        }
    };
    best + &promise(finding, lang) + &spent(finding, lang)
}

/// The guarantee, or why there is none.
fn promise(finding: &Finding<'_>, lang: Language) -> String {
    let question = &finding.question;
    let (zone, wanted) = (zone(finding, lang), share(question.confidence, lang));
    let estimated = share(finding.selection.confidence.unwrap_or(0.0), lang);
    match (question.procedure, finding.is_decided(), lang) {
        (Procedure::Kn(_), true, Language::En) => format!(
            "  Guarantee: a point that beats every other by {zone} or more is picked with probability {wanted} or more;\n\
             \x20 where others come closer than that, one of them may be picked\n\
             \x20 (Kim and Nelson's procedure; replications are taken as normal)\n"
        ),
        (Procedure::Kn(_), true, Language::Zh) => format!(
            "  保证：若某设计点比其余各点至少好 {zone}，则选中它的概率不低于 {wanted}；\n\
             \x20 若有其他点与最优之差小于此值，则可能选中其中之一（Kim–Nelson 方法，假定各次重复服从正态分布）\n"
        ),
        (Procedure::Kn(_), false, Language::En) => {
            format!("  {}: nothing is promised\n", undecided(finding, lang))
        }
        (Procedure::Kn(_), false, Language::Zh) => format!("  {}，不作任何保证\n", undecided(finding, lang)),
        (Procedure::Ocba(_), decided, Language::En) => {
            let open = if decided { String::new() } else { format!("  {}\n", undecided(finding, lang)) };
            format!(
                "{open}  Probability that no point is better by more than {zone}, estimated: {estimated} (asked for: {wanted})\n\
                 \x20 (optimal computing budget allocation: an estimate, not a guarantee)\n"
            )
        }
        (Procedure::Ocba(_), decided, Language::Zh) => {
            let open = if decided { String::new() } else { format!("  {}\n", undecided(finding, lang)) };
            format!(
                "{open}  没有其他点比它好超过{zone}的概率估计为 {estimated}（要求 {wanted}）\n\
                 \x20 （最优计算量分配 OCBA：仅为估计，并非保证）\n"
            )
        }
    }
}

/// Why the question is open.
pub fn undecided(finding: &Finding<'_>, lang: Language) -> String {
    let most = count(finding.question.at_most as f64);
    match (finding.question.procedure, lang) {
        (Procedure::Kn(_), Language::En) => format!("Not decided within {most} replications of each point"),
        (Procedure::Ocba(_), Language::En) => {
            format!("Not decided within {most} replications of each point on average")
        }
        (Procedure::Kn(_), Language::Zh) => format!("每点 {most} 次重复内未能决出"),
        (Procedure::Ocba(_), Language::Zh) => format!("平均每点 {most} 次重复内未能决出"),
    }
}

/// What it took, and what it would have taken to replicate all points alike.
fn spent(finding: &Finding<'_>, lang: Language) -> String {
    let own = count(finding.selection.replications() as f64);
    let equal = count(finding.equal_allocation() as f64);
    let calls = count(finding.attempts as f64);
    let seed =
        finding.sheet.seed.map_or(lang.pick("the scenario's", "场景自带").to_owned(), |s| s.to_string());
    match lang {
        Language::En => format!(
            "  {own} replications, {calls} calls, seed {seed}; with every point replicated as often as the one that \
             took most: {equal}\n"
        ),
        Language::Zh => format!(
            "  共重复 {own} 次，{calls} 次来电，随机种子 {seed}；若各点均按最多者重复，需 {equal} 次\n"
        ),
    }
}

fn notes(finding: &Finding<'_>, lang: Language) -> String {
    match (finding.question.procedure, lang) {
        (Procedure::Kn(_), Language::En) => {
            "  ± is half of a 95 % interval; means are of a point's own replications, differences of those that both had,\n\
             \x20 on the same callers\n"
        }
        (Procedure::Kn(_), Language::Zh) => "  ± 为95%置信区间半宽；均值取自各点自身的重复，差值取自两点共有的重复（来电相同）\n",
        (Procedure::Ocba(_), Language::En) => "  ± is half of a 95 % interval; every point has callers of its own\n",
        (Procedure::Ocba(_), Language::Zh) => "  ± 为95%置信区间半宽；各设计点使用各自独立的来电\n",
    }
    .to_owned()
}

/// "0.5 pp", "2 s".
fn zone(finding: &Finding<'_>, lang: Language) -> String {
    let (scale, unit) = scale(finding, lang);
    format!("{}{unit}", rounded(scale * finding.question.zone))
}

/// "-1.20 pp ± 0.31", to as many digits as the zone shows.
fn apart(finding: &Finding<'_>, difference: Estimate, lang: Language) -> String {
    let Some(mean) = difference.mean else { return UNKNOWN.to_owned() };
    let (scale, unit) = scale(finding, lang);
    let fine = libm::log10(scale * finding.question.zone).floor();
    let digits = (1.0 - fine).clamp(1.0, 6.0) as usize;
    let half = difference.half_width.map_or(String::new(), |half| format!(" ± {:.digits$}", scale * half));
    format!("{:+.digits$}{unit}{half}", scale * mean)
}

/// What a value is multiplied by to be read, and its unit.
fn scale(finding: &Finding<'_>, lang: Language) -> (f64, String) {
    match &*finding.kpi().unit {
        "share" => (100.0, lang.pick(" pp", " 个百分点").to_owned()),
        "s" => (1.0, lang.pick(" s", " 秒").to_owned()),
        other => (1.0, format!(" {other}")),
    }
}

/// "95 %", "99.9%".
fn share(probability: f64, lang: Language) -> String {
    format!("{}{}", rounded(libm::floor(probability * 1e4 + 1e-6) / 100.0), per_cent(lang))
}

/// Without the last digits that binary fractions leave.
fn rounded(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}
