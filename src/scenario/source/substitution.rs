//! Remembers which spans of a changed text were put in place of others, so that a problem is shown where its value was
//! given and never at a line that does not hold it.

use std::ops::Range;

/// A literal that was put in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Substitution {
    /// Its bytes in the changed text.
    span: Range<usize>,
    /// The bytes in the file's own text whose place it takes.
    original: Range<usize>,
    /// The dotted path of the value.
    key: String,
    literal: String,
}

/// The literals that were put into a text, in the order in which that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Substitutions {
    list: Vec<Substitution>,
}

/// The origin of a span of a changed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Bytes of the file's own text.
    Own(Range<usize>),
    /// A literal that was put there.
    Put {
        /// The dotted path of the value.
        key: String,
        literal: String,
    },
}

impl Substitutions {
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a literal that takes the place of a span of the text as it is now.
    pub(super) fn put(&mut self, span: Range<usize>, key: &str, literal: &str) {
        let around = self.list.iter().find(|known| encloses(&known.span, &span));
        let original = match around {
            Some(known) => known.original.clone(),
            None => self.own(span.start)..self.own(span.end),
        };
        let (old, new) = (span.len(), literal.len());
        let moved = |at: usize| at - old + new;
        self.list.retain(|known| !encloses(&span, &known.span));
        for known in &mut self.list {
            if known.span.start >= span.end {
                known.span = moved(known.span.start)..moved(known.span.end);
            } else if known.span.end >= span.end {
                known.span.end = moved(known.span.end);
            }
        }
        let span = span.start..span.start + new;
        self.list.push(Substitution { span, original, key: key.to_owned(), literal: literal.to_owned() });
    }

    /// Returns the origin of a span: the last literal that holds it, else its place in the file's own text.
    pub(super) fn origin(&self, span: &Range<usize>) -> Origin {
        match self.list.iter().rev().find(|known| encloses(&known.span, span)) {
            Some(known) => known.origin(),
            None => Origin::Own(self.own(span.start)..self.own(span.end)),
        }
    }

    /// Returns each literal's span in the changed text, with its origin.
    pub(super) fn spans(&self) -> impl Iterator<Item = (&str, Range<usize>, Origin)> {
        self.list.iter().map(|known| (known.key.as_str(), known.span.clone(), known.origin()))
    }

    /// The place in the file's own text of a place outside of literals.
    fn own(&self, at: usize) -> usize {
        let outer = self.list.iter().filter(|known| {
            !self.list.iter().any(|other| other != *known && encloses(&other.span, &known.span))
        });
        let before = outer.filter(|known| known.span.end <= at);
        let (taken, put) =
            before.fold((0, 0), |(taken, put), known| (taken + known.original.len(), put + known.span.len()));
        (at + taken).saturating_sub(put)
    }
}

impl Substitution {
    fn origin(&self) -> Origin {
        Origin::Put { key: self.key.clone(), literal: self.literal.clone() }
    }
}

fn encloses(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_traced_to_its_literal_or_to_the_text_before_all_changes() {
        // a = 1, b = 2, c = 3 -> a = 1000, b = {x = 7}, c = 3
        let mut put = Substitutions::default();
        put.put(4..5, "a", "1000");
        put.put(14..15, "b", "{x = 5}");
        let key = |key: &str, literal: &str| Origin::Put { key: key.to_owned(), literal: literal.to_owned() };
        assert_eq!(put.origin(&(4..8)), key("a", "1000"));
        assert_eq!(put.origin(&(19..20)), key("b", "{x = 5}"));
        assert_eq!(put.origin(&(27..28)), Origin::Own(18..19));
        put.put(19..20, "b.x", "77");
        assert_eq!(put.origin(&(19..21)), key("b.x", "77"));
        assert_eq!(put.origin(&(15..16)), key("b", "{x = 5}"));
        assert_eq!(put.origin(&(28..29)), Origin::Own(18..19));
        put.put(14..22, "b", "1");
        assert_eq!((put.origin(&(21..22)), put.origin(&(0..1))), (Origin::Own(18..19), Origin::Own(0..1)));
    }
}
