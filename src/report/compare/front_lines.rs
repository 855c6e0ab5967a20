//! The part of a comparison of plans that comes first: the verdicts on the rule, and the front lines side by side.

use super::values::{unit, value};
use crate::compare;
use crate::kpi::registry::{Indicator, indicators};
use crate::replicate::Series;
use crate::report::comparison::{Comparison, SharedSite, Side};
use crate::report::document::{Block, Cell, Fact, Format, Section, Table, Unit};
use crate::report::words::{Shown, Words};
use crate::verdict::{Verdict, VerdictCounts, verdict, verdicts};

/// KPIs of front lines, two to a table; worst rolling 24 h is of single front lines only.
const SHOWN: [[(&str, Shown); 2]; 2] = [
    [("answer_rate", Shown::AnswerRate), ("worst_24h_answer_rate", Shown::Worst24h)],
    [("service_level[15 s]", Shown::AnsweredWithin15), ("mean_wait_answered", Shown::MeanWait)],
];

/// Returns the verdict on the rule in each scenario, and site by site; none where a scenario is no plan.
pub(super) fn rule(comparison: &Comparison<'_>, words: &dyn Words) -> Option<Section> {
    let sites = comparison.after()?;
    let answer = |(letter, side): (&str, &Side<'_>)| {
        let verdicts = verdicts(side.after?);
        let answer = match verdicts[..] {
            [one] => words.rule_answer_of_one(one).to_owned(),
            _ => words.rule_answer(&VerdictCounts::of(&verdicts)),
        };
        Some(Fact::new(letter, Cell::Text(answer)))
    };
    let answers = [("A", comparison.first), ("B", comparison.second)].into_iter().filter_map(answer);
    let rows = sites.iter().map(|site| rule_row(site, words)).collect();
    Some(Section::new(vec![
        Block::Heading(words.compared_rule_heading().to_owned()),
        Block::Facts(answers.collect()),
        Block::Table(Table::aligned(words.compared_rule_titles(), &[0, 4], rows)),
        Block::Note(words.compared_rule_note().to_owned()),
    ]))
}

fn rule_row(site: &SharedSite<'_>, words: &dyn Words) -> Vec<Cell> {
    let [first, second] = site.front_lines;
    let worst = |series: &Series| Cell::estimate(series.worst_24h(), Format::Share);
    let difference = compare::worst_24h(first, second);
    vec![
        Cell::text(words.say(&site.site.name)),
        worst(first),
        worst(second),
        Cell::estimate(difference, Format::Difference(Unit::Share)),
        turned([verdict(first), verdict(second)], words),
    ]
}

/// Writes a verdict, or both where they differ: "holds → fails".
fn turned(verdicts: [Verdict; 2], words: &dyn Words) -> Cell {
    let [first, second] = verdicts.map(|verdict| Cell::text(words.verdict(verdict)));
    if verdicts[0] == verdicts[1] { second } else { Cell::Joined(vec![first, second], " → ") }
}

/// Returns the KPIs at front lines as the scenarios were run, site by site and in sum.
pub(super) fn front_lines(comparison: &Comparison<'_>, words: &dyn Words) -> Section {
    let sites = comparison.as_run();
    let all = indicators(comparison.first.model.acceptable_waits());
    let sums = [0, 1].map(|side| Series::together(sites.iter().map(|site| site.front_lines[side])));
    let mut blocks = vec![Block::Heading(words.compared_front_lines_heading().to_owned())];
    for shown in SHOWN {
        let kpis = shown.map(|(name, _)| all.iter().find(|kpi| &*kpi.name == name));
        let [Some(first), Some(second)] = kpis else { continue };
        let row = |name: &str, pair: [&Series; 2]| row(name, pair, [first, second]);
        let mut rows: Vec<Vec<Cell>> =
            sites.iter().map(|site| row(words.say(&site.site.name), site.front_lines)).collect();
        if sites.len() > 1 {
            rows.push(row(words.all_front_lines(), [&sums[0], &sums[1]]));
        }
        let titles = words.compared_front_line_titles(shown.map(|(_, label)| label));
        blocks.push(Block::Table(Table::new(titles, rows)));
    }
    Section::new(blocks)
}

fn row(name: &str, pair: [&Series; 2], kpis: [&Indicator; 2]) -> Vec<Cell> {
    let mut row = vec![Cell::text(name)];
    for kpi in kpis {
        row.extend(pair.map(|series| value(kpi, kpi.estimate(series, None, 1).mean)));
        row.push(Cell::estimate(kpi.difference(pair[0], pair[1]), Format::Difference(unit(kpi))));
    }
    row
}
