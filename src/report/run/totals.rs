//! Figures of all calls: the main KPIs, the worst week, the answer rate by every published definition.

use crate::format::{duration_with, percent_with};
use crate::kpi::{Field, Kpi, TARGET};
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::report::document::{Block, Cell, Fact, Format, Section, Table};
use crate::report::words::{AnswerRateOf, TotalLine, Words};
use crate::stats::Estimate;
use crate::verdict::{judged, weeks_like_worst, worst_week};

/// Lists the figures of all calls.
pub(super) fn totals(model: &Model, results: &Results, words: &dyn Words) -> Vec<Fact> {
    let total = &results.tables.total;
    let fact = |line, estimate, format| Fact::new(words.total(line), Cell::estimate(estimate, format));
    let share = |line, kpi| fact(line, total.kpi(kpi), Format::Share);
    let count = Cell::number(Some(offered(total, results)), Format::Count);
    let mut facts = vec![
        Fact::new(words.total(TotalLine::Offered), count),
        share(TotalLine::AnswerRate, Kpi::AnswerRate),
        share(TotalLine::AnswerRateByCaller, Kpi::AnswerRateByCaller),
        share(TotalLine::Abandoned, Kpi::AbandonmentRate),
        share(TotalLine::Blocked, Kpi::BlockingRate),
    ];
    if total.total().get(Field::Closed) > 0.0 {
        facts.push(share(TotalLine::Closed, Kpi::ClosedRate));
    }
    let levels = model.acceptable_waits().iter().enumerate();
    facts.extend(
        levels.map(|(index, within)| share(TotalLine::AnsweredWithin(*within), Kpi::ServiceLevel(index))),
    );
    facts.extend([
        fact(TotalLine::MeanWait, total.kpi(Kpi::MeanWaitAnswered), Format::Duration),
        fact(TotalLine::WaitOf95, total.wait_quantile(3), Format::Duration),
        share(TotalLine::Occupancy, Kpi::Occupancy),
    ]);
    let worst_24h = match judged(results) {
        [only] => only.worst_24h(),
        _ => total.worst_24h(),
    };
    if worst_24h.mean.is_some() {
        facts.push(fact(TotalLine::Worst24h, worst_24h, Format::Share));
    }
    facts.extend(post_call(total).map(|(line, kpi)| share(line, kpi)));
    facts.extend(worst(model, results, words));
    facts
}

/// KPIs of what followed answered calls, where anything did.
fn post_call(total: &Series) -> impl Iterator<Item = (TotalLine, Kpi)> {
    let all = [
        (Field::Referrals, TotalLine::Referrals, Kpi::ReferralShare),
        (Field::Referrals, TotalLine::ReferralsAnswered, Kpi::ReferralAnswerRate),
        (Field::FollowUps, TotalLine::FollowUps, Kpi::FollowUpShare),
        (Field::Repeats, TotalLine::Repeats, Kpi::RepeatShare),
        (Field::PositiveRatings, TotalLine::Satisfaction, Kpi::Satisfaction),
    ];
    let sums = total.total();
    all.into_iter().filter(|(field, ..)| sums.get(*field) > 0.0).map(|(_, line, kpi)| (line, kpi))
}

/// The worst site-week, if the scenario has a calendar, and those that do not differ significantly from it.
fn worst(model: &Model, results: &Results, words: &dyn Words) -> Vec<Fact> {
    let Some(worst) = worst_week(&results.tables.site_week) else { return Vec::new() };
    let named = |site: usize, week: usize| {
        let date = |day| model.horizon().date(day).map(|date| date.to_string()).unwrap_or_default();
        let last = (7 * week + 6).min(model.horizon().dates() - 1);
        words.week_at(&words.date_span(&date(7 * week), &date(last)), words.say(&model.sites()[site].name))
    };
    let language = words.language();
    let answered = percent_with(worst.answer_rate, language);
    let wait = duration_with(worst.mean_wait, language);
    let text = words.worst_week_is(&named(worst.site, worst.week), &answered, &wait);
    let mut facts = vec![Fact::new(words.worst_week(), Cell::Text(text))];
    let alike = weeks_like_worst(&results.tables.site_week, &worst);
    if let Some((site, week)) = alike.first() {
        let first = named(*site, *week);
        let text = match alike.len() - 1 {
            0 => first,
            more => words.more_site_weeks(&first, more),
        };
        facts.push(Fact::new(words.like_worst_week(), Cell::Text(text)));
    }
    facts
}

/// The published definitions of the answer rate.
const DEFINITIONS: [(Kpi, AnswerRateOf); 5] = [
    (Kpi::AnswerRate, AnswerRateOf::Attempts),
    (Kpi::AnswerRateOfQueued, AnswerRateOf::Queued),
    (Kpi::AnswerRateLessShort, AnswerRateOf::LessShort),
    (Kpi::AnswerRateWithMenu, AnswerRateOf::WithMenu),
    (Kpi::AnswerRateByCaller, AnswerRateOf::Callers),
];

/// Builds the table of the published definitions side by side, where they do not agree on 95 %.
pub(super) fn definitions(model: &Model, results: &Results, words: &dyn Words) -> Option<Section> {
    let fronts = Series::together(judged(results));
    let columns: Vec<&Series> = match model.sites().len() {
        1 => vec![&results.tables.total],
        _ => vec![&results.tables.total, &fronts],
    };
    if columns.iter().all(|series| agree(series)) {
        return None;
    }
    let rate = |rate: Estimate| {
        let value = Cell::number(rate.mean, Format::Share);
        match rate.mean {
            Some(mean) => Cell::Joined(vec![value, Cell::text(words.passes(mean >= TARGET))], " "),
            None => value,
        }
    };
    let row = |(kpi, definition): &(Kpi, AnswerRateOf)| {
        let label = Cell::text(words.answer_rate_of(*definition));
        std::iter::once(label).chain(columns.iter().map(|series| rate(series.kpi(*kpi)))).collect()
    };
    let titles = words.definitions_titles();
    let table = Table::new(titles.into_iter().take(columns.len() + 1), DEFINITIONS.iter().map(row).collect());
    Some(Section::new(vec![Block::Table(table)]))
}

/// Whether all definitions say the same of 95 %.
fn agree(series: &Series) -> bool {
    let passes: Vec<bool> =
        DEFINITIONS.iter().filter_map(|(kpi, _)| Some(series.kpi(*kpi).mean? >= TARGET)).collect();
    passes.iter().all(|passes| *passes) || !passes.iter().any(|passes| *passes)
}

/// Returns the attempts per replication.
pub(super) fn offered(series: &Series, results: &Results) -> f64 {
    series.total().get(Field::Offered) / results.replications.max(1) as f64
}
