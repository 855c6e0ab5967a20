//! Reads whole numbers of options; what is none is refused with a sentence.

use std::ops::RangeInclusive;

/// Returns a reader of whole numbers in a range.
pub(super) fn whole<T: TryFrom<u64>>(
    range: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    move |text: &str| {
        let number = text.trim().parse::<u64>().ok().filter(|number| range.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| refusal(&range))
    }
}

fn refusal(range: &RangeInclusive<u64>) -> String {
    let digits = "in digits alone, such as 20";
    match (range.start(), range.end()) {
        (least, &u64::MAX) => format!("expected a whole number of {least} or more, {digits}"),
        (least, most) => format!("expected a whole number from {least} to {most}, {digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_and_others_refused_with_the_range() {
        assert_eq!(whole::<u64>(1..=u64::MAX)("20"), Ok(20));
        assert_eq!(whole::<u16>(1..=65_535)("65535"), Ok(65_535));
        for text in ["1e9", "x", "", "-1", "0", "1.5", "99999999999999999999"] {
            let said = whole::<u64>(1..=u64::MAX)(text).unwrap_err();
            assert!(said.starts_with("expected a whole number of 1 or more"), "{text}: {said}");
        }
    }
}
