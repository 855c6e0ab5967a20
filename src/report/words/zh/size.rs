//! Chinese of the reports of sizing.

use super::super::{Chinese, SizeAnswer, SizeEffort, SizeWords};
use crate::app::size::Obstacle;

impl SizeWords for Chinese {
    fn size_found(&self, answer: &SizeAnswer<'_>) -> String {
        let SizeAnswer { key, value, requirement, is_least, .. } = *answer;
        let end = if is_least { "最小" } else { "最大" };
        format!("{key} = {value} 是满足 {requirement} 的{end}值")
    }

    fn size_unreachable(&self, answer: &SizeAnswer<'_>) -> String {
        let SizeAnswer { key, value, requirement, range, .. } = *answer;
        format!("{key} 在 {range} 范围内均不能满足 {requirement}；最好的是 {value}")
    }

    fn size_untold(&self, answer: &SizeAnswer<'_>, replications: &str) -> String {
        let SizeAnswer { key, value, requirement, .. } = *answer;
        format!("每值模拟 {replications} 次仍不能判定满足 {requirement} 的 {key}，约在 {value} 附近")
    }

    fn size_titles(&self) -> [&'static str; 2] {
        ["要求", "地点"]
    }

    fn size_theory(&self, formula: &str, here: (&str, &str), one_less: Option<(&str, &str)>) -> String {
        let before = match one_less {
            Some((value, level)) => format!("，{value} 时 {level}"),
            None => String::new(),
        };
        let (value, level) = here;
        format!("由 {formula} 的稳态精确解判定：{value} 时 {level}{before}；以上模拟为其佐证")
    }

    fn size_claim(&self, confidence: &str) -> String {
        format!("置信度 {confidence}：此值满足要求，而再退一步则不满足（比率容差0.2个百分点，时间容差1%）")
    }

    fn size_effort(&self, effort: &SizeEffort<'_>) -> String {
        let SizeEffort { replications, calls, seed, seconds } = effort;
        let seconds = seconds.map_or(String::new(), |seconds| format!("，用时 {seconds:.1} 秒"));
        format!("模拟 {replications} 次，共 {calls}，随机种子 {seed}{seconds}")
    }

    fn size_obstacles(&self) -> &'static str {
        "障碍："
    }

    fn size_obstacle(&self, obstacle: &Obstacle, site: &str) -> String {
        match obstacle {
            Obstacle::Trunks(share) => format!("线路全忙：{:.1}% 的来电遇忙音", 100.0 * share),
            Obstacle::OpeningHours(share) => format!("开放时间：{:.1}% 的来电在开放时间之外", 100.0 * share),
            Obstacle::Unstaffed(number) => format!("一天中有 {number} 个半小时无人值守"),
            Obstacle::Staff(_, people, seats) => {
                format!("{site}人员不足：最忙半小时 {seats:.1} 席只有 {people:.1} 人在岗")
            }
            Obstacle::Seats(_, people, seats) => {
                format!("{site}座席不足：最忙半小时 {people:.1} 人在岗，座席 {seats:.1}")
            }
            Obstacle::Group(id, occupancy) => format!("{id} 组占用率达 {:.1}%", 100.0 * occupancy),
            Obstacle::Conflict(text) => format!("{text}：改善其他要求会使它变差"),
            Obstacle::Refused(why) => format!("更大的值不被方案接受：{why}"),
            Obstacle::RangeEnds(end) => format!("搜索范围止于 {end}；可用 --from 与 --to 另设"),
        }
    }

    fn size_not_monotone(&self, key: &str, from: &str, to: &str) -> String {
        format!("并非越多越好：{key} 由 {from} 变为 {to} 时反而变差，可能另有答案")
    }

    fn size_source(&self, scenario: &str, replications: u64, seed: u64, version: &str) -> String {
        format!("模拟结果：方案 {scenario}，重复{replications}次，种子 {seed}，hotseat {version}")
    }

    fn size_chart_title(&self, answer: &SizeAnswer<'_>, is_met: bool) -> String {
        match is_met {
            true => self.size_found(answer),
            false => format!("未发现满足 {} 的 {}", answer.requirement, answer.key),
        }
    }

    fn size_chart_subtitle(&self) -> &'static str {
        "各试算值的水平与95%置信区间"
    }
}
