//! How completions are written into their event queue: 32 bits each.

use crate::model::GroupId;

/// A completion: of a whole call, or of a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Completion {
    /// A call by an agent of the group, wrap-up included.
    Service { group: GroupId },
    /// A talk, or a wrap-up, of which more is remembered in a slot.
    Talk { slot: u32 },
}

impl Completion {
    const REMEMBERED: u32 = 1 << 31;

    /// Makes the entry by which an agent of the group falls free.
    #[inline(always)]
    pub(super) fn service(group: GroupId) -> u32 {
        group.number()
    }

    /// Makes the entry by which what the slot remembers completes, if it has not been made void.
    pub(super) fn talk(slot: u32) -> u32 {
        slot | Self::REMEMBERED
    }

    /// Reads an entry.
    #[inline(always)]
    pub(super) fn read(payload: u32) -> Completion {
        match payload & Self::REMEMBERED {
            0 => Completion::Service { group: GroupId::new(payload as usize) },
            _ => Completion::Talk { slot: payload & !Self::REMEMBERED },
        }
    }
}
