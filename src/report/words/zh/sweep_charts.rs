//! Chinese of the charts of a sweep.

use super::super::{Chinese, ExtremePoint, IntervalStyle, KeyName, SweepChartWords, TargetCounts, ValueName};

impl SweepChartWords for Chinese {
    fn key_name(&self, key: KeyName) -> &'static str {
        match key {
            KeyName::Agents => "坐席人数",
            KeyName::Lines => "线路数",
            KeyName::CallsPerHour => "每小时来电",
            KeyName::SeatsPerMillion => "座席",
            KeyName::StaffPerSeat => "人员",
            KeyName::Demand | KeyName::Volume => "来电量",
            KeyName::HandleTime => "处理时长",
            KeyName::TalkTime => "通话时长",
            KeyName::Patience => "耐心",
            KeyName::BusyDays => "日间波动系数",
            KeyName::Site => "站点",
            KeyName::Pooling => "合并方式",
            KeyName::Phase => "阶段",
            KeyName::PathToRule => "扩容方式",
            KeyName::Alternative => "备选方案",
        }
    }

    fn key_unit(&self, key: KeyName) -> &'static str {
        match key {
            KeyName::SeatsPerMillion => "每百万人口",
            KeyName::StaffPerSeat => "每席",
            KeyName::Demand | KeyName::HandleTime => "为方案的倍数",
            KeyName::Volume => "为表中的倍数",
            _ => "",
        }
    }

    fn value_name(&self, value: ValueName) -> &'static str {
        match value {
            ValueName::Alone => "各站点独立",
            ValueName::OwnFirst => "本站点优先",
            ValueName::Province => "全省统一",
            ValueName::Before => "归并前",
            ValueName::During => "归并中",
            ValueName::After => "归并后",
            ValueName::Monthly => "逐月扩容",
            ValueName::RuleFromDayOne => "首日配齐",
        }
    }

    fn short_setting(&self, cell: &str, unit_or_name: &str) -> String {
        format!("{unit_or_name} {cell}")
    }

    fn key_names(&self, names: &[&str]) -> String {
        names.join("、")
    }

    fn chart_subtitle(&self, parts: &[String]) -> String {
        parts.join("；")
    }

    fn kpi_by_keys(&self, study: &str, kpi: &str, keys: &str, range: Option<&[ExtremePoint; 2]>) -> String {
        match range {
            None => format!("{study}：{kpi}随{keys}的变化"),
            Some([low, high]) => format!(
                "{study}：{kpi}从 {}（{}）到 {}（{}）",
                low.value, low.settings, high.value, high.settings
            ),
        }
    }

    fn points_meet(&self, study: &str, target: &str, counts: &TargetCounts, keys: &str) -> String {
        let TargetCounts { met, inconclusive, points, .. } = *counts;
        let unclear = match inconclusive {
            0 => String::new(),
            n => format!("，{n} 个不能判定"),
        };
        format!("{study}：按{keys}，{points} 个设计点中 {met} 个{target}{unclear}")
    }

    fn depends_most(&self, kpi: &str, key: &str, [low, high]: [&str; 2]) -> String {
        format!("{key}对{kpi}影响最大：{low} 至 {high}")
    }

    fn variance_from(&self, kpi: &str, key: &str, share: &str) -> String {
        format!("{kpi}的差异有 {share} 来自{key}，居首位")
    }

    fn variance_from_some(&self, kpi: &str, keys: &str) -> String {
        format!("{kpi}的差异主要来自{keys}；现有样本不能判定何者更大")
    }

    fn kpi_by_agents(&self, study: &str, kpi: &str, range: Option<&[ExtremePoint; 2]>) -> String {
        self.kpi_by_keys(study, kpi, "在岗人数", range)
    }

    fn reached_with(&self, study: &str, target: &str, agents: &str) -> String {
        format!("{study}：所模拟的设计点中，{target} 者最少 {agents} 人在岗")
    }

    fn reached_nowhere(&self, study: &str, target: &str) -> String {
        format!("{study}：没有设计点达到{target}")
    }

    fn agents_on_duty(&self) -> &'static str {
        "平均在岗人数"
    }

    fn subtitle_target(&self, target: &str) -> String {
        format!("目标：{target}")
    }

    fn sweep_scope(&self) -> &'static str {
        "进入12345前台的来电"
    }

    fn drawn_at_demand(&self, settings: &str) -> String {
        format!("仅取{settings}的设计点（其余设计点来电量不同）")
    }

    fn sweep_source(
        &self,
        points: u64,
        scenario: &str,
        seed: Option<u64>,
        intervals: IntervalStyle,
    ) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let seed = seed.map_or_else(String::new, |seed| format!("随机种子 {seed}，"));
        let intervals = match intervals {
            IntervalStyle::Bands => "阴影",
            IntervalStyle::ErrorBars => "误差线",
            IntervalStyle::Numbers => "±后数字",
        };
        format!(
            "模拟结果：情景 {scenario} 的 {points} 个设计点，{seed}hotseat {version}；{intervals}为95%置信区间"
        )
    }
}
