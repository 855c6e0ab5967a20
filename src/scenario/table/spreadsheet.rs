//! Puts values as spreadsheets show them into the form that scenario files have: thousands separators, exponents,
//! slashes in dates, hours with colons, TRUE.

use crate::decimal;
use crate::language::said;
use crate::scenario::units::Fault;
use std::borrow::Cow;

/// Returns a number without thousands separators, plus sign or exponent: `1,234` and `1 234` are `1234`, `1e+05` is
/// `100000`. Other texts stay as they are.
pub(in crate::scenario) fn number(text: &str) -> Cow<'_, str> {
    let body = text.strip_prefix('+').unwrap_or(text);
    if let Some(plain) = without_thousands(body) {
        return plain.into();
    }
    if is_exponential(body)
        && let Some(value) = body.parse::<f64>().ok().filter(|value| value.is_finite())
    {
        return decimal::text(value).into();
    }
    body.into()
}

/// Returns a number with a unit in the same way: `1,200 s` is `1200 s`.
pub(in crate::scenario) fn quantity(text: &str) -> Cow<'_, str> {
    let (written, unit) = text.split_at(end_of_number(text));
    match number(written) {
        Cow::Borrowed(same) if same.len() == written.len() && !unit.contains('％') => text.into(),
        plain => format!("{plain}{}", unit.replace('％', "%")).into(),
    }
}

/// Returns the end of the number at the beginning of a text, separators and exponent included.
fn end_of_number(text: &str) -> usize {
    let of_number = |c: char| c.is_ascii_digit() || THOUSANDS.contains(&c) || matches!(c, '.' | '-' | '+');
    let end = text.find(|c| !of_number(c)).unwrap_or(text.len());
    let exponent =
        text[end..].strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
    if let Some(rest) = exponent.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        return text.len() - rest.len() + digits;
    }
    text[..end].trim_end_matches(|c: char| !c.is_ascii_digit()).len()
}

/// Returns a duration: hours, minutes and seconds with colons in seconds. Two numbers are refused: they may be minutes
/// and seconds, or hours and minutes.
pub(in crate::scenario) fn duration(text: &str) -> Result<Cow<'_, str>, Fault> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return Ok(quantity(text)) };
    let sixty = |part: &str| part.parse::<f64>().ok().filter(|x| plain_digits(part) && *x < 60.0);
    let hours = hours.parse::<f64>().ok().filter(|_| plain_digits(hours));
    match (hours, sixty(minutes), sixty(seconds)) {
        (Some(h), Some(m), Some(s)) => Ok(format!("{} s", decimal::text(h * 3600.0 + m * 60.0 + s)).into()),
        _ => Err(Fault::new(
            said!("is not a duration", "不是时长"),
            said!(
                "write hours, minutes and seconds, `0:04:30`, or `270 s`",
                "请填写时、分、秒 `0:04:30`，或 `270 s`"
            ),
        )),
    }
}

/// Returns a date as year-month-day: `2021/1/5`, `2021-1-5`, `2021.1.5` and `2021年1月5日` are `2021-01-05`; a time of
/// midnight after it is left out. Other texts stay as they are.
pub(in crate::scenario) fn date(text: &str) -> Cow<'_, str> {
    let day = text.split_once([' ', 'T']).filter(|(_, time)| is_midnight(time)).map_or(text, |(day, _)| day);
    let parts: Vec<&str> = day.trim_end_matches('日').split(['/', '-', '.', '年', '月']).collect();
    let [year, month, of_month] = parts.as_slice() else { return text.into() };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && short(month) && short(of_month) {
        return format!("{year}-{month:0>2}-{of_month:0>2}").into();
    }
    text.into()
}

/// Returns a time of day as hours and minutes: `7:15` and `07:15:00` are `07:15`. Other texts stay as they are.
pub(in crate::scenario) fn clock(text: &str) -> Cow<'_, str> {
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        [hour, minute] | [hour, minute, "00"] if hour.len() <= 2 => format!("{hour:0>2}:{minute}").into(),
        _ => text.into(),
    }
}

/// Returns `true` or `false` for what spreadsheets and people write; other texts stay as they are.
pub(in crate::scenario) fn truth(text: &str) -> Cow<'_, str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "是" | "有" => "true".into(),
        "false" | "no" | "n" | "否" | "无" => "false".into(),
        _ => text.into(),
    }
}

/// Returns whether a text is a number with an exponent, as spreadsheets show long ones.
pub(in crate::scenario) fn is_exponential(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    plain_digits(digits.strip_prefix('-').unwrap_or(digits))
        && (1..=3).contains(&exponent.len())
        && exponent.bytes().all(|b| b.is_ascii_digit())
}

/// Separators of thousands: commas, and the spaces that spreadsheets put there.
const THOUSANDS: [char; 6] = [',', '，', ' ', '\u{a0}', '\u{202f}', '\''];

fn without_thousands(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let separator = digits.chars().find(|c| THOUSANDS.contains(c))?;
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let groups: Vec<&str> = whole.split(separator).collect();
    let fine = is_grouped(&groups) && fraction.is_none_or(|part| part.bytes().all(|b| b.is_ascii_digit()));
    fine.then(|| text.chars().filter(|c| *c != separator).collect())
}

/// Returns whether the groups between separators are those of thousands: up to three digits, then three each.
pub(super) fn is_grouped(groups: &[&str]) -> bool {
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let Some((first, rest)) = groups.split_first() else { return false };
    let first = (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    first && !rest.is_empty() && rest.iter().all(|group| group.len() == 3 && digits(group))
}

fn is_midnight(time: &str) -> bool {
    matches!(time, "0:00" | "00:00" | "0:00:00" | "00:00:00")
}

/// Returns whether a text has digits and at most one point between them.
fn plain_digits(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    [whole, part].iter().all(|half| !half.is_empty() && half.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_separators_signs_and_exponents() {
        for (written, plain) in [
            ("1,234", "1234"),
            ("1 234 567.5", "1234567.5"),
            ("1\u{a0}234", "1234"),
            ("-1,234", "-1234"),
            ("1e+05", "100000"),
            ("1.5E3", "1500"),
            ("2E-2", "0.02"),
            ("+7", "7"),
            ("0.28", "0.28"),
        ] {
            assert_eq!(number(written), plain);
        }
        for other in ["12,34", "1,2345", "0,123", "1,234,56", "e5", "1e", "1,234 567", "a", "1e999"] {
            assert_eq!(number(other), other);
        }
    }

    #[test]
    fn quantities_keep_their_units() {
        for (written, plain) in [
            ("1,200 s", "1200 s"),
            ("1e+05 per year", "100000 per year"),
            ("492,750 per year", "492750 per year"),
            ("28 %", "28 %"),
            ("270 s", "270 s"),
            ("1e5 s", "100000 s"),
            ("five", "five"),
            ("", ""),
        ] {
            assert_eq!(quantity(written), plain);
        }
    }

    #[test]
    fn dates_times_and_truths_take_the_form_of_files() {
        for written in ["2021/1/5", "2021-1-5", "2021-01-05", "2021年1月5日", "2021.1.5", "2021/1/5 0:00"]
        {
            assert_eq!(date(written), "2021-01-05");
        }
        for other in ["5/1/2021", "1/5/21", "2021/1", "2021/1/5 8:00", ""] {
            assert_eq!(date(other), other);
        }
        assert_eq!(
            (clock("7:15"), clock("07:15:00"), clock("7")),
            ("07:15".into(), "07:15".into(), "7".into())
        );
        assert_eq!((truth("TRUE"), truth("否"), truth("x")), ("true".into(), "false".into(), "x".into()));
    }

    #[test]
    fn hours_minutes_and_seconds_are_a_duration_and_other_colons_are_not() {
        assert_eq!(duration("0:04:30"), Ok("270 s".into()));
        assert_eq!(duration("1:00:00.5"), Ok("3600.5 s".into()));
        assert_eq!(duration("7:15"), Ok("7:15".into()));
        assert!(duration("0:75:00").is_err() && duration("a:b:c").is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_put_into_some_form(text in "[0-9.,:eE+/年月日 -]{0,16}|\\PC{0,8}") {
            number(&text);
            quantity(&text);
            let _ = duration(&text);
            date(&text);
            clock(&text);
            truth(&text);
        }
    }
}
