//! Sizing: the least value of a lever with which a three-way test says "holds".
//!
//! [`LeastValue`] searches; whoever searches simulates what it asks for and tells it how far the result lies from the
//! target.

//!
//! [`certification`] says whether a value reaches a requirement, and whether the value before it misses it, on
//! replications that the search has not seen.

pub mod certification;
mod least_value;

pub use least_value::LeastValue;
