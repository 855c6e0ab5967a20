//! Redials in a preview: the fixed point of attempts.
//!
//! Redials long after are calls like any other: their rate is that of the callers who abandoned. Redials at once find
//! the queue as it was. Between the two, the part at once is that of the queue's memory in memory and delay together;
//! where this matters much no preview can be trusted.

use super::case::Case;
use super::level::GroupLevel;
use super::reason::Reason;
use super::redials::Redials;
use super::stepwise::Stepwise;
use crate::time::HALF_HOURS;

/// Uncertainty of the service level beyond which a preview cannot be trusted.
const UNCERTAIN: f64 = 0.015;
/// Patience beyond this does not lengthen a queue's memory.
const LONGEST_MEMORY: f64 = 3_600.0;

/// Solves a queue step by step, with the redials of its callers.
pub(super) fn with_redials(case: &Case<'_>) -> Result<GroupLevel, Reason> {
    let Some(redials) = Redials::of(case) else { return solve(case, None) };
    let later = solve(case, Some((&redials, 0.0)))?;
    let all = later.sum(0..HALF_HOURS);
    let redials = redials.limited((all.abandoned + all.blocked) / all.attempts);
    let (service, _) = case.flow.handle();
    let memory = 0.5 * (service + case.patience.mean().min(LONGEST_MEMORY));
    let at_once = memory / (memory + redials.abandon_delay);
    let [later, once] = [0.0, 1.0].map(|part| solve(case, Some((&redials, part))));
    let (later, once) = (later?, once?);
    let apart = (later.of_day().unwrap_or(0.0) - once.of_day().unwrap_or(0.0)).abs();
    if apart * at_once * (1.0 - at_once) > UNCERTAIN {
        return Err(Reason::Redials);
    }
    solve(case, Some((&redials, at_once)))
}

fn solve(case: &Case<'_>, redials: Option<(&Redials, f64)>) -> Result<GroupLevel, Reason> {
    Stepwise::new(case, redials)?.solve()
}
