//! Chinese of the report of sizing every site of a plan.

use super::super::{Chinese, SizeSitesWords, SizeTotals};
use crate::requirement::Met;

/// "12席、36人".
fn seats_and_staff((seats, staff): (impl std::fmt::Display, impl std::fmt::Display)) -> String {
    format!("{seats} 席、{staff} 人")
}

impl SizeSitesWords for Chinese {
    fn sites_question(&self, requirement: &str) -> String {
        format!("全部建成并归并后，各地满足 {requirement} 所需的最少座席与人员：")
    }

    fn sites_titles(&self) -> [&'static str; 8] {
        [
            "站点",
            "标准：席/人",
            "需要：席/人",
            "按标准座席所需人员",
            "每百万人最少座席",
            "此时水平",
            "标准可承受的人均年来电",
            "标准",
        ]
    }

    fn sites_verdict(&self, met: Option<Met>) -> &'static str {
        match met {
            Some(Met::Yes) => "够用",
            Some(Met::No) => "不足",
            Some(Met::Inconclusive) => "无法判定",
            None => "规模过小",
        }
    }

    fn at_most(&self, number: &str) -> String {
        format!("≤{number}")
    }

    fn at_least(&self, number: &str) -> String {
        format!("≥{number}")
    }

    fn sites_total(&self) -> &'static str {
        "合计"
    }

    fn sites_totals(&self, totals: &SizeTotals<'_>) -> String {
        let rule = seats_and_staff(totals.rule);
        match totals.needed {
            Some(needed) => format!("标准配置{rule}；{}即可满足。", seats_and_staff(needed)),
            None => format!("标准配置{rule}；部分站点所需无法判定。"),
        }
    }

    fn too_many_and_too_few(&self, many: (i64, i64), few: (i64, i64)) -> String {
        match (many.0 > 0, few.0 > 0) {
            (true, true) => {
                format!(
                    "标准在部分站点多出{}，在其他站点缺少{}。",
                    seats_and_staff(many),
                    seats_and_staff(few)
                )
            }
            (true, false) => format!("标准多出{}，各站点均不缺。", seats_and_staff(many)),
            (false, true) => format!("标准缺少{}。", seats_and_staff(few)),
            (false, false) => "标准恰好够用。".to_owned(),
        }
    }

    fn pool_saves(&self, pool: (&str, &str), saved: (i64, i64), level: &str) -> String {
        format!(
            "全省合并为一个座席池只需{}（{level}），比各站点分设少{}。",
            seats_and_staff(pool),
            seats_and_staff(saved)
        )
    }

    fn sites_note(&self, days: usize, confidence: &str) -> String {
        format!(
            "需要：按标准的每席人数，{days} 天内整个 {confidence} 置信区间均满足要求的最少座席\n\
             人均年来电：标准的座席与人员所能承受的每人每年来电人次\n\
             ≤：可能更少；≥：可能更多；± 为95%置信区间半宽；规模过小的站点按标准计"
        )
    }

    fn sites_confirmed(&self, confirmed: usize, all: usize, others: &str) -> String {
        let sites = format!("另取同样多次模拟复核，{all} 个站点中有 {confirmed} 个得到印证");
        if others.is_empty() {
            sites + "。"
        } else {
            format!("{sites}；以下站点宜再加一席：{others}。")
        }
    }

    fn sites_unreachable(&self, names: &str) -> String {
        format!("四倍于标准的座席仍不够的站点：{names}。")
    }

    fn sites_chart_title(&self, suffices: usize, judged: usize, seats_per_million: f64) -> String {
        match suffices == judged {
            true => format!("每百万人口 {seats_per_million} 席在全部 {judged} 个站点够用"),
            false => format!("每百万人口 {seats_per_million} 席在 {judged} 个站点中的 {suffices} 个够用"),
        }
    }

    fn sites_chart_subtitle(&self, requirement: &str) -> String {
        format!("满足 {requirement} 的最少座席与人口，全部建成并归并后")
    }

    fn inhabitants(&self) -> &'static str {
        "人口（百万）"
    }

    fn seats_needed(&self) -> &'static str {
        "最少座席"
    }

    fn rule_line(&self, seats_per_million: f64) -> String {
        format!("标准：每百万 {seats_per_million} 席")
    }
}
