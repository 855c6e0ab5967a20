//! Chinese of the charts of a run.

use super::super::{ChartWords, Chinese};
use jiff::civil::Date;

impl ChartWords for Chinese {
    fn simulated(&self, scenario: &str, replications: u64, seed: u64, version: &str) -> String {
        format!(
            "模拟结果：方案 {scenario}，重复{replications}次，种子 {seed}，hotseat {version}；阴影为95%置信区间"
        )
    }

    fn calendar_subtitle(&self, desks: bool) -> String {
        let whose = if desks { "（含部门座席）" } else { "" };
        format!("按日期：已接通来电的平均等待与接通率{whose}；下方为各热线归并时段")
    }

    fn waits_by_date(&self) -> &'static str {
        "各日等待时长"
    }

    fn longest_wait(&self, week: Date, wait: &str) -> String {
        format!("{week} 起的一周等待最久：平均 {wait}")
    }

    fn longest_wait_at(&self, site: &str, week: Date, wait: &str) -> String {
        format!("{site}在 {week} 起的一周最差：平均等待 {wait}")
    }

    fn people_for_seats(&self, site: &str, people: f64, seats: f64) -> String {
        format!("{site}：日均最多 {people:.0} 人在岗，座席 {seats:.0} 个")
    }

    fn load_subtitle(&self) -> &'static str {
        "按半小时：话务量（爱尔兰）、在岗人员与座席，各日平均"
    }

    fn all(&self) -> &'static str {
        "全部"
    }

    fn level_is(&self, level: &str, seconds: f64) -> String {
        format!("{level} 的来电在 {seconds} 秒内接通")
    }

    fn waits_subtitle(&self) -> &'static str {
        "等待超过该时长的已接通来电所占比例"
    }
}
