//! Reads quantities with their units: durations, shares, volumes, plain numbers and dates.

use crate::time::{DAY, HOUR, MINUTE};
use jiff::civil::Date;

/// A written quantity that was refused. `what` continues a sentence that begins with the name of the key or column:
/// "needs a unit".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The fault, e.g. "needs a unit".
    pub what: String,
    /// Advice on what to write instead.
    pub help: Option<String>,
}

impl Fault {
    /// A fault with advice.
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { what: what.into(), help: Some(help.into()) }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}; {help}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl std::error::Error for Fault {}

/// Longest duration accepted, in seconds: a hundred years.
pub const LONGEST: f64 = 36_525.0 * DAY;

/// Fresh callers per time, as people state them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Volume {
    /// Callers per inhabitant and year of 365.25 days.
    PerInhabitantYear(f64),
    /// Callers per year of 365.25 days.
    PerYear(f64),
    /// Callers per day.
    PerDay(f64),
    /// Callers per hour.
    PerHour(f64),
}

impl Volume {
    /// Callers per day among `people` inhabitants.
    pub fn per_day(self, people: u64) -> f64 {
        match self {
            Volume::PerInhabitantYear(x) => x * people as f64 / 365.25,
            Volume::PerYear(x) => x / 365.25,
            Volume::PerDay(x) => x,
            Volume::PerHour(x) => x * 24.0,
        }
    }
}

/// Reads a duration in seconds, written as a number, a space and `s`, `min`, `h` or `d`.
pub fn duration(text: &str) -> Result<f64, Fault> {
    let units = "a duration is a number, a space and `s`, `min`, `h` or `d`";
    if let Some(fault) = with_colon(text) {
        return Err(fault);
    }
    let (digits, unit) = split_number(text);
    let Some(value) = decimal(digits) else {
        return Err(Fault::new("is not a duration", format!("{units}: `270 s`")));
    };
    if value < 0.0 {
        return Err(Fault::new("must not be negative", "write 0 or more"));
    }
    let seconds = match unit.trim() {
        "" => return Err(Fault::new("needs a unit", format!("write `{digits} s` (or `min`, `h`, `d`)"))),
        "s" => 1.0,
        "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        other => {
            let help = match likely_unit(other) {
                Some(meant) => format!("write `{digits} {meant}`; {units}"),
                None => format!("{units}: `{digits} s`"),
            };
            return Err(Fault::new(format!("has the unknown unit `{other}`"), help));
        }
    };
    if unit.strip_prefix(' ') != Some(unit.trim()) {
        return Err(Fault::new(
            "needs one space between number and unit",
            format!("write `{digits} {}`", unit.trim()),
        ));
    }
    match value * seconds {
        long if long > LONGEST => {
            Err(Fault::new("is longer than a hundred years", "check the unit: `s`, `min`, `h` or `d`"))
        }
        fine => Ok(fine),
    }
}

/// The fault of two or three numbers with colons between them: what they count is not said.
fn with_colon(text: &str) -> Option<Fault> {
    let parts: Option<Vec<f64>> = text.split(':').map(|part| decimal(part.trim())).collect();
    let seconds = match parts?.as_slice() {
        [hours, minutes, seconds] => {
            return Some(colons(format!("write `{} s`", hours * HOUR + minutes * MINUTE + seconds)));
        }
        [first, second] => [first * MINUTE + second, first * HOUR + second * MINUTE],
        _ => return None,
    };
    let [short, long] = seconds;
    Some(colons(format!(
        "write `{short} s` if these are minutes and seconds, `{long} s` if they are hours and minutes"
    )))
}

fn colons(help: String) -> Fault {
    Fault::new("is a time with colons, not a number with a unit", help)
}

fn likely_unit(written: &str) -> Option<&'static str> {
    Some(match written.to_lowercase().as_str() {
        "sec" | "secs" | "second" | "seconds" | "秒" => "s",
        "m" | "mn" | "mins" | "minute" | "minutes" | "分" | "分钟" => "min",
        "hr" | "hrs" | "hour" | "hours" | "小时" => "h",
        "day" | "days" | "天" | "日" => "d",
        _ => return None,
    })
}

/// Reads a share from 0 to 1, written `0.28` or `28 %`.
pub fn share(text: &str) -> Result<f64, Fault> {
    let (digits, unit) = split_number(text);
    let divisor = match unit.trim() {
        "" => 1.0,
        "%" => 100.0,
        _ => return Err(Fault::new("is not a share", "write a number from 0 to 1, or `28 %`")),
    };
    match decimal(digits) {
        Some(value) if divisor > 1.0 && !(0.0..=100.0).contains(&value) => {
            Err(Fault::new("must be a share from 0 % to 100 %", "write e.g. `28 %` or `0.28`"))
        }
        Some(value) => share_of(value / divisor),
        None => Err(Fault::new("is not a share", "write a number from 0 to 1, or `28 %`")),
    }
}

/// Checks a share given as a number.
pub fn share_of(value: f64) -> Result<f64, Fault> {
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    // From 2 on percent is likely; just above 1 more than everything is as likely, and a hint would change the unit.
    let help = match value {
        2.0..=100.0 => format!("write `{value} %` or `{}`", value / 100.0),
        _ if value > 1.0 => "a share is at most 1, which is 100 %".to_owned(),
        _ => "write a number from 0 to 1, or `28 %`".to_owned(),
    };
    Err(Fault::new("must be a share from 0 to 1", help))
}

/// Reads a volume: `0.30 per inhabitant-year`, `492750 per year`, `120 per day` or `40 per hour`.
pub fn volume(text: &str) -> Result<Volume, Fault> {
    let (digits, unit) = split_number(text);
    let Some(value) = decimal(digits) else {
        let help = "write `0.30 per inhabitant-year`, `492750 per year`, `120 per day` or `40 per hour`";
        return Err(Fault::new("is not a volume of calls", help));
    };
    if value < 0.0 {
        return Err(Fault::new("must not be negative", "write 0 or more"));
    }
    let help = volume_units(value, digits);
    match unit.trim() {
        "" => Err(Fault::new("needs a unit", help)),
        "per inhabitant-year" => Ok(Volume::PerInhabitantYear(value)),
        "per year" => Ok(Volume::PerYear(value)),
        "per day" => Ok(Volume::PerDay(value)),
        "per hour" => Ok(Volume::PerHour(value)),
        other => Err(Fault::new(format!("has the unknown unit `{other}`"), help)),
    }
}

/// Advises on the unit of a volume. Nobody calls a hundred times a year: a great number is a count of calls.
pub fn volume_units(value: f64, digits: &str) -> String {
    match value <= 3.0 {
        true => format!(
            "write `{digits} per inhabitant-year`, or a count: `492750 per year`, `120 per day`, `40 per hour`"
        ),
        false => format!(
            "write `{digits} per year`, `{digits} per day`, `{digits} per hour` or `0.30 per inhabitant-year`"
        ),
    }
}

/// Reads a plain decimal number; no thousands separators, no exponents.
pub fn number(text: &str) -> Result<f64, Fault> {
    if let Some(value) = decimal(text) {
        return Ok(value);
    }
    let bare: String =
        text.chars().filter(|c| !matches!(c, ',' | ' ' | '_' | '\'' | '，' | '\u{a0}')).collect();
    match decimal(&bare) {
        Some(_) => Err(Fault::new(
            "has separators between its digits",
            format!("write `{bare}`, digits and a point only"),
        )),
        None => Err(Fault::new("is not a number", "write digits, with a point for decimals")),
    }
}

/// Reads a whole number of 0 or more; `100.0` is one.
pub fn whole(text: &str) -> Result<u64, Fault> {
    whole_of(number(text)?)
}

/// Checks a whole number of 0 or more given as a number.
pub fn whole_of(value: f64) -> Result<u64, Fault> {
    if value < 0.0 {
        return Err(Fault::new("must not be negative", "write 0 or more"));
    }
    if value.fract() != 0.0 {
        return Err(Fault::new(
            "must be a whole number",
            format!("write `{}` or `{}`", value.floor(), value.ceil()),
        ));
    }
    if value > 9_007_199_254_740_992.0 {
        return Err(Fault::new("is too large", "write a smaller number"));
    }
    Ok(value as u64)
}

/// Reads a date, `2021-04-26`.
pub fn date(text: &str) -> Result<Date, Fault> {
    let shape = |t: &str| {
        t.len() == 10
            && t.bytes()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
    };
    if !shape(text) {
        return Err(Fault::new("is not a date", "write year-month-day: `2021-04-26`"));
    }
    text.parse::<Date>().map_err(|_| Fault::new("is not a day of the calendar", "check month and day"))
}

/// Reads a time of day, `08:30`, in seconds after midnight; `24:00` is the end of the day.
pub fn clock(text: &str) -> Result<f64, Fault> {
    let fault = || Fault::new("is not a time of day", "write hours and minutes: \"08:30\"");
    let (hours, minutes) = text.split_once(':').ok_or_else(fault)?;
    let part = |part: &str| match part.len() {
        2 => part.parse::<u32>().map_err(|_| fault()),
        _ => Err(fault()),
    };
    let (hours, minutes) = (part(hours)?, part(minutes)?);
    if minutes > 59 || hours * 60 + minutes > 24 * 60 {
        return Err(fault());
    }
    Ok(f64::from(hours * 60 + minutes) * 60.0)
}

/// Reads `true` or `false`.
pub fn truth(text: &str) -> Result<bool, Fault> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Fault::new("must be true or false", "write `true` or `false`")),
    }
}

/// Splits a text after its leading number.
fn split_number(text: &str) -> (&str, &str) {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    text.split_at(end)
}

/// Reads a finite decimal number without exponent; `-` may lead.
fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    plain.then(|| text.parse::<f64>().ok()).flatten().filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_their_four_units() {
        for (text, seconds) in
            [("90 s", 90.0), ("1.5 min", 90.0), ("2 h", 7200.0), ("0.5 d", 43_200.0), ("0 s", 0.0)]
        {
            assert_eq!(duration(text), Ok(seconds));
        }
    }

    #[test]
    fn a_duration_with_colons_is_asked_which_numbers_they_are() {
        let advice = duration("7:15").unwrap_err().help.unwrap();
        assert!(advice.contains("`435 s` if these are minutes") && advice.contains("`26100 s`"), "{advice}");
        assert_eq!(duration("0:04:30").unwrap_err().help.as_deref(), Some("write `270 s`"));
    }

    #[test]
    fn a_share_just_above_1_is_not_taken_for_percent() {
        assert_eq!(share_of(1.2).unwrap_err().help.as_deref(), Some("a share is at most 1, which is 100 %"));
        assert_eq!(share("28").unwrap_err().help.as_deref(), Some("write `28 %` or `0.28`"));
    }

    #[test]
    fn a_duration_that_is_not_one_is_refused_with_advice() {
        let advice = |text| duration(text).unwrap_err();
        assert_eq!(advice("270").help.as_deref(), Some("write `270 s` (or `min`, `h`, `d`)"));
        assert!(advice("270 sec").help.unwrap().starts_with("write `270 s`;"));
        assert!(advice("4 m").help.unwrap().starts_with("write `4 min`;"));
        assert_eq!(advice("270s").help.as_deref(), Some("write `270 s`"));
        assert_eq!(advice("-5 s").what, "must not be negative");
        for odd in ["", "s", "1e3 s", "nan s", "inf s", "1.2.3 s", ".5 s", "5. s", "--5 s", "5 s s", " 5 s"] {
            assert!(duration(odd).is_err(), "{odd:?}");
        }
    }

    #[test]
    fn shares_volumes_and_dates_are_read() {
        assert_eq!(share("28 %"), Ok(0.28));
        assert_eq!(share("0.28"), Ok(0.28));
        assert_eq!(share("28").unwrap_err().help.as_deref(), Some("write `28 %` or `0.28`"));
        assert_eq!(volume("0.30 per inhabitant-year"), Ok(Volume::PerInhabitantYear(0.30)));
        assert_eq!(volume("40 per hour").map(|v| v.per_day(0)), Ok(960.0));
        assert_eq!(volume("492750 per year"), Ok(Volume::PerYear(492_750.0)));
        assert!(volume("0.3").unwrap_err().what.contains("needs a unit"));
        let advice = volume("492750 per annum").unwrap_err().help.unwrap();
        assert!(
            advice.starts_with("write `492750 per year`") && !advice.contains("492750 per inhabitant"),
            "{advice}"
        );
        assert_eq!(date("2021-04-26"), Ok(jiff::civil::date(2021, 4, 26)));
        assert!(date("2021-02-30").unwrap_err().what.contains("calendar"));
        assert!(date("26.4.2021").is_err());
        assert_eq!(
            whole("1,234").unwrap_err().help.as_deref(),
            Some("write `1234`, digits and a point only")
        );
    }
}
