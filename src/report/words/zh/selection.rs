//! Chinese of the report of a selection.

use super::super::{Chinese, SelectionMethod, SelectionWords, Standing};

impl SelectionWords for Chinese {
    fn selection_line(
        &self,
        study: &str,
        [points, scenario, design]: [&str; 3],
        kpi: &str,
        is_greatest: bool,
    ) -> String {
        let best = if is_greatest { "最高" } else { "最低" };
        format!("{study}：场景 {scenario} 的 {points} 个设计点（{design}）中 {kpi} {best}者")
    }

    fn front_lines_selected(&self) -> &'static str {
        "统计范围：进入12345前台的来电"
    }

    fn selection_titles(&self) -> [&'static str; 3] {
        ["重复次数", "与最优之差", "结果"]
    }

    fn selection_standing(&self, standing: Standing, screened_out: Option<u64>) -> String {
        let name = match standing {
            Standing::Best => "最优",
            Standing::WithinZone => "在无差异范围内",
            Standing::ScreenedOut => "",
            Standing::InTheRunning => "未分高下",
            Standing::Behind => "落后",
        };
        match screened_out {
            None => name.to_owned(),
            Some(n) if name.is_empty() => format!("第 {n} 次后淘汰"),
            Some(n) => format!("{name}，第 {n} 次后淘汰"),
        }
    }

    fn more_points(&self, more: &str) -> String {
        format!("另有 {more} 个设计点")
    }

    fn selected_point(
        &self,
        is_decided: bool,
        kpi: &str,
        value: &str,
        number: usize,
        settings: &str,
    ) -> String {
        let best = if is_decided { "最优" } else { "暂时领先" };
        format!("{best}：设计点 {number}（{settings}），{kpi} {value}")
    }

    fn guarantee(&self, zone: &str, confidence: &str) -> String {
        format!(
            "保证：若某设计点比其余各点至少好 {zone}，则选中它的概率不低于 {confidence}；\n\
             若有其他点与最优之差小于此值，则可能选中其中之一（Kim–Nelson 方法，假定各次重复服从正态分布）"
        )
    }

    fn no_guarantee(&self, why: &str) -> String {
        format!("{why}，不作任何保证")
    }

    fn estimated_confidence(&self, zone: &str, estimated: &str, wanted: &str) -> String {
        format!(
            "没有其他点比它好超过{zone}的概率估计为 {estimated}（要求 {wanted}）\n\
             （最优计算量分配 OCBA：仅为估计，并非保证）"
        )
    }

    fn undecided(&self, method: SelectionMethod, at_most: &str) -> String {
        match method {
            SelectionMethod::KimNelson => format!("每点 {at_most} 次重复内未能决出"),
            SelectionMethod::Ocba => format!("平均每点 {at_most} 次重复内未能决出"),
        }
    }

    fn selection_effort(&self, replications: &str, calls: &str, seed: &str, equal: &str) -> String {
        format!(
            "共重复 {replications} 次，{calls} 次来电，随机种子 {seed}；若各点均按最多者重复，需 {equal} 次"
        )
    }

    fn selection_note(&self, method: SelectionMethod) -> &'static str {
        match method {
            SelectionMethod::KimNelson => {
                "± 为95%置信区间半宽；均值取自各点自身的重复，差值取自两点共有的重复（来电相同）"
            }
            SelectionMethod::Ocba => "± 为95%置信区间半宽；各设计点使用各自独立的来电",
        }
    }
}
