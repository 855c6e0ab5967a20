//! Reads the records of a CSV text, and tells the line on which each begins.

/// Makes a reader of records with any number of fields.
pub(in crate::scenario) fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// Returns the line a record begins on; blank lines before it, which the reader counts in, are skipped.
pub(in crate::scenario) fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let rest = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
    let blank = rest.iter().take_while(|b| **b == b'\n').count();
    position.line() + blank as u64
}

/// Returns whether nothing stands in a record.
pub(in crate::scenario) fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|field| field.trim().is_empty())
}
