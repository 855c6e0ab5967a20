//! The subject: hotlines, sites, call types, queues and agent groups, checked before anything is simulated.
//!
//! A [`Model`] is only ever valid: [`Model::new`] checks [`ModelParts`] and reports every problem at once, and its fields
//! are read through accessors. [`Model::builder`] puts one together by names. A [`CallType`] is the callers of one hotline
//! at one site; a [`Queue`] is where they wait; an [`AgentGroup`] is agents of one kind, such as a site's front line,
//! who take the callers of one queue or more.
//!
//! | file | what it has |
//! |---|---|
//! | `validated.rs` | [`Model`] and its accessors |
//! | `parts.rs` | [`ModelParts`], what a model is made of |
//! | `builder.rs`, `call_builder.rs` | [`ModelBuilder`], a model by names |
//! | `check.rs`, `check_*.rs`, `findings.rs`, `error.rs` | what makes parts a model, and what is reported otherwise |
//! | `variants.rs`, `part.rs` | changed models that are valid by construction |
//! | `hotline.rs`, `group.rs`, `call_type.rs`, `demand.rs`, `after_call.rs`, `routing.rs`, `ids.rs` | the parts |

mod after_call;
mod builder;
mod call_builder;
mod call_type;
mod check;
mod check_calls;
mod check_staffing;
mod demand;
mod error;
mod findings;
mod group;
mod hotline;
mod ids;
mod part;
mod parts;
mod routing;
mod validated;
mod variants;

pub use after_call::{FollowUp, Referral, Repeat, Satisfaction, TransferKind};
pub use builder::ModelBuilder;
pub use call_builder::{CallTypeBuilder, IntoDist};
pub use call_type::{CallType, Ivr, Redial};
pub use check::MAX_ACCEPTABLE_WAITS;
pub use demand::{Arrivals, Busyness, Demand, Migration, OtherDays, Profile, Wave};
pub use error::{Flaw, ModelError, ModelErrors, Place};
pub use group::{AgentGroup, ShiftEnd};
pub use hotline::{Hotline, Mode, Site, Window};
pub use ids::{CallTypeId, GroupId, HotlineId, QueueId, SiteId};
pub use parts::ModelParts;
pub use routing::{Queue, Reserve, Route, WhenClosed};
pub use validated::Model;

pub use crate::workforce::Staffing;
