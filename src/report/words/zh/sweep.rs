//! Chinese of the report of a sweep.

use super::super::{Chinese, KpiLabel, StudyLine, SweepWords, TargetCounts};

impl SweepWords for Chinese {
    fn kpi_label(&self, label: KpiLabel<'_>) -> String {
        let name = match label {
            KpiLabel::AnsweredWithin(seconds) => return format!("{seconds} 秒内接通"),
            KpiLabel::WaitQuantile(share) => return format!("{share}%等待"),
            KpiLabel::AnswerRate => "接通率",
            KpiLabel::MeanWait => "平均等待",
            KpiLabel::Occupancy => "占用率",
            KpiLabel::Abandoned => "排队放弃",
            KpiLabel::Blocked => "遇忙",
            KpiLabel::AnswerRateByCaller => "来电群众接通率",
            KpiLabel::Worst24h => "最差连续24小时接通率",
            KpiLabel::Other(name) => name,
        };
        name.to_owned()
    }

    fn points_unit(&self) -> &'static str {
        " 个百分点"
    }

    fn seconds_unit(&self) -> &'static str {
        " 秒"
    }

    fn study_line(&self, line: &StudyLine<'_>) -> String {
        let StudyLine { study, scenario, design, points, replications, is_paired, calls, seed } = line;
        let pairs = if *is_paired { "（两两对偶）" } else { "" };
        format!(
            "{study}：场景 {scenario} 的 {points} 个设计点（{design}），每点重复 {replications} 次{pairs}，共 {calls}，\
             随机种子 {seed}"
        )
    }

    fn scenario_seed(&self) -> &'static str {
        "场景自带"
    }

    fn front_lines_measured(&self) -> &'static str {
        "统计范围：进入12345前台的来电；最差24小时取最差站点"
    }

    fn point_title(&self) -> &'static str {
        "设计点"
    }

    fn best_points(&self, shown: usize, points: &str) -> String {
        format!("{points} 个设计点中最好的 {shown} 个：")
    }

    fn best_point(&self, kpi: &str, value: &str, number: u64, settings: &str) -> String {
        format!("最优：设计点 {number}（{settings}），{kpi} {value}")
    }

    fn target_counts(&self, target: &str, counts: TargetCounts) -> String {
        let TargetCounts { met, missed, inconclusive, .. } = counts;
        format!("{target}：{met} 个点达标，{missed} 个点不达标，{inconclusive} 个点不能判定")
    }

    fn half_widths(&self) -> &'static str {
        "± 为95%置信区间半宽；各设计点使用相同的来电"
    }

    fn corrected(&self, kpi: &str, used: u64, points: u64) -> String {
        format!("{kpi}按来电人数修正：{points} 个设计点中用于 {used} 个")
    }

    fn imprecise(&self, precision: &str, at_most: u64, points: u64) -> String {
        format!(
            "有 {points} 个点在 {at_most} 次重复内未达到精度 {precision}：其 `precision_reached` 为0；如需更窄的区间，请增大 `at_most`"
        )
    }

    fn frontier_demand(&self, settings: &str) -> String {
        format!("成本与服务水平图（charts/frontier）仅取 {settings}：其余设计点来电量不同，不可比")
    }

    fn pairs_unknown(&self) -> &'static str {
        "对偶重复：对数过少或无波动，不能判断其效果"
    }

    fn pairs_save(&self, kpi: &str, variance: f64, width: f64) -> String {
        format!(
            "对偶重复，每对为一个观测：{kpi}的方差相当于 {variance:.2} 倍独立重复，区间宽度为其 {width:.2} 倍"
        )
    }

    fn pairs_do_not_help(&self) -> &'static str {
        "此处对偶重复无益：请去掉 `antithetic`，或增加重复次数"
    }

    fn too_many_points(&self) -> &'static str {
        "设计点过多，不计算各参数的影响"
    }

    fn first_replications(&self, replications: u64) -> String {
        format!("取各设计点的前 {replications} 次重复")
    }

    fn three_and_more(&self) -> &'static str {
        "三个及以上"
    }

    fn effect_titles(&self, kpi: &str) -> [String; 4] {
        [format!("影响因素：{kpi}"), "方差占比".into(), "最低时取值".into(), "最高时取值".into()]
    }

    fn swing_titles(&self, kpi: &str) -> [String; 4] {
        [format!("{kpi}之差"), "基准".into(), "低".into(), "高".into()]
    }

    fn index_titles(&self, kpi: &str) -> [String; 3] {
        [format!("{kpi}的方差"), "一阶指数".into(), "总效应指数".into()]
    }

    fn chance_unknown(&self) -> &'static str {
        "每点仅重复一次：随机误差计入交互作用"
    }

    fn much_chance(&self, share: &str) -> String {
        format!(
            "设计点之间的方差中随机误差占 {share}：重复次数偏少，较小的总效应指数不可靠（等待类指标分布偏斜，偏差更大），\n\
             请增加重复次数"
        )
    }

    fn input_uncertainty(&self, kpi: &str, mean: &str, [low, high]: [&str; 2]) -> String {
        format!("按输入的不确定性：{kpi} {mean}；95%的情形在 {low} 与 {high} 之间")
    }

    fn input_share(&self, share: &str) -> String {
        format!("设计点之间的方差中，输入不确定性占 {share}，其余为抽样误差")
    }
}
