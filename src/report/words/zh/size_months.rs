//! Chinese of the report of what sites need month by month.

use super::super::{Chinese, SizeMonthsWords};

impl SizeMonthsWords for Chinese {
    fn months_question(&self, requirement: &str) -> String {
        format!("过渡期间各月，各站点满足 {requirement} 合计所需的座席与人员：")
    }

    fn months_titles(&self) -> [&'static str; 6] {
        ["月份", "已有：席/人", "需要：席/人", "缺口", "最迟招聘", "缺人的站点"]
    }

    fn site_misses(&self, site: &str, people: &str) -> String {
        format!("{site} {people} 人")
    }

    fn path_suffices(&self) -> String {
        "各月各站点的座席和人员均够用。".to_owned()
    }

    fn path_falls_short(&self, people: &str, until: &str) -> String {
        format!("座席或人员的缺口持续到{until}；最紧张的月份缺 {people} 人。")
    }

    fn months_untold(&self, names: &str) -> String {
        format!("以下站点在某些月份的需要量须增加模拟次数才能判定：{names}。")
    }

    fn months_chart_title(&self, people: &str, month: &str, hire_by: Option<&str>) -> String {
        let by = hire_by.map(|date| format!("，最迟应于{date}招聘")).unwrap_or_default();
        format!("{month}起的月份缺 {people} 人{by}")
    }

    fn months_chart_subtitle(&self, requirement: &str) -> String {
        format!("过渡期间各站点满足 {requirement} 合计所需人员与计划已有人员")
    }

    fn months_chart_names(&self) -> [&'static str; 3] {
        ["需要且已有", "需要而缺", "按计划已有"]
    }

    fn months_chart_rule(&self, people: &str) -> String {
        format!("标准：{people} 人")
    }

    fn months_note(&self, confidence: &str, hire_ahead_days: u32) -> String {
        format!(
            "已有：按计划当月首日的座席与人员；需要：按标准人席比，使当月 {confidence} 区间整体满足要求的最少座席；规模过小的站点按已有计；\
             缺口：逐站点相加，不相互抵补\n\
             最迟招聘：当月首日前推招聘与培训所需的 {hire_ahead_days} 天"
        )
    }
}
