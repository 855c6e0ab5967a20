//! Chinese of the checks of a run, and of theory.

use super::super::{Chinese, SelfCheckWords};
use crate::analytic::Reason;
use crate::format::count;
use crate::kpi::{Invariant, Invariants, Kpi, Violation};
use crate::self_check::{Caveat, Grade};

impl SelfCheckWords for Chinese {
    fn invariants(&self, invariants: &Invariants) -> String {
        let Invariants { dialled, little, busiest, .. } = invariants;
        let little = if *little > 0.0 { format!("{little:.0e}") } else { "0".to_owned() };
        let (calls, busiest) = (count(*dialled as f64), 100.0 * busiest);
        format!(
            "自检：{calls} 次来电各有且仅有一个结局；利特尔定律相对误差 {little}；话务员占用率最高 {busiest:.1}%"
        )
    }

    fn contradiction(&self) -> &'static str {
        "错误：模拟自相矛盾，请作为缺陷报告"
    }

    fn violation(&self, violation: &Violation) -> String {
        let Violation { invariant, replication, place, left, right } = violation;
        let sides = match invariant {
            Invariant::Calls => "拨入次数与其结局数",
            Invariant::Measured => "计量时段内来电与表中呼入",
            Invariant::Redials => "应重拨次数与实际重拨次数",
            Invariant::Queue => "排队人秒与来电等待秒数之和",
            Invariant::Agents => "话务员忙碌秒数与在岗秒数",
            Invariant::Tables => "分表之和与总计",
        };
        format!("第 {replication} 次重复，{place}：{sides}：{left} 与 {right}")
    }

    fn theory_violated(&self, formula: &str, name: &str, figures: [&str; 4]) -> String {
        let [exact, unit, simulated, half_width] = figures;
        format!("{formula}，{name}：精确 {exact} {unit}，模拟 {simulated} ± {half_width}")
    }

    fn figures_agree(&self, formula: &str, agree: usize, all: usize) -> String {
        format!("理论：{formula}：{all} 个数值中 {agree} 个一致")
    }

    fn half_hours_agree(&self, agree: usize, all: usize) -> String {
        format!("全天各半小时：{all} 个数值中 {agree} 个一致")
    }

    fn caveat(&self, caveat: Caveat) -> &'static str {
        match caveat {
            Caveat::Approximate => "此场景无精确公式：近似值仅供核对量级，以模拟结果为准",
            Caveat::NotSettled => "理论值为稳态值；模拟从空系统开始，时段尚不足以消除其影响",
        }
    }

    fn theory_titles(&self, grade: Grade, formula: &str) -> [String; 4] {
        let (title, value, last) = match grade {
            Grade::Exact => ("理论：", "精确", "结论"),
            Grade::Approximate => ("近似：", "近似", "偏差"),
        };
        [format!("{title} {formula}"), value.to_owned(), "模拟".to_owned(), last.to_owned()]
    }

    fn agrees(&self, agrees: bool) -> &'static str {
        if agrees { "一致" } else { "不一致" }
    }

    fn of_entry(&self, entry: &str, kpi: &str) -> String {
        format!("{entry}：{kpi}")
    }

    fn kpi_beside_theory(&self, kpi: Kpi) -> Option<&'static str> {
        Some(match kpi {
            Kpi::AnswerRate => "接通率",
            Kpi::AbandonmentRate => "放弃率",
            Kpi::BlockingRate => "遇忙率",
            Kpi::DelayProbability => "等待概率",
            Kpi::MeanWaitAnswered => "已接通来电平均等待",
            Kpi::MeanWaitAll => "全部来电平均等待",
            Kpi::MeanQueue => "平均队长",
            Kpi::MeanBusy => "平均忙碌人数",
            Kpi::Occupancy => "话务员占用率",
            _ => return None,
        })
    }

    fn level_beside_theory(&self, seconds: f64) -> String {
        format!("{seconds} 秒内接通 / 呼入")
    }

    fn unit_beside_theory(&self, kpi: Kpi) -> &'static str {
        match kpi {
            Kpi::MeanQueue => "个",
            Kpi::MeanBusy => "人",
            Kpi::MeanWaitAnswered | Kpi::MeanWaitAll => "秒",
            _ => "%",
        }
    }

    fn reason(&self, reason: &Reason) -> String {
        let reason = match reason {
            Reason::Busyness => "忙闲随机波动",
            Reason::Redials => "来电群众重拨",
            Reason::Overflow => "来电会溢出到其他座席组",
            Reason::HeldForExpert => "话务员会陪同来电群众等待专家",
            Reason::ReferralShareChanges => "转接比例随日期变化",
            Reason::MoreThanWaitAndTalk => "来电不只是排队和通话",
            Reason::WrapUp => "通话后有整理时间",
            Reason::RateChanges => "来电率随时间变化",
            Reason::StaffChanges => "话务员人数随时间变化",
            Reason::NoCalls => "没有来电",
            Reason::SeveralGroups => "有多个座席组",
            Reason::LimitedStaff => "线路或排班有限制",
            Reason::TalkNotExponential => "通话时长不是指数分布",
            Reason::PatienceNotExponential => "耐心不是指数分布",
            Reason::Priorities => "热线有优先级",
            Reason::HotlinesChangeApart => "各热线变化方式不同",
            Reason::TooMuchWork => "前向方程求解耗时过长",
            Reason::DaysNotAlike => "各日不趋于一致",
            Reason::TalkDiffers => "同组来电通话时长不同",
            Reason::HandsOnFromOther => "转出来电的队列不是 M/M/n",
            Reason::HandedOnToLimitedTrunks => "来电转接至线路有限的座席组",
            Reason::LimitedTrunksAndPatience => "线路有限且来电群众会放弃",
            Reason::Overloaded => "过载：不存在稳态",
            Reason::Extreme => "数值超出公式可计算的范围",
            Reason::AtGroup(group, reason) => return self.of_entry(group, &self.reason(reason)),
        };
        reason.to_owned()
    }
}
