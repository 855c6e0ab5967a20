//! Charts of sizing.

mod months;
mod requirement;
mod sites;

pub use months::{MonthBar, MonthsChart};
pub use requirement::{RequiredDay, RequirementChart};
pub use sites::{SiteDot, SiteVerdict, SitesChart};
