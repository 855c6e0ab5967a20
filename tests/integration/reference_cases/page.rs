//! The validation table as a page of the documentation (`src/validation.md`).

use super::formulas::Formula;
use super::judge::{Comparison, FALSE_ALARM};
use std::fmt::Write;

const HEAD: &str = "\
Every exact answer that hotseat is held against, through the front door: formulas by `hotseat erlang`, simulation by
`hotseat run` on a scenario file written for the case. The cases (`tests/reference/cases.open.json`) were computed
independently, each by two methods.

This page is written by

```text
REFERENCE_PAGE=write cargo test --release --test integration reference_cases -- --ignored --nocapture
```

which without the variable only prints it. `REFERENCE_SEED=2 cargo test --release --test integration reference_cases`
judges a second set of seeds. A test fails when a case or an exact value is missing here.
";

/// The whole page.
pub(crate) fn page(seed: u64, formulas: &[Formula], comparisons: &[Comparison]) -> String {
    let mut page =
        format!("{HEAD}\n## Formulas\n\nRates per hour, times in seconds. A formula agrees when it differs ");
    page += "from the exact value by no more than the accuracy stated for that.\n\n";
    page += "| case | output | exact | hotseat | difference | verdict |\n|---|---|---|---|---|---|\n";
    formulas.iter().for_each(|formula| page += &(formula_row(formula) + "\n"));
    let published = comparisons.iter().filter(|c| c.published).count();
    write!(
        page,
        "\n## Simulation\n\nSeed {seed}; shares, seconds, counts per replication. An estimate agrees when it lies \
         within the standard errors that all {} estimates together exceed once in {:.0} times under fresh seeds \
         (Student's t, shared equally); {published} of the values are themselves published estimates, whose own \
         intervals count too.\n\n",
        comparisons.len(),
        1.0 / FALSE_ALARM
    )
    .unwrap();
    page += "| case | output | exact | simulated | 95 % interval | off, s.e. | verdict |\n";
    page += "|---|---|---|---|---|---|---|\n";
    for comparison in comparisons {
        page += &(simulated_row(comparison, comparisons.len()) + "\n");
    }
    let covered: Vec<&Comparison> = comparisons.iter().filter(|c| !c.published).collect();
    let inside = covered.iter().filter(|c| c.covers()).count();
    let share = 100.0 * inside as f64 / covered.len() as f64;
    write!(page, "\n{inside} of {} intervals contain the exact value: {share:.1} %.\n", covered.len())
        .unwrap();
    page
}

/// Case, output and exact value: what must be on the page.
pub(crate) fn exact_part(what: &str, exact: f64) -> String {
    let (case, output) = what.split_once(' ').unwrap();
    // Brackets would be links.
    let output = output.replace('[', "\\[").replace(']', "\\]");
    format!("| {case} | {output} | {} |", digits(exact))
}

fn formula_row(formula: &Formula) -> String {
    let verdict = if formula.agrees() { "agrees" } else { "DIFFERS" };
    let off = (formula.computed - formula.exact).abs();
    let Formula { what, exact, computed, .. } = formula;
    format!("{} {} | {off:.0e} | {verdict} |", exact_part(what, *exact), digits(*computed))
}

fn simulated_row(c: &Comparison, comparisons: usize) -> String {
    let verdict = if c.agrees(comparisons) { "agrees" } else { "DIFFERS" };
    let (low, high) = (digits(c.estimate - c.half_width), digits(c.estimate + c.half_width));
    let simulated = digits(c.estimate);
    format!("{} {simulated} | {low} - {high} | {:.1} | {verdict} |", exact_part(&c.what, c.exact), c.z())
}

/// Seven significant digits.
fn digits(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return x.to_string();
    }
    let decimals = (6 - x.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
