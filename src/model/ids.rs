//! Typed numbers of the parts of a model: a call type's number cannot be taken for a group's.

/// Names a hotline of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HotlineId(u32);

/// Names a site of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(u32);

/// Names a call type of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallTypeId(u32);

/// Names a queue of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueId(u32);

/// Names an agent group of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(u32);

macro_rules! impl_ids {
    ($($name:ident)*) => {$(
        impl $name {
            /// Makes the id of the part at `index` (from 0) of its list in the model.
            #[inline(always)]
            pub const fn new(index: usize) -> $name {
                $name(index as u32)
            }

            /// Returns the place in the model's list, from 0.
            #[inline(always)]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// Returns the same as a 32-bit number.
            #[inline(always)]
            pub const fn number(self) -> u32 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

impl_ids! { HotlineId SiteId CallTypeId QueueId GroupId }
