//! An analysis in words: of what points are judged by.

use crate::language::Language;

use super::super::words::{figure, label, with_half_width};
use super::super::{Key, Sheet};
use super::tables::answerable;
use super::{Analysis, Ends, Found, Levels, judged};
use crate::report::indicator::Indicator;
use crate::report::words::{UNKNOWN, percent, percent_with, table};
use crate::stats::Estimate;
use crate::sweep::ReplicationBudget;
use crate::sweep::effects::{Effects, Index, Indices, Split, Swing};

/// Share of chance in the variance between points from which on it is warned of.
const MUCH_CHANCE: f64 = 0.1;
/// Rows of a table at most.
const ROWS: usize = 12;

impl Analysis {
    /// What the keys do, in a table or a few lines.
    pub(in crate::report::sweep) fn text(&self, sheet: &Sheet, lang: Language) -> String {
        let Some(kpi) = sheet.judge().map(|judge| &sheet.indicators[judge]) else { return String::new() };
        let told = Told { sheet, kpi, lang };
        let text = match &self.of {
            Found::Nothing => None,
            Found::Effects(keys, all) => judged(sheet, all).map(|own| told.effects(own, keys)),
            Found::Swings(keys, all) => judged(sheet, all).map(|own| told.swings(own, keys)),
            Found::Indices(all) => judged(sheet, all).map(|own| told.indices(own)),
            Found::Splits(all) => judged(sheet, all).and_then(|own| told.split(own)),
        };
        if self.too_large {
            return lang
                .pick("  too many points for effects of keys\n", "  设计点过多，不计算各参数的影响\n")
                .to_owned();
        }
        let note = || match lang {
            Language::En => format!("  from the first {} replications of each point\n", self.replications),
            Language::Zh => format!("  取各设计点的前 {} 次重复\n", self.replications),
        };
        let sequential = matches!(sheet.effort, ReplicationBudget::Until { .. });
        text.map_or(String::new(), |text| if sequential { text + &note() } else { text })
    }
}

struct Told<'t> {
    sheet: &'t Sheet,
    kpi: &'t Indicator,
    lang: Language,
}

impl Told<'_> {
    fn what(&self) -> String {
        label(&self.kpi.name, self.lang)
    }

    /// Shares of the variance, the largest first; of a key with the value at which the KPI is least and greatest.
    fn effects(&self, own: &Effects, keys: &[Levels]) -> String {
        let mut all: Vec<(usize, ([&str; 2], Estimate))> =
            answerable(own, keys).into_iter().enumerate().collect();
        let size = |share: &Estimate| share.mean.unwrap_or(0.0);
        all.sort_by(|(_, (_, a)), (_, (_, b))| size(b).total_cmp(&size(a)));
        let row = |(index, (names, share)): &(usize, ([&str; 2], Estimate))| {
            let name = match names {
                ["", _] => self.lang.pick("three and more", "三个及以上").to_owned(),
                [key, ""] => (*key).to_owned(),
                [a, b] => format!("{a} × {b}"),
            };
            let ends = own.main.get(*index).map(|main| self.ends(own, &keys[main.key], &main.levels));
            let [least, most] = ends.unwrap_or_default();
            vec![
                name,
                share.mean.map_or(UNKNOWN.to_owned(), |_| percent_with(*share, self.lang)),
                least,
                most,
            ]
        };
        let what = self.what();
        let head = match self.lang {
            Language::En => [
                format!("what moves: {what}"),
                "of variance".to_owned(),
                "least with".to_owned(),
                "most with".to_owned(),
            ],
            Language::Zh => [
                format!("影响因素：{what}"),
                "方差占比".to_owned(),
                "最低时取值".to_owned(),
                "最高时取值".to_owned(),
            ],
        };
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        table(&head, all.iter().take(ROWS).map(row).collect())
    }

    /// The values of a key with the least and the greatest mean over all points that have them.
    fn ends(&self, own: &Effects, key: &Levels, effects: &[Estimate]) -> [String; 2] {
        let size = |index: &usize| effects[*index].mean.unwrap_or(0.0);
        let by = |a: &usize, b: &usize| size(a).total_cmp(&size(b));
        let text = |index: usize| {
            let mean = own.mean.mean.zip(effects[index].mean).map(|(mean, effect)| mean + effect);
            format!("{}: {}", key.values[index], figure(self.kpi, mean, self.lang))
        };
        let ends = [(0..effects.len()).min_by(by), (0..effects.len()).max_by(by)];
        ends.map(|end| end.map_or(String::new(), text))
    }

    fn swings(&self, own: &[Swing], keys: &[Ends]) -> String {
        let end = |value: &str, difference: Estimate| format!("{value}: {}", self.difference(difference));
        let row = |swing: &Swing| {
            let Ends { key, base, low, high, .. } = &keys[swing.key];
            vec![key.clone(), base.clone(), end(low, swing.low), end(high, swing.high)]
        };
        let what = self.what();
        let head = match self.lang {
            Language::En => {
                [format!("difference of {what}"), "base".to_owned(), "low".to_owned(), "high".to_owned()]
            }
            Language::Zh => [format!("{what}之差"), "基准".to_owned(), "低".to_owned(), "高".to_owned()],
        };
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        table(&head, own.iter().take(ROWS).map(row).collect())
    }

    /// A difference with its sign: "+1.2 pp ± 0.3".
    fn difference(&self, Estimate { mean, half_width }: Estimate) -> String {
        let (scale, unit) = match &*self.kpi.unit {
            "share" => (100.0, self.lang.pick(" pp", " 个百分点")),
            "s" => (1.0, self.lang.pick(" s", " 秒")),
            _ => (1.0, ""),
        };
        let Some(mean) = mean else { return UNKNOWN.to_owned() };
        let half = half_width.map_or(String::new(), |half| format!(" ± {:.1}", scale * half));
        format!("{:+.1}{unit}{half}", scale * mean + 0.0)
    }

    fn indices(&self, own: &Indices) -> String {
        let mut keys: Vec<(&Key, &Index)> = self.sheet.keys.iter().zip(&own.keys).collect();
        let total = |index: &Index| index.total.mean.unwrap_or(0.0);
        keys.sort_by(|(_, a), (_, b)| total(b).total_cmp(&total(a)));
        let row = |(key, index): &(&Key, &Index)| {
            vec![key.name.clone(), percent_with(index.first, self.lang), percent_with(index.total, self.lang)]
        };
        let what = self.what();
        let head = match self.lang {
            Language::En => {
                [format!("variance of {what}"), "by the key alone".to_owned(), "with interactions".to_owned()]
            }
            Language::Zh => [format!("{what}的方差"), "一阶指数".to_owned(), "总效应指数".to_owned()],
        };
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        table(&head, keys.iter().take(ROWS).map(row).collect()) + &self.chance(own)
    }

    /// A warning where chance is not small beside what the keys do.
    fn chance(&self, own: &Indices) -> String {
        let Some(share) = own.chance() else {
            return self
                .lang
                .pick(
                    "  one replication per point: chance passes for interaction\n",
                    "  每点仅重复一次：随机误差计入交互作用\n",
                )
                .to_owned();
        };
        if share < MUCH_CHANCE {
            return String::new();
        }
        let share = percent(Some(share), self.lang);
        match self.lang {
            Language::En => format!(
                "  Chance is {share} of the variance between points: take more replications before you trust small total\n  \
                 indices, which are too large or too small by chance and, of waits, by the skewness of few replications\n"
            ),
            Language::Zh => format!(
                "  设计点之间的方差中随机误差占 {share}：重复次数偏少，较小的总效应指数不可靠（等待类指标分布偏斜，偏差更大），\n  \
                 请增加重复次数\n"
            ),
        }
    }

    /// None from a single replication, of which nothing can be told.
    fn split(&self, own: &Split) -> Option<String> {
        let (low, high) = own.range?;
        let figure = |value: f64| figure(self.kpi, Some(value), self.lang);
        let (what, mean) = (self.what(), with_half_width(self.kpi, own.mean, self.lang));
        let (low, high) = (figure(low), figure(high));
        let share = percent(own.share(), self.lang);
        Some(match self.lang {
            Language::En => format!(
                "  Over the inputs: {what} {mean}; 95 % of cases lie between {low} and {high}\n  \
                 Of the variance between points {share} is input uncertainty, the rest sampling error\n"
            ),
            Language::Zh => format!(
                "  按输入的不确定性：{what} {mean}；95%的情形在 {low} 与 {high} 之间\n  \
                 设计点之间的方差中，输入不确定性占 {share}，其余为抽样误差\n"
            ),
        })
    }
}
