//! Puts the messages of a check in their place.

use crate::language::{Language, Text};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::source::Source;
use crate::scenario::units::Fault;
use std::ops::Range;

/// The name of a value in messages, and the place of its table.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The key.
    pub(super) name: &'a str,
    /// Index in a list, from 0.
    pub(super) of: Option<usize>,
    /// Of a table: the span at which problems of the table as a whole are shown; none for the file.
    pub(super) span: Option<&'a std::ops::Range<usize>>,
}

impl Place<'_> {
    /// Words a fault of the value; `what` continues the sentence.
    pub(super) fn title(&self, what: impl Into<Text>) -> Text {
        let name = self.name;
        what.into().map(|language, what| match (self.of, language) {
            (Some(index), Language::En) => format!("`{name}`, item {}, {what}", index + 1),
            (Some(index), Language::Zh) => format!("`{name}` 第 {} 项{what}", index + 1),
            (None, Language::En) => format!("`{name}` {what}"),
            (None, Language::Zh) => format!("`{name}` {what}"),
        })
    }
}

/// Collects what is wrong with a file, each message at the place that it is about.
pub(super) struct Messages<'a> {
    pub(super) source: &'a Source,
    pub(super) problems: &'a mut Problems,
}

impl Messages<'_> {
    /// Refuses what was written at a span.
    pub(super) fn refuse<T>(&mut self, span: &Range<usize>, title: Text, help: Option<Text>) -> Option<T> {
        let problem = self.source.problem(span.clone(), title);
        self.problems.push(Problem { help, ..problem });
        None
    }

    /// Refuses a value; the fault continues the sentence that begins with its name.
    pub(super) fn refuse_value<T>(
        &mut self,
        span: &Range<usize>,
        place: Place<'_>,
        fault: Fault,
    ) -> Option<T> {
        self.refuse(span, place.title(fault.what), fault.help)
    }

    /// Refuses a table as a whole.
    pub(super) fn refuse_table<T>(&mut self, place: Place<'_>, title: Text, help: Option<Text>) -> Option<T> {
        match place.span {
            Some(span) => self.refuse(span, title, help),
            None => {
                self.problems.push(Problem { help, ..Problem::whole(self.source.path(), title) });
                None
            }
        }
    }
}
