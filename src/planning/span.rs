//! Spans of half hours.

use std::ops::Range;

/// Returns the half hours of both spans.
pub(super) fn common(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}
