//! Axes of a study: a key that varies, the place where it points, and the values that it takes.

use super::file::VaryFile;
use super::key::{KeyScope, Target};
use super::quantity::Quantity;
use super::spread::Spread;
use super::spread_file;
use crate::language::{Text, said};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::source::{Node, Source, Value};

/// A key and the values that it takes.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The key as written in the study; the name of its column in results.
    pub key: String,
    /// The place where it points.
    pub(super) target: Target,
    values: Values,
    /// The value that others are compared with.
    pub(super) base: Option<Value>,
}

/// Values of an axis.
#[derive(Clone, Debug)]
enum Values {
    Listed(Vec<Value>),
    Steps {
        first: Quantity,
        step: f64,
        count: u64,
        whole: bool,
    },
    Spread {
        spread: Spread,
        /// The form of drawn numbers; their factor, if they are relative.
        like: Quantity,
        factor: bool,
        whole: bool,
    },
}

impl Axis {
    /// Makes an axis of these values; of none if they come row by row.
    pub(super) fn of(key: &str, target: Target, values: Vec<Value>, base: Option<Value>) -> Axis {
        Axis { key: key.to_owned(), target, values: Values::Listed(values), base }
    }

    /// Values that show of what kind those of the axis are: all that are listed, some of steps or a range.
    pub(super) fn samples(&self) -> Vec<Value> {
        match &self.values {
            Values::Listed(values) => values.clone(),
            Values::Steps { first, step, whole, .. } => {
                [0.0, 1.0, 2.0].iter().map(|k| first.with(first.number + k * step, *whole)).collect()
            }
            Values::Spread { .. } => [0.12, 0.37, 0.61].iter().filter_map(|place| self.at(*place)).collect(),
        }
    }

    /// Number of values; none of a range.
    pub(super) fn levels(&self) -> Option<u64> {
        match &self.values {
            Values::Listed(values) => Some(values.len() as u64),
            Values::Steps { count, .. } => Some(*count),
            Values::Spread { .. } => None,
        }
    }

    /// Value number `level`, below [`Axis::levels`].
    pub(super) fn level(&self, level: u64) -> Option<Value> {
        match &self.values {
            Values::Listed(values) => values.get(level as usize).cloned(),
            Values::Steps { first, step, whole, .. } => {
                Some(first.with(first.number + level as f64 * step, *whole))
            }
            Values::Spread { .. } => None,
        }
    }

    /// The value at a place in (0, 1): of listed values each has an equal part.
    pub(super) fn at(&self, place: f64) -> Option<Value> {
        match &self.values {
            Values::Spread { spread, factor: false, whole: true, like } => {
                Some(like.with(spread.whole_quantile(place), true))
            }
            Values::Spread { spread, .. } => self.drawn(spread.quantile(place)),
            _ => {
                let levels = self.levels()?;
                self.level(((place * levels as f64) as u64).min(levels.saturating_sub(1)))
            }
        }
    }

    /// A number of a range as it is written, to seven digits: more say nothing.
    fn drawn(&self, number: f64) -> Option<Value> {
        let Values::Spread { like, factor, whole, .. } = &self.values else { return None };
        let number = if *factor { like.number * number } else { number };
        Some(like.with(seven_digits(number), *whole))
    }

    /// The levels of this axis alone, the base left out; of a range its ends.
    pub(super) fn tried_alone(&self) -> Axis {
        let all: Vec<Value> = match &self.values {
            Values::Spread { spread, .. } => {
                spread.ends().iter().filter_map(|end| self.drawn(*end)).collect()
            }
            _ => (0..self.levels().unwrap_or(0)).filter_map(|level| self.level(level)).collect(),
        };
        let other = |value: &Value| self.base.as_ref().is_none_or(|base| !same(base, value));
        let values = Values::Listed(all.into_iter().filter(other).collect());
        Axis { values, ..self.clone() }
    }

    /// The level of the base among the values.
    pub(super) fn base_level(&self) -> Option<u64> {
        let base = self.base.as_ref()?;
        let (Values::Listed(_) | Values::Steps { .. }) = &self.values else { return None };
        (0..self.levels()?).find(|level| self.level(*level).is_some_and(|value| same(&value, base)))
    }
}

/// The number of seven digits next to this one.
fn seven_digits(number: f64) -> f64 {
    // Whole numbers and powers of ten up to the 22nd are exact, so their quotient is what its digits read as.
    let power = |exponent: i32| (0..exponent).fold(1.0, |power, _| 10.0 * power);
    let decimals = 6_i32.saturating_sub(libm::floor(libm::log10(number.abs())) as i32);
    match decimals {
        0..=22 => (number * power(decimals)).round() / power(decimals),
        _ => format!("{number:.6e}").parse().unwrap_or(number),
    }
}

/// Returns whether two values are equal, however they are written.
fn same(a: &Value, b: &Value) -> bool {
    match (Quantity::of(a), Quantity::of(b)) {
        (Some(a), Some(b)) => a.is_like(&b) && a.number == b.number,
        _ => a.literal() == b.literal(),
    }
}

/// Reads the axis of `[[vary]]` number `index`.
pub(super) fn read(
    index: usize,
    file: &VaryFile,
    study: &Source,
    scope: &KeyScope<'_>,
    problems: &mut Problems,
) -> Option<Axis> {
    let mut target = Target::parse(&file.key);
    let node = |name: &str| study.find(&format!("vary.#{index}.{name}"));
    let times = file.multiply.is_some() || file.relative == Some(true);
    if let Target::Cells { times: own, .. } = &mut target {
        *own = times || file.values.is_none() && file.from.is_none();
    }
    let span = node("key").map(|node| node.span.clone()).unwrap_or_default();
    if let Some(problem) = scope.fault(&file.key, &target, study, span) {
        problems.push(problem);
        return None;
    }
    let own = scope.own_value(&file.key, &target);
    let reader = Reading { study, index, key: &file.key, scope, own: own.as_ref(), times, target: &target };
    let values = reader.values(file, problems)?;
    let base = node("base").map(|node| node.value.clone()).or(own);
    Some(Axis { key: file.key.clone(), target, values, base })
}

struct Reading<'r> {
    study: &'r Source,
    index: usize,
    key: &'r str,
    scope: &'r KeyScope<'r>,
    /// The scenario's own value; 1 of a factor on a column.
    own: Option<&'r Value>,
    /// Numbers are factors on the scenario's own value.
    times: bool,
    target: &'r Target,
}

impl Reading<'_> {
    fn node(&self, name: &str) -> Option<&Node> {
        self.study.find(&format!("vary.#{}.{name}", self.index))
    }

    fn refuse<T>(&self, name: &str, title: Text, help: Text, problems: &mut Problems) -> Option<T> {
        problems.push(self.study.problem_at(&format!("vary.#{}.{name}", self.index), title).help(help));
        None
    }

    fn values(&self, file: &VaryFile, problems: &mut Problems) -> Option<Values> {
        if file.values.is_some() {
            return self.listed(problems);
        }
        if let Some(factors) = &file.multiply {
            let like = self.multiplied("multiply", problems)?;
            let whole = self.takes_whole_numbers(&like);
            return Some(Values::Listed(factors.iter().map(|f| like.with(like.number * f, whole)).collect()));
        }
        if file.from.is_some() {
            return self.steps(problems);
        }
        let spread = match file.distribution {
            Some(_) => spread_file::read(self.node("distribution")?, self.study, problems)?,
            None => {
                let (low, high) = (self.quantity("low", problems), self.quantity("high", problems));
                let (low, high) = (low?, high?);
                if !low.is_like(&high) || low.number > high.number {
                    let help = said!(
                        "write both in the same unit, the lower one first",
                        "请用相同单位填写，较小者在前"
                    );
                    return self.refuse(
                        "high",
                        said!("`high` does not go with `low`", "`high` 与 `low` 不匹配"),
                        help,
                        problems,
                    );
                }
                self.whole_ends(&low, &high, problems)?;
                (Spread::Uniform { low: low.number, high: high.number }, low)
            }
        };
        let (spread, like) = spread;
        let like = if self.times { self.multiplied("relative", problems)? } else { like };
        let whole = self.takes_whole_numbers(&like);
        Some(Values::Spread { spread, like, factor: self.times, whole })
    }

    /// Refuses ends of a range that no value can reach, because the key takes whole numbers.
    fn whole_ends(&self, low: &Quantity, high: &Quantity, problems: &mut Problems) -> Option<()> {
        let ends = [("low", low), ("high", high)];
        let broken = ends.iter().find(|(_, end)| end.number.fract() != 0.0 && !self.times);
        match broken {
            Some((name, _)) if self.takes_whole_numbers(low) => {
                let key = &self.key;
                let title = said!(
                    "`{name}` must be a whole number: `{key}` takes no others",
                    "`{name}` 应为整数：`{key}` 只取整数"
                );
                self.refuse(
                    name,
                    title,
                    said!("write the least and the greatest value", "请填写最小值和最大值"),
                    problems,
                )
            }
            _ => Some(()),
        }
    }

    fn listed(&self, problems: &mut Problems) -> Option<Values> {
        let node = self.node("values")?;
        let Value::List(items) = &node.value else { return None };
        for (item, other) in
            items.iter().enumerate().flat_map(|(i, a)| items[..i].iter().map(move |b| (a, b)))
        {
            if same(&item.value, &other.value) {
                let title = format!("the value {} appears twice", item.value.literal());
                problems.push(
                    self.study
                        .problem(item.span.clone(), title)
                        .help(said!("leave one of them out", "请删去其一")),
                );
                return None;
            }
        }
        if *self.target == Target::Alternative {
            items.iter().for_each(|item| self.known(item, problems));
        }
        Some(Values::Listed(items.iter().map(|item| item.value.clone()).collect()))
    }

    fn known(&self, item: &Node, problems: &mut Problems) {
        let title = match item.as_text() {
            Some(name) if self.scope.knows(name) => return,
            Some(name) => said!("there is no alternative `{name}`", "没有备选方案 `{name}`"),
            None => said!("an alternative is named by a text", "备选方案以文本命名"),
        };
        let help = self.scope.alternatives_help();
        problems.push(self.study.problem(item.span.clone(), title).help(help));
    }

    fn steps(&self, problems: &mut Problems) -> Option<Values> {
        let [from, to, step] = ["from", "to", "step"].map(|name| self.quantity(name, problems));
        let (from, to, step) = (from?, to?, step?);
        let form = said!(
            "write `from`, `to` and `step` in the same unit; between dates `step` is e.g. \"7 d\"",
            "`from`、`to` 和 `step` 请用相同单位；日期之间 `step` 例如 \"7 d\""
        );
        let Some(size) = from.step(&step).filter(|_| from.is_like(&to)) else {
            return self.refuse(
                "step",
                said!("`from`, `to` and `step` do not go together", "`from`、`to` 和 `step` 不匹配"),
                form,
                problems,
            );
        };
        let steps = (to.number - from.number) / size;
        if size == 0.0 || steps < 0.0 {
            let title = said!("no step leads from `from` to `to`", "`step` 无法从 `from` 到达 `to`");
            let help = said!(
                "write a positive `step`, and the lower end first",
                "请填写正的 `step`，较小的一端在前"
            );
            return self.refuse("step", title, help, problems);
        }
        // `to` is included, whatever binary fractions make of it.
        let count = (steps * (1.0 + 1e-12) + 1e-9).floor() + 1.0;
        if count > MOST_STEPS {
            return self.refuse(
                "step",
                said!("{count} values are too many", "{count} 个取值过多"),
                said!("take longer steps", "请加大步长"),
                problems,
            );
        }
        let wider = if step.number.fract() == 0.0 { &from } else { &step };
        let (first, step, whole) = match self.times {
            true => {
                let like = self.multiplied("relative", problems)?;
                let scale = like.number;
                let whole = self.takes_whole_numbers(&like);
                (like.of_size(scale * from.number), scale * size, whole)
            }
            false => (from.wider(wider), size, false),
        };
        Some(Values::Steps { first, step, count: count as u64, whole })
    }

    fn quantity(&self, name: &str, problems: &mut Problems) -> Option<Quantity> {
        let Some(quantity) = Quantity::of(&self.node(name)?.value) else {
            let title = said!("`{name}` is not a number", "`{name}` 不是数字");
            let help = said!(
                "write a number (100), one with a unit (\"60 s\"), or a date",
                "请填写数字（100）、带单位的数字（\"60 s\"）或日期"
            );
            return self.refuse(name, title, help, problems);
        };
        Some(quantity)
    }

    /// The scenario's own number, which factors multiply.
    fn multiplied(&self, name: &str, problems: &mut Problems) -> Option<Quantity> {
        let found = self.own.and_then(Quantity::of).filter(|own| !own.is_date());
        if found.is_none() {
            let key = &self.key;
            let title = said!("`{key}` is not a number that could be multiplied", "`{key}` 不是可乘的数");
            return self.refuse(name, title, said!("give its `values`", "请填写其 `values`"), problems);
        }
        found
    }

    /// A key that refuses fractions is given whole numbers.
    fn takes_whole_numbers(&self, like: &Quantity) -> bool {
        *self.target == Target::Value && self.scope.refuses_fractions(self.key, like)
    }
}

/// Values of an axis at most.
const MOST_STEPS: f64 = 1e9;

/// A problem of the axis as a whole.
pub(super) fn problem(study: &Source, index: usize, title: Text) -> Problem {
    study.problem_at(&format!("vary.#{index}.key"), title)
}

#[cfg(test)]
mod tests {
    use super::seven_digits;
    use crate::rng::{RandomStream, uniform};

    #[test]
    fn a_number_of_seven_digits_is_what_is_written() {
        let mut words = RandomStream::new(3);
        let drawn = (0..100_000).map(|n| (uniform(&mut words) - 0.3) * libm::exp10(f64::from(n % 41 - 20)));
        let edges = [0.0, -0.0, 1.0, 10.0, 1e6, 9_999_999.6, 0.999_999_96, 1e-300, 1e300, f64::MAX];
        for number in drawn.chain(edges) {
            let written: f64 = format!("{number:.6e}").parse().unwrap();
            assert_eq!(seven_digits(number).to_bits(), written.to_bits(), "{number}");
        }
    }
}
