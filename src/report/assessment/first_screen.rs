//! The first screen: the answer to a plan's question in at most twelve lines, each of which can be quoted.

use super::{Assessed, demand, per_million};
use crate::app::assess::{PathOfSite, Remedy, RemedyTrial, RuleAtSite};
use crate::format::percent;
use crate::merger::Phase;
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::words::{PathWords, PhaseShares, WeeksJudged, Words};
use crate::verdict::{Verdict, VerdictCounts};

/// Sites of one verdict that are shown one by one; more are put together in one row.
const ONE_BY_ONE: usize = 2;

/// Builds the first screen.
pub fn first_screen(assessed: &Assessed<'_>, words: &dyn Words) -> Document {
    let sentences = [path(assessed, words), callers(assessed, words), remedies(assessed, words)];
    let mut blocks = vec![Block::Paragraph(question(assessed, words)), Block::Table(table(assessed, words))];
    blocks.extend(sentences.into_iter().flatten().map(Block::Paragraph));
    Document::new([Section::new(blocks)])
}

/// The question, and its answer in a sentence.
fn question(assessed: &Assessed<'_>, words: &dyn Words) -> String {
    let rule = &assessed.plan.rule;
    let question = words.rule_question(rule.seats_per_million.value(), rule.staff_per_seat.value());
    let verdicts: Vec<Verdict> = assessed.assessment.rule.iter().map(|site| site.verdict).collect();
    let answer = match verdicts[..] {
        [one] => words.rule_answer_of_one(one).to_owned(),
        _ => words.rule_answer(&VerdictCounts::of(&verdicts)),
    };
    words.question_and_answer(&question, &answer)
}

/// Sites by verdict: those that fail first, those that hold together in one row.
fn table(assessed: &Assessed<'_>, words: &dyn Words) -> Table {
    let order = [Verdict::Fails, Verdict::Inconclusive, Verdict::Holds, Verdict::TooSmall];
    let rows = order.iter().flat_map(|verdict| rows(assessed, *verdict, words));
    Table::aligned(words.rule_titles(), &[0, 4], rows.collect())
}

fn rows(assessed: &Assessed<'_>, verdict: Verdict, words: &dyn Words) -> Vec<Vec<Cell>> {
    let sites: Vec<&RuleAtSite> =
        assessed.assessment.rule.iter().filter(|site| site.verdict == verdict).collect();
    match sites.len() {
        0 => Vec::new(),
        n if n <= ONE_BY_ONE => sites.iter().map(|site| row(assessed, site, words)).collect(),
        _ => vec![together(assessed, &sites, words)],
    }
}

fn row(assessed: &Assessed<'_>, site: &RuleAtSite, words: &dyn Words) -> Vec<Cell> {
    vec![
        Cell::text(words.say(&assessed.model.sites()[site.site].name)),
        Cell::estimate(site.worst_24h, Format::Share),
        demand(site.demand, 1.0),
        per_million(site.least),
        Cell::text(words.verdict(site.verdict)),
    ]
}

/// Several sites of one verdict, with the range of their figures.
fn together(assessed: &Assessed<'_>, sites: &[&RuleAtSite], words: &dyn Words) -> Vec<Cell> {
    let names: Vec<&str> =
        sites.iter().map(|site| words.say(&assessed.model.sites()[site.site].name)).collect();
    let name = match names.len() {
        n if n > 3 => words.number_of_sites(n),
        _ => words.list(&names),
    };
    vec![
        Cell::text(name),
        range(sites.iter().filter_map(|site| site.worst_24h.mean), Format::Share),
        range(sites.iter().filter_map(|site| site.demand.map(|demand| demand.value())), Format::Decimal(2)),
        range(sites.iter().filter_map(|site| site.least.map(|least| least.per_million)), Format::Decimal(1)),
        Cell::text(words.verdict(sites[0].verdict)),
    ]
}

fn range(values: impl Iterator<Item = f64> + Clone, format: Format) -> Cell {
    let (least, most) = (values.clone().reduce(f64::min), values.reduce(f64::max));
    if least == most {
        return Cell::number(least, format);
    }
    Cell::Joined(vec![Cell::number(least, format), Cell::number(most, format)], " - ")
}

/// The way there: which sites fall short, for how many weeks, until when.
fn path(assessed: &Assessed<'_>, words: &dyn Words) -> Option<String> {
    let paths = &assessed.assessment.path;
    let mut failing: Vec<&PathOfSite> = paths.iter().filter(|path| path.weeks_failing > 0).collect();
    failing.sort_by_key(|path| std::cmp::Reverse(path.weeks_failing));
    let named = failing.iter().take(1).map(|path| of_site(assessed, path, words));
    let named: Vec<String> = named.collect();
    let weeks = assessed.assessment.weeks.len();
    let judged = match paths.iter().map(|path| path.weeks_judged).sum::<usize>() {
        0 => WeeksJudged::None,
        all if all == weeks => WeeksJudged::All,
        _ => WeeksJudged::Some,
    };
    (!paths.is_empty()).then(|| words.way_there(&named, failing.len(), paths.len(), judged))
}

fn of_site(assessed: &Assessed<'_>, path: &PathOfSite, words: &dyn Words) -> String {
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let language = words.language();
    let worst = path.worst_week.as_ref();
    words.falls_short(&PathWords {
        site: words.say(&assessed.model.sites()[path.site].name),
        failing: path.weeks_failing,
        judged: path.weeks_judged,
        until: date(path.holds_from),
        worst_from: date(worst.and_then(|week| week.from)),
        answered: worst.map(|week| percent(week.answer_rate.mean, language)),
    })
}

/// Before, during and after, by callers and at front lines.
fn callers(assessed: &Assessed<'_>, words: &dyn Words) -> Option<String> {
    let shares = |phase| {
        let service = assessed.assessment.phase(phase)?;
        Some((service.callers_answered.mean?, service.front_line_answered.mean?))
    };
    let (before, during, after) = (shares(Phase::Before)?, shares(Phase::During)?, shares(Phase::After)?);
    let callers = PhaseShares { before: before.0, during: during.0, after: after.0 };
    let front_lines = PhaseShares { before: before.1, during: during.1, after: after.1 };
    Some(words.service_by_phase(callers, front_lines))
}

/// Lists the remedies of the worst week, each with its paired change of the answer rate.
fn remedies(assessed: &Assessed<'_>, words: &dyn Words) -> Option<String> {
    let remedies = assessed.assessment.remedies.as_ref()?;
    let site = words.say(&assessed.model.sites()[remedies.site].name);
    let week = remedies.week.from.map(|date| date.to_string()).unwrap_or_default();
    let trials: Vec<String> =
        remedies.trials.iter().map(|trial| remedy_words(assessed, trial, words)).collect();
    Some(words.mends(site, &week, &trials))
}

/// A remedy with its effect.
pub(super) fn remedy_words(assessed: &Assessed<'_>, trial: &RemedyTrial, words: &dyn Words) -> String {
    let helper = match trial.remedy {
        Remedy::HelpFrom { site, .. } => words.say(&assessed.model.sites()[site].name),
        _ => "",
    };
    words.remedy_and_change(&words.remedy(trial.remedy, helper), trial.difference.mean)
}
