//! Charts of sizing.

mod sites;

pub use sites::{SiteDot, SiteVerdict, SitesChart};
