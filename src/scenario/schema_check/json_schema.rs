//! Reads a JSON Schema as [`crate::scenario::schema::of`] makes it.

use crate::scenario::source::Value;
use serde_json::Value as Json;

/// Follows a schema that only names one of the definitions.
pub(super) fn resolve<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    let name = schema.get("$ref").and_then(Json::as_str).and_then(|r| r.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name)).unwrap_or(schema)
}

/// The kind of a value that is checked by functions of its own: `x-kind`.
pub(super) fn kind_of(schema: &Json) -> Option<&str> {
    schema.get("x-kind").and_then(Json::as_str)
}

/// The type that a schema asks for, where it is one.
pub(super) fn type_of(schema: &Json) -> Option<&str> {
    schema.get("type").and_then(Json::as_str)
}

/// The types that a schema admits.
pub(super) fn types(schema: &Json) -> impl Iterator<Item = &str> {
    let written = schema.get("type");
    let many = written.and_then(Json::as_array).into_iter().flatten();
    written.filter(|t| t.is_string()).into_iter().chain(many).filter_map(Json::as_str)
}

/// Returns whether the value is of a type that the schema admits.
pub(super) fn admits(schema: &Json, value: &Value) -> bool {
    types(schema).any(|t| match value {
        Value::Text(_) => t == "string",
        Value::Date(_) => {
            t == "string" && schema.get("x-kind").is_some_and(|kind| kind == "day" || kind == "clock")
        }
        Value::Integer(_) | Value::Float(_) => matches!(t, "number" | "integer"),
        Value::Truth(_) => t == "boolean",
        Value::List(_) => t == "array",
        Value::Table(_) => t == "object",
    }) || (schema.get("x-kind").is_some_and(|kind| kind == "distribution")
        && matches!(value, Value::Table(_)))
}

/// The constant of a branch's `distribution` key.
pub(super) fn kind_word(branch: &Json) -> Option<&str> {
    branch.get("properties")?.get("distribution")?.get("const")?.as_str()
}

/// The words of an enumeration: `enum`, or `oneOf` of constants.
pub(super) fn words_of(schema: &Json) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return words.iter().map(Json::as_str).collect();
    }
    schema.get("oneOf")?.as_array()?.iter().map(|branch| branch.get("const")?.as_str()).collect()
}

/// The texts of a list in a schema.
pub(super) fn strings<'j>(schema: &'j Json, key: &str) -> impl Iterator<Item = &'j str> {
    schema.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

/// The schema of a key; of any key where the table is a map.
pub(super) fn property<'j>(parts: &[&'j Json], key: &str) -> Option<&'j Json> {
    let named = parts.iter().find_map(|part| part.get("properties")?.get(key));
    named.or_else(|| parts.iter().find_map(|part| part.get("additionalProperties").filter(|s| s.is_object())))
}

/// The keys that schemas describe.
pub(super) fn keys<'j>(parts: &[&'j Json]) -> impl Iterator<Item = &'j str> + Clone {
    let parts: Vec<&'j Json> = parts.to_vec();
    parts
        .into_iter()
        .filter_map(|part| part.get("properties")?.as_object())
        .flatten()
        .map(|(key, _)| key.as_str())
}
