//! Chinese of the report of `compare`.

use super::super::{Chinese, CompareWords, Shown};

impl CompareWords for Chinese {
    fn all_calls(&self) -> &'static str {
        "全部来电"
    }

    fn front_line_calls(&self) -> &'static str {
        "到达前台的来电"
    }

    fn shown(&self, shown: Shown) -> &'static str {
        match shown {
            Shown::Offered => "呼入次数（每次重复）",
            Shown::AnswerRate => "接通率（按来电次数）",
            Shown::AnswerRateByCaller => "接通率（按来电人）",
            Shown::Abandoned => "排队放弃",
            Shown::Blocked => "遇忙",
            Shown::Closed => "非服务时间来电",
            Shown::AnsweredWithin15 => "15 秒内接通",
            Shown::MeanWait => "平均等待（已接通）",
            Shown::WaitOf95 => "其中95%的等待不超过",
            Shown::Occupancy => "占用率",
            Shown::StaffedHours => "在岗工时",
            Shown::Satisfaction => "预期满意率",
            Shown::Worst24h => "最差连续24小时接通率",
            Shown::FollowUps => "回访次数",
            Shown::OvertimeHours => "加班工时",
        }
    }

    fn paired_interval(&self) -> &'static str {
        "± 为按重复次配对所得差值的95%置信区间半宽；* 表示区间不含 0"
    }

    fn same_files(&self) -> &'static str {
        "两者文件内容相同"
    }

    fn different_files(&self) -> &'static str {
        "文件中的不同之处"
    }

    fn not_given(&self) -> &'static str {
        "未给出"
    }

    fn more_differences(&self, more: usize) -> String {
        format!("另有 {more} 处")
    }

    fn compared_site_titles(&self) -> [&'static str; 8] {
        ["站点", "接通率 A", "B", "B - A", "最差24小时 A", "B", "B - A", "结论"]
    }
}
