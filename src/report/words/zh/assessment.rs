//! Chinese of the assessment.

use super::super::{AssessmentWords, Chinese};
use crate::app::assess::Remedy;

impl AssessmentWords for Chinese {
    fn in_short(&self) -> &'static str {
        "结论"
    }

    fn short_at_peak(&self, people: &str, seats: &str) -> String {
        format!("最忙半小时受限于人员：{people}；受限于座席：{seats}")
    }

    fn nowhere(&self) -> &'static str {
        "无"
    }

    fn everywhere(&self) -> &'static str {
        "各站点"
    }

    fn headroom_titles(&self) -> [&'static str; 5] {
        ["余量", "最差一周起始", "接通率", "可承受需求倍数", "人均年来电上限"]
    }

    fn headroom_note(&self) -> &'static str {
        "在同一排班下，该站点最差一周仍能接通95%时的需求；小于1表示需求须下降"
    }

    fn remedies_titles(&self, site: &str, week: Option<(&str, &str)>) -> [String; 3] {
        let week = week.map_or(String::new(), |(first, last)| format!("，{first} 至 {last}"));
        [format!("最差一周的补救：{site}{week}"), "接通率".to_owned(), "变化".to_owned()]
    }

    fn as_it_is(&self) -> &'static str {
        "现状"
    }

    fn remedy(&self, remedy: Remedy, helper: &str) -> String {
        match remedy {
            Remedy::MoveShifts { shifts } => format!("人员不变，调整本周 {shifts} 个班次"),
            Remedy::AddPeople { people } => format!("增加 {people} 名呼入人员，安排在接通最多的班次"),
            Remedy::NoPeopleSuffice => "在现有座席内增加人员无法达到95%".to_owned(),
            Remedy::HelpFrom { after, .. } => format!("等待满 {after} 秒的来电可由{helper}接听"),
        }
    }

    fn assumption(&self, key: &'static str) -> &'static str {
        match key {
            "demand.volume_factor" => "来电量",
            "handle_time.factor" => "处理时长",
            "staff.inbound_share" => "呼入人力占比",
            "staff.pattern" => "班次模式",
            "path.expansion" => "扩容进度",
            other => other,
        }
    }

    fn sensitivity_titles(&self) -> [&'static str; 6] {
        ["何种假设会改变结论", "取值", "接通率", "达到95%", "未达到", "改变"]
    }

    fn nothing(&self) -> &'static str {
        "无"
    }

    fn number_of_sites(&self, number: usize) -> String {
        format!("{number} 个站点")
    }

    fn sensitivity_note(&self, replications: u64) -> String {
        format!(
            "每次只改变一个取值，各重复{replications}次；站点按最差连续24小时接通率的均值计（不计区间）；接通率按到达前台的来电"
        )
    }
}
