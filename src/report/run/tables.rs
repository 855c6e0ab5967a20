//! Tables of sites, of stages of the merger and of hotlines.

use super::totals::offered;
use crate::evaluate::worst_24h_expected;
use crate::kpi::Kpi;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::report::document::{Block, Cell, Format, Section, Table};
use crate::report::words::Words;
use crate::verdict::{judged, peak_capacity, verdict};

/// Hotlines that have a row.
const MOST_HOTLINES: usize = 12;

/// Builds the table of sites by the calls that came to their front lines; none for a single site.
pub(super) fn sites(model: &Model, results: &Results, words: &dyn Words) -> Option<Section> {
    if model.sites().len() == 1 {
        return None;
    }
    let entries = model.sites().iter().zip(judged(results)).enumerate();
    let rows = entries.map(|(index, (site, series))| {
        let mut row = vec![Cell::text(words.say(&site.name))];
        row.extend(service(series, results));
        row.extend([
            Cell::number(series.wait_quantile(3).mean, Format::Duration),
            Cell::number(series.kpi(Kpi::Occupancy).mean, Format::Share),
            Cell::estimate(series.worst_24h(), Format::Share),
            Cell::number(worst_24h_expected(series, results.replications), Format::Share),
        ]);
        row.extend(peak(results.tables.site_interval.get(index), words));
        row.push(Cell::text(words.verdict(verdict(series))));
        row
    });
    Some(section(Table::new(words.site_titles(), rows.collect())))
}

fn section(table: Table) -> Section {
    Section::new(vec![Block::Table(table)])
}

/// Offered, answered, answered within the first acceptable wait, mean wait.
fn service(series: &Series, results: &Results) -> [Cell; 4] {
    [
        Cell::number(Some(offered(series, results)), Format::Count),
        Cell::estimate(series.kpi(Kpi::AnswerRate), Format::Share),
        Cell::number(series.kpi(Kpi::ServiceLevel(0)).mean, Format::Share),
        Cell::number(series.kpi(Kpi::MeanWaitAnswered).mean, Format::Duration),
    ]
}

/// People and seats at the busiest half hour of the mean day, and which of them is short.
fn peak(half_hours: Option<&Vec<Series>>, words: &dyn Words) -> [Cell; 2] {
    let capacity = half_hours.and_then(|half_hours| peak_capacity(half_hours));
    match capacity.filter(|capacity| capacity.seats != 0.0) {
        None => [Cell::unknown(), Cell::unknown()],
        Some(capacity) => {
            let mean = |value| Cell::number(Some(value), Format::Decimal(1));
            let both = Cell::Joined(vec![mean(capacity.people), mean(capacity.seats)], "/");
            [both, Cell::text(words.resource(capacity.short))]
        }
    }
}

/// Builds the table of hotlines with most calls; none for a single hotline.
pub(super) fn hotlines(model: &Model, results: &Results, words: &dyn Words) -> Option<Section> {
    if model.hotlines().len() == 1 {
        return None;
    }
    let mut entries: Vec<_> = model.hotlines().iter().zip(&results.tables.hotline).collect();
    entries.retain(|(_, series)| offered(series, results) > 0.0);
    entries.sort_by(|a, b| offered(b.1, results).total_cmp(&offered(a.1, results)));
    let left = entries.len().saturating_sub(MOST_HOTLINES);
    let rows = entries.into_iter().take(MOST_HOTLINES).map(|(hotline, series)| {
        let name = words.say(&hotline.name);
        let named =
            if name == hotline.number { name.to_owned() } else { format!("{} {name}", hotline.number) };
        std::iter::once(Cell::Text(named)).chain(service(series, results)).collect()
    });
    let mut section = section(Table::new(words.hotline_titles(), rows.collect()));
    if left > 0 {
        section.blocks.push(Block::Note(words.more_hotlines(left)));
    }
    Some(section)
}

/// Builds the table of calls by their hotline's stage of the merger; none without a merger.
pub(super) fn stages(results: &Results, words: &dyn Words) -> Option<Section> {
    let stages = words.stages().into_iter().zip(&results.tables.stage);
    let row = |(name, series): (&str, &Series)| {
        std::iter::once(Cell::text(name)).chain(service(series, results)).collect()
    };
    let rows: Vec<Vec<Cell>> = stages.map(row).collect();
    (!rows.is_empty()).then(|| section(Table::new(words.stage_titles(), rows)))
}
