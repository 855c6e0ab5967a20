//! Types of single values in files: how they are deserialised, and their schema.
//!
//! The schema of each carries an `x-kind`, by which [`super::schema_check`] checks it with the functions of
//! [`super::units`]; deserialising is asked only for what passed.

use super::units;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A duration in seconds, written `270 s`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Duration(pub f64);

/// A share from 0 to 1, written `0.28` or `28 %`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share(pub f64);

/// A whole number of 0 or more; `100.0` counts as whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(pub u32);

/// A date, `2021-04-26`, with or without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

/// A time of day in seconds after midnight, written `08:30`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock(pub f64);

/// Reads a number or a text.
struct Written<N, S> {
    number: N,
    text: S,
}

impl<'de, T, N, S> Visitor<'de> for Written<N, S>
where
    N: Fn(f64) -> Result<T, units::Fault>,
    S: Fn(&str) -> Result<T, units::Fault>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a text")
    }
    fn visit_f64<E: Error>(self, x: f64) -> Result<T, E> {
        (self.number)(x).map_err(|fault| E::custom(fault.what))
    }
    fn visit_u64<E: Error>(self, n: u64) -> Result<T, E> {
        self.visit_f64(n as f64)
    }
    fn visit_i64<E: Error>(self, n: i64) -> Result<T, E> {
        self.visit_f64(n as f64)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.text)(text).map_err(|fault| E::custom(fault.what))
    }
}

fn written<'de, D: Deserializer<'de>, T>(
    from: D,
    number: impl Fn(f64) -> Result<T, units::Fault>,
    text: impl Fn(&str) -> Result<T, units::Fault>,
) -> Result<T, D::Error> {
    from.deserialize_any(Written { number, text })
}

fn unwanted<T>(_: f64) -> Result<T, units::Fault> {
    Err(units::Fault::new("must be a text", "put it in quotes"))
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        written(from, unwanted, units::duration).map(Duration)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Share, D::Error> {
        written(from, units::share_of, units::share).map(Share)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Count, D::Error> {
        let n = written(from, units::whole_of, units::whole)?;
        u32::try_from(n).map(Count).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        written(from, unwanted, units::date).map(Day)
    }
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Clock, D::Error> {
        written(from, unwanted, units::clock).map(Clock)
    }
}

macro_rules! schema_of {
    ($type:ty, $name:literal, $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema_of!(
    Duration,
    "Duration",
    json_schema!({"x-kind": "duration", "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? (s|min|h|d)$"})
);
schema_of!(
    Share,
    "Share",
    json_schema!({
        "x-kind": "share", "type": ["number", "string"], "minimum": 0, "maximum": 1,
        "pattern": "^[0-9]+(\\.[0-9]+)? ?%$"
    })
);
schema_of!(
    Count,
    "Count",
    json_schema!({"x-kind": "count", "type": "integer", "minimum": 0, "maximum": 1_000_000_000})
);
schema_of!(
    Clock,
    "Clock",
    json_schema!({"x-kind": "clock", "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
);
schema_of!(Day, "Day", json_schema!({"x-kind": "day", "type": "string", "format": "date"}));

/// Written as in a file, for the defaults that a schema shows.
impl serde::Serialize for Duration {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{} s", self.0))
    }
}

impl serde::Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.0)
    }
}

impl serde::Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(self.0)
    }
}
