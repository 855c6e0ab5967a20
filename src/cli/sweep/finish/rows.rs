//! The points of journals whose parts follow each other, some at a time.

use super::super::super::{Failure, output};
use super::super::journal::Records;
use crate::report::sweep::Row;

/// Points of a piece at most, and their replications, or few more: its tables stay in a near cache.
const POINTS: usize = 128;
const REPLICATIONS: usize = 512;

/// The points of all parts, in order.
pub(super) struct Rows {
    parts: Vec<Records>,
    part: usize,
    /// Point that comes next.
    pub(super) next: u64,
}

impl Rows {
    pub(super) fn of(parts: Vec<Records>) -> Rows {
        Rows { parts, part: 0, next: 0 }
    }

    /// The next points; none at the end.
    pub(super) fn piece(&mut self) -> Result<Option<Vec<Row>>, Failure> {
        let (mut rows, mut replications) = (Vec::new(), 0);
        while rows.len() < POINTS && replications < REPLICATIONS {
            let Some(row) = self.row()? else { break };
            replications += row.outcome.replications.len();
            rows.push(row);
        }
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    fn row(&mut self) -> Result<Option<Row>, Failure> {
        while let Some(part) = self.parts.get_mut(self.part) {
            match part.next().map_err(unreadable)? {
                Some(row) if row.outcome.point == self.next => {
                    self.next += 1;
                    return Ok(Some(row));
                }
                Some(_) => return Err(Failure::Unfinished("error: a journal is not in order".to_owned())),
                None => self.part += 1,
            }
        }
        Ok(None)
    }

    /// The row of a point; reading begins anew afterwards.
    pub(super) fn find(&mut self, point: u64) -> Result<Option<Row>, Failure> {
        let mut found = None;
        for part in &mut self.parts {
            let holds = part.header.as_ref().is_some_and(|header| header.range().contains(&point));
            if holds {
                while let Some(row) = part.next().map_err(unreadable)? {
                    if row.outcome.point == point {
                        found = Some(row);
                        break;
                    }
                }
                part.rewind().map_err(unreadable)?;
            }
        }
        Ok(found)
    }
}

fn unreadable(error: std::io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot read the journal: {}", output::reason(&error)))
}
