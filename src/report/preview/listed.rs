//! A heading with texts below it; nothing without texts.

use crate::language::Text;
use crate::report::document::{Block, Section};
use crate::report::words::Words;

/// Lists texts under a heading.
pub(super) fn listed<'t>(
    title: &str,
    texts: impl IntoIterator<Item = &'t Text>,
    words: &dyn Words,
) -> Option<Section> {
    let items: Vec<String> = texts.into_iter().map(|text| words.say(text).to_owned()).collect();
    (!items.is_empty()).then(|| Section::new(vec![Block::Heading(title.to_owned()), Block::List(items)]))
}
