//! Charts of sizing.

mod requirement;
mod sites;

pub use requirement::{RequiredDay, RequirementChart};
pub use sites::{SiteDot, SiteVerdict, SitesChart};
