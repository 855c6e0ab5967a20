//! The points of journals whose parts follow each other, some at a time.

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::sweep::identity::SweepIdentity;
use crate::cli::sweep::journal::Records;
use crate::sweep::PointResult;
use std::io;

/// Points of a piece at most, and their replications, or few more: its tables stay in a near cache.
const POINTS: usize = 128;
const REPLICATIONS: usize = 512;

/// The points of all parts, in order.
pub(super) struct Rows {
    parts: Vec<Records>,
    part: usize,
    /// The point that comes next.
    pub(super) next: u64,
}

impl Rows {
    pub(super) fn of(parts: Vec<Records>) -> Rows {
        Rows { parts, part: 0, next: 0 }
    }

    /// Returns the next points; none at the end.
    pub(super) fn piece(&mut self) -> Result<Option<Vec<PointResult>>, Failure> {
        let (mut rows, mut replications) = (Vec::new(), 0);
        while rows.len() < POINTS && replications < REPLICATIONS {
            let Some(row) = self.row()? else { break };
            replications += row.outcome.replications.len();
            rows.push(row);
        }
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    fn row(&mut self) -> Result<Option<PointResult>, Failure> {
        while let Some(part) = self.parts.get_mut(self.part) {
            match next(part).map_err(unreadable)? {
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

    /// Returns the row of a point; reading begins anew afterwards.
    pub(super) fn find(&mut self, point: u64) -> Result<Option<PointResult>, Failure> {
        let mut found = None;
        for part in &mut self.parts {
            let identity = part.head.as_deref().and_then(SweepIdentity::from_head);
            if identity.is_some_and(|identity| identity.range().contains(&point)) {
                while let Some(row) = next(part).map_err(unreadable)? {
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

/// Returns the next point of a journal; none at the end or where it breaks off.
fn next(part: &mut Records) -> io::Result<Option<PointResult>> {
    Ok(part.payload()?.and_then(|payload| PointResult::from_bytes(&payload)))
}

fn unreadable(error: io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot read the journal: {}", output::reason(&error)))
}
