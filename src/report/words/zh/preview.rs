//! Chinese of the preview by `check`.

use super::super::{Chinese, CommonWords, PlanHeader, PreviewWords, Principal, SizeLine};
use crate::analytic::day::STANDARD_WAIT;
use crate::analytic::overload::{Overload, OverloadEffect};
use crate::format::{self, percent_below_all};
use crate::language::Language;
use crate::verdict::Resource;
use jiff::civil::Date;

impl PreviewWords for Chinese {
    fn plan_header(&self, header: &PlanHeader<'_>) -> String {
        let PlanHeader { name, dates, days, sites, hotlines, number, .. } = header;
        let date = |date| format::date(date, Language::Zh);
        let dates = dates.map(|(first, last)| format!("{}至{}", date(first), date(last)));
        let dates = dates.unwrap_or_default();
        format!("{name}   {sites} 个站点、{hotlines} 条热线归并至 {number}，{dates}（{days} 天）")
    }

    fn file_header(
        &self,
        name: &str,
        hotlines: usize,
        days: f64,
        first: Option<Date>,
        warm_up: f64,
    ) -> String {
        let from = first.map(|first| format!("，始于 {}", format::date(first, Language::Zh)));
        let from = from.unwrap_or_default();
        format!("{name}   {hotlines} 条热线，{days:.4} 天{from}，前 {warm_up:.4} 小时不计量")
            .replace(".0000", "")
    }

    fn all_sites(&self) -> &'static str {
        "合计"
    }

    fn sites_shown(&self, shown: usize, listed: usize) -> String {
        let listed = format::count(listed as f64);
        format!(
            "各表逐行检查完毕。以下只预估 {listed} 个站点中的 {shown} 个（由大到小均匀抽取），合计也只含这些站点。"
        )
    }

    fn seats_titles(&self) -> [&'static str; 9] {
        ["站点", "人口", "座席", "人员", "首日座席", "峰值负荷", "时间", "在线人数", "瓶颈"]
    }

    fn seats_note(&self) -> &'static str {
        "座席、人员：按配置标准。负荷单位为爱尔兰。在线人数：峰值时预计可接听的人数，取当班人数与可用座席的较小者。\n\
         瓶颈：四分之一以上的日子里负荷 R 加余量（R 的平方根）超过在线人数的时段，以及所缺的是人员还是座席"
    }

    fn short_in_hours(&self, resource: Resource, hours: &str) -> String {
        format!("{} {hours}时", self.resource(resource))
    }

    fn clauses(&self, clauses: &[String]) -> String {
        clauses.join("；")
    }

    fn phrases(&self, phrases: &[String]) -> String {
        phrases.join("，")
    }

    fn and(&self, names: &[&str]) -> String {
        names.join("、")
    }

    fn at_sites(&self, sites: usize) -> String {
        format!("（{sites} 个站点）")
    }

    fn volumes_titles(&self) -> [&'static str; 5] {
        ["全部归并后的年来电人次", "自有诉求", "归并热线", "合计", "人均"]
    }

    fn comparators_titles(&self) -> [&'static str; 5] {
        ["各地公布数据", "时期", "人均", "统计口径", "来源"]
    }

    fn preview_titles(&self) -> [&'static str; 4] {
        ["15 秒内接通（Erlang A 预估）", "全期", "最差一周", "哪一周"]
    }

    fn preview_note(&self) -> &'static str {
        "稳态公式按半小时预估，只用平均来电和平均人力；未计忙日波动、重拨、重复来电、回访、占线、随机缺勤和上一时段遗留的排队，\n\
         仿真（run）结果会低一些。分小时数据：--site ID"
    }

    fn day_numbers(&self, first: usize, last: usize) -> String {
        format!("第 {first}-{last}")
    }

    fn notes(&self) -> &'static str {
        "说明"
    }

    fn not_modelled(&self) -> &'static str {
        "本版本未模拟"
    }

    fn preview_says(&self, average: &str, low: &str, begins: &str, site: &str) -> String {
        format!("Erlang A 预估：平均 {average} 在 {STANDARD_WAIT} 秒内接通；{site} {begins}起的一周为 {low}")
    }

    fn site_day_titles(&self) -> [&'static str; 10] {
        ["时", "来电", "负荷", "人员", "座席", "瓶颈", "15秒接通", "负荷", "人员", "15秒接通"]
    }

    fn site_day(&self, site: &str, week: &str, average: &str, low: &str) -> String {
        format!("{site}：前为全期平均，后为 {week} 一周的平均；15 秒内接通分别为 {average} 和 {low}")
    }

    fn size(&self, line: SizeLine) -> [&'static str; 2] {
        match line {
            SizeLine::Agents => ["话务员", "人"],
            SizeLine::Calls => ["来电", "次/小时"],
            SizeLine::HandleTime => ["平均处理时长", "秒"],
            SizeLine::Load => ["话务负荷", "爱尔兰"],
            SizeLine::LoadPerAgent => ["负荷与人数之比", "%"],
        }
    }

    fn day_titles(&self, within: f64) -> [String; 6] {
        let within = format!("{within}秒接通");
        ["时", "来电", "负荷", "在途负荷", "话务员", &within].map(str::to_owned)
    }

    fn group_titles(&self, within: f64) -> [String; 7] {
        let within = format!("{within}秒接通");
        ["话务组", "话务员", "来电/小时", "处理时长/秒", "负荷", "负荷与人数之比%", &within]
            .map(str::to_owned)
    }

    fn group_hours(&self, group: &str) -> String {
        format!("话务组 {group} 分小时")
    }

    fn no_preview(&self, reasons: &[String]) -> String {
        format!("没有预估：{}", reasons.join("；"))
    }

    fn exact_answer(&self, formula: &str) -> String {
        format!("精确解（稳态）：{formula}")
    }

    fn no_exact_formula(&self, reasons: &[String]) -> String {
        format!("没有精确公式：{}", reasons.join("；"))
    }

    fn preview_by_half_hour(&self, level: f64, within: f64) -> String {
        let level = percent_below_all(Some(level), Language::Zh);
        format!("Erlang A 全天逐段预估：{within} 秒内接通 {level}")
    }

    fn overload(&self, overload: &Overload) -> String {
        let Overload { group, hours, worst_hour, load, agents, effect } = overload;
        let when = match hours {
            24 => String::new(),
            hours => format!("（24 小时中有 {hours} 小时，{worst_hour:02} 时最重）"),
        };
        let then = match effect {
            OverloadEffect::Blocks => "线路占满，来电群众听到忙音",
            OverloadEffect::Grows => "来电群众从不放弃，其间队列无限增长",
            OverloadEffect::Abandons => "只有来电群众放弃才使队列不再增长",
        };
        let group = group.as_ref().map(|group| format!("话务组 {group} ")).unwrap_or_default();
        format!("{group}过载{when}：{load:.1} 爱尔兰对 {} 名话务员；{then}", count(*agents))
    }

    fn warning(&self, overload: &Overload) -> String {
        format!("警告：{}", self.overload(overload))
    }

    fn assumptions(&self, count: usize) -> String {
        format!("共 {count} 项假设")
    }

    fn principal_assumptions(&self, principal: usize, count: usize) -> String {
        format!("共 {count} 项假设，其中 {principal} 项影响最大（--assumptions 列出全部）")
    }

    fn principal(&self, principal: Principal) -> &'static str {
        match principal {
            Principal::PerHead => "人均年来电",
            Principal::HandleTime => "平均处理时长",
            Principal::Shrinkage => "人力损耗合计",
            Principal::InboundShare => "呼入人力占比",
            Principal::Patience => "来电群众耐心",
            Principal::FirstDaySeats => "首日座席占标准之比",
        }
    }

    fn elsewhere(&self) -> &'static str {
        "其他"
    }
}

/// Writes a mean number of agents, with a decimal where it is not whole.
fn count(agents: f64) -> String {
    if (agents - agents.round()).abs() < 0.05 { format!("{agents:.0}") } else { format!("{agents:.1}") }
}
