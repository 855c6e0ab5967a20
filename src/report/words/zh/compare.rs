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
            Shown::Offered => "呼入次数（每次模拟）",
            Shown::AnswerRate => "接通率（按来电次数）",
            Shown::AnswerRateByCaller => "接通率（按来电群众）",
            Shown::Abandoned => "排队放弃",
            Shown::Blocked => "遇忙",
            Shown::Closed => "非服务时间来电",
            Shown::AnsweredWithin15 => "15 秒内接通",
            Shown::MeanWait => "平均等待（已接通）",
            Shown::WaitOf95 => "其中95%的等待不超过",
            Shown::Occupancy => "占用率",
            Shown::StaffedHours => "在岗工时",
            Shown::Satisfaction => "预期满意率",
            Shown::Worst24h => "最差24小时接通率",
            Shown::FollowUps => "回访次数",
            Shown::OvertimeHours => "加班工时",
        }
    }

    fn paired_interval(&self) -> &'static str {
        "± 为逐次模拟配对所得差值的95%置信区间半宽；* 表示区间不含 0"
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

    fn compared_rule_heading(&self) -> &'static str {
        "配置标准（全部建成并归并）"
    }

    fn compared_rule_titles(&self) -> [&'static str; 5] {
        ["站点", "最差24小时接通率 A", "B", "B - A", "结论"]
    }

    fn compared_rule_note(&self) -> &'static str {
        "满足：前台任意连续24小时最低接通率在各次模拟上的均值高于95%且超出其95%置信区间；不满足：低于且超出；\n不能判定：介于两者之间；来电太少：任一24小时来电均不足200次"
    }

    fn compared_front_lines_heading(&self) -> &'static str {
        "到达前台的来电（按所运行的阶段）"
    }

    fn compared_front_line_titles(&self, kpis: [Shown; 2]) -> [String; 7] {
        let [first, second] = kpis.map(|kpi| format!("{} A", self.shown(kpi)));
        let [b, difference] = ["B", "B - A"].map(str::to_owned);
        ["站点".to_owned(), first, b.clone(), difference.clone(), second, b, difference]
    }

    fn all_front_lines(&self) -> &'static str {
        "全部前台"
    }

    fn all_calls_with_closed_desks(&self) -> &'static str {
        "全部来电（含打到已下班部门座席的来电）"
    }
}
