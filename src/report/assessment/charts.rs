//! Builds the charts of an assessment: the rule site by site, and the way there week by week.

use super::Assessed;
use crate::app::assess::{DemandFactor, PathOfSite, RuleAtSite, WeekOfPath};
use crate::chart::{PathChart, PathRow, PathWeek, Point, RuleChart, RuleRow, SearchedValue};
use crate::report::charts::Source;
use crate::report::words::{IntervalStyle, NamedSite, PathWords};
use crate::verdict::{Verdict, VerdictCounts};

/// Builds the chart of the verdicts on the rule: those that fail first, then by the seats that are needed.
pub fn rule(assessed: &Assessed<'_>, source: &Source<'_>) -> Option<RuleChart> {
    let mut sites: Vec<&RuleAtSite> = assessed.assessment.rule.iter().collect();
    let rank = |verdict: Verdict| match verdict {
        Verdict::Fails => 0,
        Verdict::Inconclusive => 1,
        Verdict::Holds => 2,
        Verdict::TooSmall => 3,
    };
    let seats = |site: &RuleAtSite| site.least.map_or(f64::INFINITY, |least| least.per_million);
    sites.sort_by(|a, b| rank(a.verdict).cmp(&rank(b.verdict)).then(seats(b).total_cmp(&seats(a))));
    let rule = &assessed.plan.rule;
    let subtitle = source.words.rule_subtitle(rule.staff_per_seat.value(), assessed.assessment.days);
    let row = |site: &&RuleAtSite| RuleRow {
        name: name(assessed, source, site.site).to_owned(),
        verdict: site.verdict,
        worst_24h: site.worst_24h.mean.map(|mean| Point::with_half_width(mean, site.worst_24h.half_width)),
        seats: (site.least.map(|least| least.seats), site.seats),
        least: site.least.map(|least| SearchedValue { value: least.per_million, is_exact: least.is_least }),
        demand: site.demand.map(|demand| SearchedValue {
            value: demand.value(),
            is_exact: matches!(demand, DemandFactor::Is(_)),
        }),
    };
    (!sites.is_empty()).then(|| RuleChart {
        heading: source.heading(rule_message(assessed, source), subtitle, Some(IntervalStyle::Numbers)),
        rule: rule.seats_per_million.value(),
        sites: sites.iter().map(row).collect(),
    })
}

fn name<'t>(assessed: &'t Assessed<'_>, source: &Source<'t>, site: usize) -> &'t str {
    source.name(&assessed.model.sites()[site].name)
}

fn rule_message(assessed: &Assessed<'_>, source: &Source<'_>) -> String {
    let (rule, words) = (&assessed.assessment.rule, source.words);
    let seats = assessed.plan.rule.seats_per_million.value();
    let written = |site: &RuleAtSite| site.least.map(|least| format!("{:.1}", least.per_million));
    if let [one] = &rule[..] {
        let name = name(assessed, source, one.site);
        return words.rule_message_of_one(seats, name, one.verdict, written(one).as_deref());
    }
    let verdicts: Vec<Verdict> = rule.iter().map(|site| site.verdict).collect();
    let known = rule.iter().filter_map(|site| Some((site, site.least?.per_million)));
    let most = known.max_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(site, _)| Some((site, written(site)?)));
    let most = most.as_ref().map(|(site, figure)| NamedSite {
        site: name(assessed, source, site.site),
        figure: figure.as_str(),
        seats: site.least.map_or(0, |least| least.seats),
    });
    words.rule_message(seats, &VerdictCounts::of(&verdicts), most)
}

/// Builds the chart of the way there; none without a calendar.
pub fn path(assessed: &Assessed<'_>, source: &Source<'_>) -> Option<PathChart> {
    let horizon = assessed.model.horizon();
    let (first, days) = (horizon.start?, horizon.dates());
    let words = source.words;
    let row = |path: &PathOfSite| PathRow {
        name: name(assessed, source, path.site).to_owned(),
        weeks: assessed.assessment.weeks.iter().filter(|week| week.site == path.site).map(week).collect(),
        note: words.weeks_failing(path.weeks_failing, path.weeks_judged, path.holds_from),
    };
    let sites: Vec<PathRow> = assessed.assessment.path.iter().map(row).collect();
    let subtitle = words.path_subtitle(Some(first), horizon.date(days.saturating_sub(1)));
    (!sites.is_empty() && days > 0).then(|| PathChart {
        heading: source.heading(path_message(assessed, source), subtitle, None),
        first,
        days,
        sites,
        windows: source.windows(),
    })
}

fn week(week: &WeekOfPath) -> PathWeek {
    PathWeek { verdict: week.verdict, worst_24h: week.worst_24h.mean, is_below: week.fails == Some(true) }
}

fn path_message(assessed: &Assessed<'_>, source: &Source<'_>) -> String {
    let failing = || assessed.assessment.path.iter().filter(|path| path.weeks_failing > 0);
    let Some(worst) = failing().max_by_key(|path| (path.weeks_failing, std::cmp::Reverse(path.site))) else {
        let only = (assessed.assessment.path.len() == 1).then(|| name(assessed, source, 0));
        return source.words.no_week_fails(only);
    };
    let words = PathWords {
        site: name(assessed, source, worst.site),
        failing: worst.weeks_failing,
        judged: worst.weeks_judged,
        until: worst.holds_from.map(|date| date.to_string()),
        worst_from: None,
        answered: None,
    };
    source.words.path_message(&words, failing().count() - 1)
}
