//! Chinese of the report of sizing interval by interval.

use super::super::{Chinese, IntervalsQuestion, SizeIntervalsWords};

impl SizeIntervalsWords for Chinese {
    fn intervals_question(&self, question: &IntervalsQuestion<'_>) -> String {
        let IntervalsQuestion { place, requirement, minutes } = question;
        format!("{place}每 {minutes} 分钟所需话务员，使每个半小时均满足 {requirement}：")
    }

    fn time_of_day(&self) -> &'static str {
        "时间"
    }

    fn every_day(&self) -> &'static str {
        "每天"
    }

    fn weekday_name(&self, day: usize) -> &'static str {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day % 7]
    }

    fn intervals_total(&self, hours: &str, peak: &str, heads: Option<&str>) -> String {
        let heads = heads.map_or(String::new(), |heads| format!("；计入缺勤与休息，高峰需 {heads} 人"));
        format!("平均每天 {hours} 工时，高峰 {peak} 人在线{heads}")
    }

    fn intervals_claim(&self, open: usize, confidence: &str) -> String {
        match open {
            0 => format!(
                "每个半小时均经新的模拟证实满足要求，各自置信度 {confidence}（比率容差0.2个百分点，时间容差1%）"
            ),
            _ => format!("有 {open} 个时段未能证实满足要求：需要更多次模拟"),
        }
    }

    fn not_sized(&self, names: &str) -> String {
        format!("未计算（与其他组共接来电或接受转接）：{names}")
    }

    fn agents_needed(&self) -> &'static str {
        "所需话务员"
    }

    fn intervals_chart_title(&self, place: &str, peak: &str, at: &str) -> String {
        format!("{place}高峰 {at} 需要 {peak} 名话务员")
    }

    fn intervals_chart_subtitle(&self, question: &IntervalsQuestion<'_>) -> String {
        format!("每 {} 分钟所需话务员，使每个半小时满足 {}", question.minutes, question.requirement)
    }
}
