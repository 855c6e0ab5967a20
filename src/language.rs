//! The two languages of the product, and texts that exist in both.

/// A language in which people read results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// Returns the text of this language.
    pub fn pick<'t>(self, en: &'t str, zh: &'t str) -> &'t str {
        match self {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// Makes a [`Text`] of a sentence in both languages: `said!("there is no site `{id}`", "没有站点 `{id}`")`. What stands
/// in braces is taken from the variables of that name, or from values that follow: `id = site.id`.
macro_rules! said {
    ($en:literal, $zh:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        $(let $name = $value;)*
        $crate::language::Text { en: format!($en), zh: format!($zh) }
    }};
}
pub(crate) use said;

/// A text that is the same in both languages.
impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::same(text)
    }
}

/// A text that is the same in both languages.
impl From<String> for Text {
    fn from(text: String) -> Text {
        Text { zh: text.clone(), en: text }
    }
}

/// The English text, for those who write programs.
impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

impl Text {
    /// Makes a text of both languages by what follows from each.
    pub fn map(&self, of: impl Fn(Language, &str) -> String) -> Text {
        Text { en: of(Language::En, &self.en), zh: of(Language::Zh, &self.zh) }
    }

    /// Makes a text that is the same in both languages, such as a name or a number.
    pub fn same(text: &str) -> Text {
        Text { en: text.to_owned(), zh: text.to_owned() }
    }

    /// Returns the text of a language.
    pub fn get(&self, language: Language) -> &str {
        language.pick(&self.en, &self.zh)
    }
}
