//! Says what the formulas were given, as it was understood: a handle time of 3 is three seconds.

use super::arguments::{AArgs, BArgs, Traffic};
use crate::decimal;
use crate::language::Language;

/// A mean handle time below this, in seconds, is questioned.
const SHORT: f64 = 10.0;

/// Returns the lines that stand above the answer, with a blank one after them.
pub(super) fn words((given, aht): (String, Option<f64>), lang: Language) -> String {
    let short = aht.filter(|aht| *aht < SHORT).map(|aht| questioned(aht, lang));
    let lines = std::iter::once(given).chain(short);
    lines.map(|line| format!(" {line}\n")).chain(["\n".to_owned()]).collect()
}

/// Words what Erlang B was given, with its handle time.
pub(super) fn loss(args: &BArgs, lang: Language) -> (String, Option<f64>) {
    match (args.calls_per_hour, args.aht) {
        (Some(calls), Some(aht)) => (traffic(calls, aht, lang), Some(aht)),
        _ => {
            let load = decimal::text(args.erlangs.unwrap_or_default());
            (lang.pick(&format!("{load} erlangs"), &format!("话务强度 {load} 爱尔兰")).to_owned(), None)
        }
    }
}

/// Words what Erlang C was given, with its handle time.
pub(super) fn queue(args: &Traffic, lang: Language) -> (String, Option<f64>) {
    let aht = args.aht.mean();
    (traffic(args.hourly(), aht, lang), Some(aht))
}

/// Words what Erlang A was given, with its handle time.
pub(super) fn patient(args: &AArgs, lang: Language) -> (String, Option<f64>) {
    let (given, aht) = queue(&args.traffic, lang);
    let patience = args.patience.mean();
    let words = match patience.is_finite() {
        true => {
            let patience = time(patience, lang);
            lang.pick(&format!("mean patience {patience}"), &format!("平均耐心 {patience}")).to_owned()
        }
        false => lang.pick("endless patience", "耐心无限").to_owned(),
    };
    (format!("{given}{}{words}", lang.pick(", ", "，")), aht)
}

fn traffic(calls: f64, aht: f64, lang: Language) -> String {
    let load = decimal::text((calls / crate::time::HOUR * aht * 100.0).round() / 100.0);
    let (calls, aht) = (decimal::text(calls), time(aht, lang));
    let en = format!("{calls} calls per hour, mean handle time {aht}, load {load} erlangs");
    let zh = format!("每小时 {calls} 个来电，平均处理时长 {aht}，话务强度 {load} 爱尔兰");
    lang.pick(&en, &zh).to_owned()
}

/// Words a time in seconds, of a minute and more in minutes too.
fn time(seconds: f64, lang: Language) -> String {
    let tidy = |x: f64| decimal::text((x * 100.0).round() / 100.0);
    let (s, min) = (tidy(seconds), tidy(seconds / 60.0));
    match seconds >= 60.0 {
        true => lang.pick(&format!("{s} s ({min} min)"), &format!("{s} 秒（{min} 分钟）")).to_owned(),
        false => lang.pick(&format!("{s} s"), &format!("{s} 秒")).to_owned(),
    }
}

fn questioned(aht: f64, lang: Language) -> String {
    let number = decimal::text(aht);
    let en =
        format!("a handle time of {} is short: minutes are written --aht \"{number} min\"", time(aht, lang));
    let zh = format!("处理时长仅 {}：若为分钟，请写 --aht \"{number} min\"", time(aht, lang));
    lang.pick(&en, &zh).to_owned()
}
