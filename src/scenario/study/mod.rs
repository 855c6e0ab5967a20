//! Studies: a scenario and what varies of it, as `hotseat sweep` reads them.
//!
//! [`load`] reads the study file ([`mod@file`]) and its scenario, finds where every key points and lays out the
//! points; [`Study::values`] are the values of a point, [`Study::model`] is its model, made without reading
//! or parsing anything again. [`Study::check`] makes every point's model once, so that whatever is wrong
//! with any of them is known before anything runs.

mod axis;
mod doubles;
pub mod file;
mod goal;
mod key;
mod kind;
mod layout;
mod lever;
mod list;
mod origins;
mod points;
mod quantity;
mod read;
mod spread;
mod spread_file;
mod validate;
mod variant;

pub use axis::Axis;
pub use goal::{Goal, Wish};
pub use key::{ALTERNATIVE, AS_IS, ONLY_SITES};
pub use kind::Kind;
pub use layout::Layout;
pub use lever::Lever;
pub use points::Study;
pub use read::{Overrides, load};
pub use validate::Checked;
