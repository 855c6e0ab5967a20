//! Chinese of the report of `run`.

use super::super::{AnswerRateOf, Chinese, RunWords, TotalLine};
use crate::merger::Phase;
use crate::requirement::Met;
use crate::self_check::Caution;

impl RunWords for Chinese {
    fn met(&self, met: Met) -> &'static str {
        match met {
            Met::Yes => "达到",
            Met::No => "未达到",
            Met::Inconclusive => "不能判定",
        }
    }

    fn precision_missed(&self, asked: &str, at_most: u64, half_width: &str) -> String {
        format!("在 {at_most} 次模拟内未达到所求精度 {asked}：区间半宽为 {half_width}")
    }

    fn requirement_titles(&self) -> [&'static str; 4] {
        ["要求", "范围", "数值", ""]
    }

    fn phase_of_run(&self, phase: Phase) -> &'static str {
        match phase {
            Phase::Before => "未归并：各热线保留号码与座席。",
            Phase::During => "过渡期间：热线按方案归并，座席逐步到位。",
            Phase::After => "全部建成并归并。",
        }
    }

    fn total(&self, line: TotalLine) -> String {
        let label = match line {
            TotalLine::AnsweredWithin(seconds) => return format!("{seconds} 秒内接通（占呼入）"),
            TotalLine::Offered => "呼入次数（每次重复）",
            TotalLine::AnswerRate => "接通率（按来电次数）",
            TotalLine::AnswerRateByCaller => "接通率（按来电群众）",
            TotalLine::Abandoned => "排队放弃",
            TotalLine::Blocked => "遇忙",
            TotalLine::Closed => "非服务时间来电",
            TotalLine::MeanWait => "平均等待（已接通）",
            TotalLine::WaitOf95 => "其中95%的等待不超过",
            TotalLine::Occupancy => "占用率",
            TotalLine::Worst24h => "最差连续24小时接通率",
            TotalLine::Referrals => "转接占接通",
            TotalLine::ReferralsAnswered => "转接成功",
            TotalLine::FollowUps => "回访占在岗时间",
            TotalLine::Repeats => "重复来电占呼入",
            TotalLine::Satisfaction => "预期满意率",
        };
        label.to_owned()
    }

    fn worst_week(&self) -> &'static str {
        "最差一周"
    }

    fn worst_week_is(&self, when_and_where: &str, answered: &str, wait: &str) -> String {
        format!("{when_and_where}：接通率 {answered}，平均等待 {wait}")
    }

    fn week_at(&self, dates: &str, site: &str) -> String {
        format!("{dates}，{site}")
    }

    fn like_worst_week(&self) -> &'static str {
        "与之无显著差别"
    }

    fn more_site_weeks(&self, first: &str, more: usize) -> String {
        format!("{first}；另有 {more} 个站点周")
    }

    fn definitions_titles(&self) -> [&'static str; 3] {
        ["各地口径的接通率：对95%结论不一", "全部来电", "前台来电"]
    }

    fn answer_rate_of(&self, definition: AnswerRateOf) -> &'static str {
        match definition {
            AnswerRateOf::Attempts => "全部来电次数",
            AnswerRateOf::Queued => "进入人工排队的来电",
            AnswerRateOf::LessShort => "不计5秒内放弃",
            AnswerRateOf::WithMenu => "语音自助计为接通",
            AnswerRateOf::Callers => "按来电群众（含重拨）",
        }
    }

    fn caution(&self, caution: &Caution) -> String {
        match caution {
            Caution::Overloaded { group, load, agents } => format!(
                "注意：{group} 的来电带来 {load:.1} 爱尔兰的工作量，只有 {agents:.1} 名话务员，又无人放弃等待：\
                 排队会无限增长，等待时间取决于模拟多久。"
            ),
            Caution::Unequal { kpis, replications } => format!(
                "注意：各日差别太大，模拟 {replications} 次不够：{} 的置信区间可能偏窄，请增加模拟次数。",
                kpis.join("、")
            ),
        }
    }

    fn passes(&self, passes: bool) -> &'static str {
        if passes { "达标  " } else { "不达标" }
    }

    fn site_titles(&self) -> [&'static str; 12] {
        [
            "站点",
            "呼入",
            "接通率",
            "15秒内",
            "平均等待",
            "95%等待",
            "占用率",
            "最差24小时",
            "纯属偶然",
            "忙时人数/座席",
            "约束",
            "结论",
        ]
    }

    fn hotline_titles(&self) -> [&'static str; 5] {
        ["热线", "呼入", "接通率", "15秒内", "平均等待"]
    }

    fn more_hotlines(&self, left: usize) -> String {
        format!("其余 {left} 条来电较少，见 --out 下的 tables/kpis.csv")
    }

    fn stage_titles(&self) -> [&'static str; 5] {
        ["归并热线的来电", "呼入", "接通率", "15秒内", "平均等待"]
    }

    fn stages(&self) -> [&'static str; 3] {
        ["归并前", "归并中", "归并后"]
    }
}
