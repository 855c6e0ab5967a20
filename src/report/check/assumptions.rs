//! What is assumed: all of it, or how much there is and what carries most of the answer.

use crate::language::Language;

use super::Ask;
use super::words::{say, table};
use crate::scenario::plan::{Basis, HotlinePlan, Plan, SitePlan};
use crate::scenario::{Assumption, Loaded};

/// Of a plan.
pub(super) fn of_plan(loaded: &Loaded, plan: &Plan, ask: &Ask) -> String {
    let count = loaded.assumptions.len() + plan.basis.len();
    if ask.assumptions {
        let scalars = scalars(&loaded.assumptions, ask.lang);
        return title(count, ask.lang) + &scalars + &tables(plan, ask.lang);
    }
    let rows = principal(loaded, plan, ask.lang);
    let carry = match ask.lang {
        Language::En => format!(
            "  {} of {count} assumptions carry most of the answer (--assumptions lists all)\n",
            rows.len()
        ),
        Language::Zh => {
            format!("  共 {count} 项假设，其中 {} 项影响最大（--assumptions 列出全部）\n", rows.len())
        }
    };
    if rows.is_empty() { String::new() } else { carry + &plain(&rows) }
}

/// Of a single file: few enough to be listed always.
pub(super) fn of_file(loaded: &Loaded, lang: Language) -> String {
    match loaded.assumptions.len() {
        0 => String::new(),
        count => title(count, lang) + &scalars(&loaded.assumptions, lang),
    }
}

fn title(count: usize, lang: Language) -> String {
    match lang {
        Language::En => format!("  {count} assumptions\n"),
        Language::Zh => format!("  共 {count} 项假设\n"),
    }
}

/// The few that most depends on: name, value, believable range and place.
pub(super) fn principal(loaded: &Loaded, plan: &Plan, lang: Language) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    if plan.basis.iter().any(|b| b.about.starts_with("sites.csv")) {
        let name = lang.pick("calls per head and year", "人均年来电").to_owned();
        rows.push(vec![name, per_head(plan, lang), String::new(), "sites.csv, volume".to_owned()]);
    }
    let mut add = |key: &str, name: &str, value: Option<String>| {
        let Some(a) = loaded.assumptions.iter().find(|a| a.key == key) else { return };
        rows.push(match value {
            // Of several keys together: no range of theirs is its range.
            Some(sum) => vec![name.to_owned(), sum, String::new(), format!("{key}, ...")],
            None => vec![name.to_owned(), bare(&a.value), range(a), a.key.clone()],
        });
    };
    let shrinkage = &plan.shrinkage;
    let lost = format!("{:.0} %", 100.0 * (shrinkage.leave + shrinkage.absence + shrinkage.breaks));
    add("own_topics.aht", lang.pick("handle time", "平均处理时长"), None);
    add("staff.leave", lang.pick("shrinkage in all", "人力损耗合计"), Some(lost));
    add("staff.inbound_share", lang.pick("share of staff on inbound calls", "呼入人力占比"), None);
    add("caller.patience", lang.pick("patience of callers", "来电人耐心"), None);
    add(
        "path.first_day_share",
        lang.pick("seats on the first day, of the rule's", "首日座席占标准之比"),
        None,
    );
    rows
}

/// "0.30 Changchun, 0.15 Jilin City, 0.09 elsewhere".
fn per_head(plan: &Plan, lang: Language) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for site in &plan.sites {
        let value = format!("{:.2}", site.per_head());
        match groups.iter_mut().find(|(v, _)| *v == value) {
            Some((_, names)) => names.push(say(lang, &site.name)),
            None => groups.push((value, vec![say(lang, &site.name)])),
        }
    }
    let most = groups.iter().map(|(_, names)| names.len()).max().unwrap_or(0);
    let one = |(value, names): &(String, Vec<&str>)| match names.len() {
        n if n == most && n > 1 => format!("{value} {}", lang.pick("elsewhere", "其他")),
        _ => format!("{value} {}", names.join(lang.pick(" and ", "、"))),
    };
    groups.sort_by_key(|(_, names)| names.len());
    groups.iter().map(one).collect::<Vec<_>>().join(lang.pick(", ", "，"))
}

/// The labelled values of scenario.toml, by its tables.
fn scalars(assumptions: &[Assumption], lang: Language) -> String {
    let group = |a: &Assumption| a.key.split('.').next().unwrap_or_default().to_owned();
    let mut groups: Vec<String> = Vec::new();
    for name in assumptions.iter().map(group) {
        if !groups.contains(&name) {
            groups.push(name);
        }
    }
    let row = |a: &Assumption| vec![a.key.clone(), bare(&a.value), range(a), a.why.clone()];
    let one = |name: &String| {
        let rows: Vec<Vec<String>> = assumptions.iter().filter(|a| group(a) == *name).map(row).collect();
        format!("\n  [{name}]\n{}", listed(&rows, lang))
    };
    groups.iter().map(one).collect()
}

/// What the rows of tables rest on, by file; rows that rest on the same together.
fn tables(plan: &Plan, lang: Language) -> String {
    let mut files: Vec<(&str, Vec<Vec<String>>)> = Vec::new();
    for basis in &plan.basis {
        let (file, about) = basis.about.split_once(", ").unwrap_or((&basis.about, ""));
        let value = value(plan, basis);
        if files.last().is_none_or(|(last, _)| *last != file) && !files.iter().any(|(name, _)| *name == file)
        {
            files.push((file, Vec::new()));
        }
        let Some((_, rows)) = files.iter_mut().find(|(name, _)| *name == file) else { continue };
        match rows.iter_mut().find(|row| row[3] == basis.why && row[1] == value) {
            Some(row) => row[0] = format!("{}, {about}", row[0]),
            None => rows.push(vec![about.to_owned(), value, String::new(), basis.why.clone()]),
        }
    }
    let one = |(file, rows): &(&str, Vec<Vec<String>>)| format!("\n  {file}\n{}", listed(rows, lang));
    files.iter().map(one).collect()
}

/// What a row of a table says that is assumed; blank where it is a whole profile.
pub(super) fn value(plan: &Plan, basis: &Basis) -> String {
    let hotline = |h: &HotlinePlan| match (h.aht, h.absorbed_by) {
        (Some(aht), Some((_, share))) => format!("{:.0} % of its carrier, {aht} s", 100.0 * share),
        (Some(aht), None) => format!("{} per 1,000 a year, {aht} s", h.weight),
        (None, _) => String::new(),
    };
    let site = |s: &SitePlan| format!("{:.2} per head", s.per_head());
    match basis.about.split_once(", ") {
        Some(("hotlines.csv", number)) => plan.hotlines.iter().find(|h| h.number == number).map(hotline),
        Some(("sites.csv", id)) => plan.sites.iter().find(|s| s.id == id).map(site),
        _ => None,
    }
    .unwrap_or_default()
}

/// Key and value on one line, the reason below: reasons are sentences.
fn listed(rows: &[Vec<String>], lang: Language) -> String {
    let line = |row: &Vec<String>| {
        let between = lang.pick(": ", "：");
        let value = if row[1].is_empty() { String::new() } else { format!(" = {}", row[1]) };
        let range = if row[2].is_empty() { String::new() } else { format!(" ({})", row[2]) };
        format!("    {}{value}{range}{between}{}\n", row[0], row[3])
    };
    rows.iter().map(line).collect()
}

/// Columns without a header.
fn plain(rows: &[Vec<String>]) -> String {
    let text = table(&["", "", "", ""], rows, &[0, 1, 2, 3]);
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("  {line}\n")).collect()
}

/// The believable range, "180 s - 360 s"; blank if none is given.
fn range(a: &Assumption) -> String {
    match (&a.low, &a.high) {
        (Some(low), Some(high)) => format!("{} - {}", bare(low), bare(high)),
        _ => String::new(),
    }
}

/// A TOML literal without the quotes of a string.
fn bare(literal: &str) -> String {
    let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(literal).to_owned()
}
