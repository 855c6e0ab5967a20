//! Chinese of the charts of a run.

use super::super::{ChartWords, Chinese, IntervalStyle, NamedSite, PathWords};
use crate::verdict::{Verdict, VerdictCounts};
use jiff::civil::Date;

impl ChartWords for Chinese {
    fn simulated(
        &self,
        scenario: &str,
        replications: u64,
        seed: u64,
        intervals: Option<IntervalStyle>,
    ) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let intervals = match intervals {
            None => "",
            Some(IntervalStyle::Bands) => "；阴影为95%置信区间",
            Some(IntervalStyle::ErrorBars) => "；误差线为95%置信区间",
            Some(IntervalStyle::Numbers) => "；± 为95%置信区间半宽",
        };
        format!(
            "模拟结果：情景 {scenario}，模拟{replications}次，随机种子 {seed}，hotseat {version}{intervals}"
        )
    }

    fn rule_message(&self, seats: f64, counts: &VerdictCounts, most: Option<NamedSite<'_>>) -> String {
        let VerdictCounts { sites, holds, fails, inconclusive, too_small } = *counts;
        let others = [(fails, "不满足"), (inconclusive, "不能判定"), (too_small, "来电太少")];
        let others: Vec<String> = others
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number}个{what}"))
            .collect();
        let answer = match others.is_empty() {
            true => format!("{sites}个站点全部满足"),
            false => format!("{sites}个站点中{holds}个满足（{}）", others.join("，")),
        };
        let most = most.map_or_else(String::new, |NamedSite { site, figure, seats }| {
            format!("；{site}需要最多：{figure}个，即{seats}席")
        });
        format!("每百万人{seats}个座席：{answer}{most}")
    }

    fn rule_message_of_one(&self, seats: f64, site: &str, verdict: Verdict, least: Option<&str>) -> String {
        let answer = match verdict {
            Verdict::Holds => "够用",
            Verdict::Fails => "不够用",
            Verdict::Inconclusive => "是否够用不能判定",
            Verdict::TooSmall => "来电太少，无法判定",
        };
        let needed = least.map_or_else(String::new, |least| format!("；最少需{least}个"));
        format!("{site}：每百万人{seats}个座席{answer}{needed}")
    }

    fn rule_subtitle(&self, staff_per_seat: f64, days: usize) -> String {
        format!(
            "全部建成并归并，每座席{staff_per_seat}人；满足：{days}天内最差24小时接通率高于95%且超出其95%置信区间"
        )
    }

    fn path_message(&self, worst: &PathWords<'_>, others: usize) -> String {
        let PathWords { site, failing, judged, until, .. } = worst;
        let until = until.as_ref().map_or("，直至期末".to_owned(), |date| format!("，至{date}止"));
        let others = match others {
            0 => String::new(),
            n => format!("；另有{n}个站点也有这样的周"),
        };
        format!("过渡期间{site}在{judged}周中有{failing}周低于95%{until}{others}")
    }

    fn no_week_fails(&self, site: Option<&str>) -> String {
        format!("过渡期间{}没有一周低于95%", site.unwrap_or("各站点"))
    }

    fn path_subtitle(&self, first: Option<Date>, last: Option<Date>) -> String {
        let span = first.zip(last).map_or_else(String::new, |(first, last)| format!("，{first}至{last}"));
        format!("每周最低24小时接通率，各次模拟的均值{span}；不能判定：其95%置信区间包含95%")
    }

    fn weeks_failing(&self, failing: usize, judged: usize, from: Option<Date>) -> String {
        match (judged, failing, from) {
            (0, _, _) => "未判定".to_owned(),
            (_, 0, _) => format!("{judged}周中0周"),
            (_, _, Some(from)) => format!("{judged}周中{failing}周，{from}起无"),
            (_, _, None) => format!("{judged}周中{failing}周，直至期末"),
        }
    }

    fn calendar_subtitle(&self, front_lines: bool) -> String {
        let whose = if front_lines { "到达前台的来电，" } else { "" };
        format!("{whose}按日期：已接通来电的平均等待与接通率；下方为各热线归并时段")
    }

    fn waits_by_date(&self) -> &'static str {
        "各日等待时长"
    }

    fn longest_wait(&self, week: Date, wait: &str) -> String {
        format!("{week} 起的一周等待最久：已接通来电平均等待 {wait}")
    }

    fn people_for_seats(&self, site: &str, people: f64, seats: f64) -> String {
        format!("{site}：日均最多 {people:.0} 人在岗，座席 {seats:.0} 个")
    }

    fn load_subtitle(&self) -> &'static str {
        "按半小时：话务强度（爱尔兰）、在岗人员与座席，各日平均"
    }

    fn all(&self) -> &'static str {
        "全部"
    }

    fn waited_at_most(&self, share: &str, seconds: f64) -> String {
        format!("已接通来电中 {share} 等待不超过 {seconds} 秒")
    }

    fn waits_subtitle(&self, front_lines: bool) -> &'static str {
        if front_lines {
            "前台已接通来电中，等待超过该时长者所占比例"
        } else {
            "已接通来电中，等待超过该时长者所占比例"
        }
    }
}
