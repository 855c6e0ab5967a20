//! Reads quantities with their units: durations, shares, volumes, plain numbers and dates.

use crate::language::{Language, Text, said};
use crate::time::{DAY, HOUR, MINUTE};
use jiff::civil::Date;

/// A written quantity that was refused. `what` continues a sentence that begins with the name of the key or column:
/// "needs a unit".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The fault, e.g. "needs a unit".
    pub what: Text,
    /// Advice on what to write instead.
    pub help: Option<Text>,
}

impl Fault {
    /// A fault with advice.
    pub fn new(what: impl Into<Text>, help: impl Into<Text>) -> Fault {
        Fault { what: what.into(), help: Some(help.into()) }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}; {help}", self.what),
            None => f.write_str(&self.what.en),
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
    let units = || {
        said!(
            "a duration is a number, a space and `s`, `min`, `h` or `d`",
            "时长写作数字、空格和单位 `s`、`min`、`h` 或 `d`"
        )
    };
    if let Some(fault) = with_colon(text) {
        return Err(fault);
    }
    let (digits, unit) = split_number(text);
    let Some(value) = decimal(digits) else {
        return Err(Fault::new(
            said!("is not a duration", "不是时长"),
            units().map(|_, units| format!("{units}: `270 s`")),
        ));
    };
    if value < 0.0 {
        return Err(Fault::new(
            said!("must not be negative", "不能为负"),
            said!("write 0 or more", "请填写 0 或正数"),
        ));
    }
    let seconds = match unit.trim() {
        "" => {
            return Err(Fault::new(
                said!("needs a unit", "缺少单位"),
                said!("write `{digits} s` (or `min`, `h`, `d`)", "请写作 `{digits} s`（或 `min`、`h`、`d`）"),
            ));
        }
        "s" => 1.0,
        "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        other => {
            let help = match likely_unit(other) {
                Some(meant) => units().map(|language, units| match language {
                    Language::En => format!("write `{digits} {meant}`; {units}"),
                    Language::Zh => format!("请写作 `{digits} {meant}`；{units}"),
                }),
                None => units().map(|_, units| format!("{units}: `{digits} s`")),
            };
            return Err(Fault::new(
                said!("has the unknown unit `{other}`", "的单位 `{other}` 无法识别"),
                help,
            ));
        }
    };
    if unit.strip_prefix(' ') != Some(unit.trim()) {
        return Err(Fault::new(
            said!("needs one space between number and unit", "的数字与单位之间须有一个空格"),
            {
                let unit = unit.trim();
                said!("write `{digits} {unit}`", "请写作 `{digits} {unit}`")
            },
        ));
    }
    match value * seconds {
        long if long > LONGEST => Err(Fault::new(
            said!("is longer than a hundred years", "超过一百年"),
            said!("check the unit: `s`, `min`, `h` or `d`", "请核对单位：`s`、`min`、`h` 或 `d`"),
        )),
        fine => Ok(fine),
    }
}

/// The fault of two or three numbers with colons between them: what they count is not said.
fn with_colon(text: &str) -> Option<Fault> {
    let parts: Option<Vec<f64>> = text.split(':').map(|part| decimal(part.trim())).collect();
    let seconds = match parts?.as_slice() {
        [hours, minutes, seconds] => {
            let seconds = hours * HOUR + minutes * MINUTE + seconds;
            return Some(colons(said!("write `{seconds} s`", "请写作 `{seconds} s`")));
        }
        [first, second] => [first * MINUTE + second, first * HOUR + second * MINUTE],
        _ => return None,
    };
    let [short, long] = seconds;
    Some(colons(said!(
        "write `{short} s` if these are minutes and seconds, `{long} s` if they are hours and minutes",
        "如为分和秒，请写 `{short} s`；如为时和分，请写 `{long} s`"
    )))
}

fn colons(help: Text) -> Fault {
    Fault::new(
        said!("is a time with colons, not a number with a unit", "是带冒号的时间，不是带单位的数字"),
        help,
    )
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
        _ => {
            return Err(Fault::new(
                said!("is not a share", "不是比例"),
                said!("write a number from 0 to 1, or `28 %`", "请填写 0 到 1 之间的数，或 `28 %`"),
            ));
        }
    };
    match decimal(digits) {
        Some(value) if divisor > 1.0 && !(0.0..=100.0).contains(&value) => Err(Fault::new(
            said!("must be a share from 0 % to 100 %", "应为 0 % 到 100 % 的比例"),
            said!("write e.g. `28 %` or `0.28`", "例如 `28 %` 或 `0.28`"),
        )),
        Some(value) => share_of(value / divisor),
        None => Err(Fault::new(
            said!("is not a share", "不是比例"),
            said!("write a number from 0 to 1, or `28 %`", "请填写 0 到 1 之间的数，或 `28 %`"),
        )),
    }
}

/// Checks a share given as a number.
pub fn share_of(value: f64) -> Result<f64, Fault> {
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    // From 2 on percent is likely; just above 1 more than everything is as likely, and a hint would change the unit.
    let help = match value {
        2.0..=100.0 => {
            let share = value / 100.0;
            said!("write `{value} %` or `{share}`", "请写作 `{value} %` 或 `{share}`")
        }
        _ if value > 1.0 => said!("a share is at most 1, which is 100 %", "比例最大为 1，即 100 %"),
        _ => said!("write a number from 0 to 1, or `28 %`", "请填写 0 到 1 之间的数，或 `28 %`"),
    };
    Err(Fault::new(said!("must be a share from 0 to 1", "应为 0 到 1 的比例"), help))
}

/// Reads a volume: `0.30 per inhabitant-year`, `492750 per year`, `120 per day` or `40 per hour`.
pub fn volume(text: &str) -> Result<Volume, Fault> {
    let (digits, unit) = split_number(text);
    let Some(value) = decimal(digits) else {
        let help = said!(
            "write `0.30 per inhabitant-year`, `492750 per year`, `120 per day` or `40 per hour`",
            "请写作 `0.30 per inhabitant-year`（每人每年）、`492750 per year`（每年）、`120 per day`（每天）或 `40 per hour`（每小时）"
        );
        return Err(Fault::new(said!("is not a volume of calls", "不是话务量"), help));
    };
    if value < 0.0 {
        return Err(Fault::new(
            said!("must not be negative", "不能为负"),
            said!("write 0 or more", "请填写 0 或正数"),
        ));
    }
    let help = volume_units(value, digits);
    match unit.trim() {
        "" => Err(Fault::new(said!("needs a unit", "缺少单位"), help)),
        "per inhabitant-year" => Ok(Volume::PerInhabitantYear(value)),
        "per year" => Ok(Volume::PerYear(value)),
        "per day" => Ok(Volume::PerDay(value)),
        "per hour" => Ok(Volume::PerHour(value)),
        other => Err(Fault::new(said!("has the unknown unit `{other}`", "的单位 `{other}` 无法识别"), help)),
    }
}

/// Advises on the unit of a volume. Nobody calls a hundred times a year: a great number is a count of calls.
pub fn volume_units(value: f64, digits: &str) -> Text {
    match value <= 3.0 {
        true => said!(
            "write `{digits} per inhabitant-year`, or a count: `492750 per year`, `120 per day`, `40 per hour`",
            "请写作 `{digits} per inhabitant-year`，或来电数：`492750 per year`、`120 per day`、`40 per hour`"
        ),
        false => said!(
            "write `{digits} per year`, `{digits} per day`, `{digits} per hour` or `0.30 per inhabitant-year`",
            "请写作 `{digits} per year`、`{digits} per day`、`{digits} per hour` 或 `0.30 per inhabitant-year`"
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
            said!("has separators between its digits", "的数字之间有分隔符"),
            said!("write `{bare}`, digits and a point only", "请写作 `{bare}`，只用数字和小数点"),
        )),
        None => Err(Fault::new(
            said!("is not a number", "不是数字"),
            said!("write digits, with a point for decimals", "请填写数字，小数用点"),
        )),
    }
}

/// Reads a whole number of 0 or more; `100.0` is one.
pub fn whole(text: &str) -> Result<u64, Fault> {
    whole_of(number(text)?)
}

/// Checks a whole number of 0 or more given as a number.
pub fn whole_of(value: f64) -> Result<u64, Fault> {
    if value < 0.0 {
        return Err(Fault::new(
            said!("must not be negative", "不能为负"),
            said!("write 0 or more", "请填写 0 或正数"),
        ));
    }
    if value.fract() != 0.0 {
        return Err(Fault::new(said!("must be a whole number", "应为整数"), {
            let (low, high) = (value.floor(), value.ceil());
            said!("write `{low}` or `{high}`", "请写作 `{low}` 或 `{high}`")
        }));
    }
    if value > 9_007_199_254_740_992.0 {
        return Err(Fault::new(
            said!("is too large", "过大"),
            said!("write a smaller number", "请填写较小的数"),
        ));
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
        return Err(Fault::new(
            said!("is not a date", "不是日期"),
            said!("write year-month-day: `2021-04-26`", "请按年-月-日填写：`2021-04-26`"),
        ));
    }
    text.parse::<Date>().map_err(|_| {
        Fault::new(
            said!("is not a day of the calendar", "不是历法中的日期"),
            said!("check month and day", "请核对月和日"),
        )
    })
}

/// Reads a time of day, `08:30`, in seconds after midnight; `24:00` is the end of the day.
pub fn clock(text: &str) -> Result<f64, Fault> {
    let fault = || {
        Fault::new(
            said!("is not a time of day", "不是时刻"),
            said!("write hours and minutes: \"08:30\"", "请填写时和分：\"08:30\""),
        )
    };
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
        _ => Err(Fault::new(
            said!("must be true or false", "应为 true 或 false"),
            said!("write `true` or `false`", "请填写 `true` 或 `false`"),
        )),
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
        let advice = duration("7:15").unwrap_err().help.unwrap().en;
        assert!(advice.contains("`435 s` if these are minutes") && advice.contains("`26100 s`"), "{advice}");
        assert_eq!(
            duration("0:04:30").unwrap_err().help.as_ref().map(|help| help.en.as_str()),
            Some("write `270 s`")
        );
    }

    #[test]
    fn a_share_just_above_1_is_not_taken_for_percent() {
        assert_eq!(
            share_of(1.2).unwrap_err().help.as_ref().map(|help| help.en.as_str()),
            Some("a share is at most 1, which is 100 %")
        );
        assert_eq!(
            share("28").unwrap_err().help.as_ref().map(|help| help.en.as_str()),
            Some("write `28 %` or `0.28`")
        );
    }

    #[test]
    fn a_duration_that_is_not_one_is_refused_with_advice() {
        let advice = |text| duration(text).unwrap_err();
        assert_eq!(
            advice("270").help.as_ref().map(|help| help.en.as_str()),
            Some("write `270 s` (or `min`, `h`, `d`)")
        );
        assert!(advice("270 sec").help.unwrap().en.starts_with("write `270 s`;"));
        assert!(advice("4 m").help.unwrap().en.starts_with("write `4 min`;"));
        assert_eq!(advice("270s").help.as_ref().map(|help| help.en.as_str()), Some("write `270 s`"));
        assert_eq!(advice("-5 s").what.en, "must not be negative");
        for odd in ["", "s", "1e3 s", "nan s", "inf s", "1.2.3 s", ".5 s", "5. s", "--5 s", "5 s s", " 5 s"] {
            assert!(duration(odd).is_err(), "{odd:?}");
        }
    }

    #[test]
    fn shares_volumes_and_dates_are_read() {
        assert_eq!(share("28 %"), Ok(0.28));
        assert_eq!(share("0.28"), Ok(0.28));
        assert_eq!(
            share("28").unwrap_err().help.as_ref().map(|help| help.en.as_str()),
            Some("write `28 %` or `0.28`")
        );
        assert_eq!(volume("0.30 per inhabitant-year"), Ok(Volume::PerInhabitantYear(0.30)));
        assert_eq!(volume("40 per hour").map(|v| v.per_day(0)), Ok(960.0));
        assert_eq!(volume("492750 per year"), Ok(Volume::PerYear(492_750.0)));
        assert!(volume("0.3").unwrap_err().what.en.contains("needs a unit"));
        let advice = volume("492750 per annum").unwrap_err().help.unwrap().en;
        assert!(
            advice.starts_with("write `492750 per year`") && !advice.contains("492750 per inhabitant"),
            "{advice}"
        );
        assert_eq!(date("2021-04-26"), Ok(jiff::civil::date(2021, 4, 26)));
        assert!(date("2021-02-30").unwrap_err().what.en.contains("calendar"));
        assert!(date("26.4.2021").is_err());
        assert_eq!(
            whole("1,234").unwrap_err().help.as_ref().map(|help| help.en.as_str()),
            Some("write `1234`, digits and a point only")
        );
    }
}
