//! The words of the charts: one trait, and one module per language that implements it, so that a language that lacks
//! a word does not compile.

mod catalogue;
mod en;
mod zh;

pub(super) use catalogue::Words;

use crate::language::Language;

/// Returns the words of a language.
pub(super) fn of(language: Language) -> &'static dyn Words {
    match language {
        Language::En => &en::English,
        Language::Zh => &zh::Chinese,
    }
}

/// Returns the words of every language, for layouts that must hold whichever is read.
pub(super) fn all() -> [&'static dyn Words; 2] {
    [of(Language::En), of(Language::Zh)]
}

#[cfg(test)]
mod tests {
    use crate::chart::font::Font;

    #[test]
    fn every_character_of_the_words_can_be_drawn() {
        let font = Font::embedded().unwrap();
        for source in [include_str!("en.rs"), include_str!("zh.rs")] {
            for c in source.chars().filter(|c| !c.is_control()) {
                assert!(font.has(c), "{c}");
            }
        }
    }
}
