//! Results in words, tables and JSON.
