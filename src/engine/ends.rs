//! How ends of services are written into their calendar.

use crate::model::GroupId;

/// What ends: a service of a group, or what a slot remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// An agent of the group has finished a call, wrap-up included.
    Service { group: GroupId },
    /// The end of a talk, or of a wrap-up, of which more is remembered in a slot.
    Talk { slot: u32 },
}

impl End {
    const REMEMBERED: u32 = 1 << 31;

    /// An agent of the group falls free.
    #[inline(always)]
    pub(super) fn service(group: GroupId) -> u32 {
        group.number()
    }

    /// What the slot remembers is due, if it has not been made void.
    pub(super) fn talk(slot: u32) -> u32 {
        slot | Self::REMEMBERED
    }

    /// Reads an entry.
    #[inline(always)]
    pub(super) fn read(payload: u32) -> End {
        match payload & Self::REMEMBERED {
            0 => End::Service { group: GroupId::new(payload as usize) },
            _ => End::Talk { slot: payload & !Self::REMEMBERED },
        }
    }
}
