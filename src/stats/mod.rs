//! Statistics of replications.
