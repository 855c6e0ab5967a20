//! Chinese of the assessment.

use super::super::{AssessmentWords, Chinese, PathWords, PhaseShares, WeeksJudged};
use crate::app::assess::Remedy;
use crate::merger::Phase;
use crate::verdict::{Verdict, VerdictCounts};

fn hundred(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

impl AssessmentWords for Chinese {
    fn rule_question(&self, seats_per_million: f64, staff_per_seat: f64) -> String {
        format!("全部建成并归并后，每百万人{seats_per_million}个座席、每座席{staff_per_seat}人是否够用？")
    }

    fn rule_answer(&self, counts: &VerdictCounts) -> String {
        let VerdictCounts { sites: all, holds, fails, inconclusive, too_small } = *counts;
        let others = [
            (fails, format!("{fails}个不满足")),
            (inconclusive, format!("{inconclusive}个不能判定")),
            (too_small, format!("{too_small}个来电太少无法判定")),
        ];
        let others: Vec<String> =
            others.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
        match (holds, others.is_empty()) {
            (_, true) => format!("够用，{all}个站点全部满足。"),
            (0, _) => format!("{all}个站点中没有一个确定满足：{}。", others.join("，")),
            _ => format!("{all}个站点中{holds}个满足；{}。", others.join("，")),
        }
    }

    fn rule_answer_of_one(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Holds => "够用。",
            Verdict::Fails => "不够用。",
            Verdict::Inconclusive => "处于临界：现有模拟次数不能判定。",
            Verdict::TooSmall => "来电太少，无法判定其最差连续24小时。",
        }
    }

    fn question_and_answer(&self, question: &str, answer: &str) -> String {
        format!("{question}{answer}")
    }

    fn rule_titles(&self) -> [&'static str; 5] {
        ["站点", "最差连续24小时接通率", "可承受需求倍数", "每百万人最少座席", "结论"]
    }

    fn number_of_sites(&self, number: usize) -> String {
        format!("{number} 个站点")
    }

    fn way_there(&self, named: &[String], failing: usize, all: usize, judged: WeeksJudged) -> String {
        let rest = failing - named.len();
        match (failing, all - failing) {
            (0, _) if judged == WeeksJudged::None => "过渡期间各周来电太少，无法判定。".to_owned(),
            (0, _) if judged == WeeksJudged::Some => "过渡期间来电足以判定的各周均达标。".to_owned(),
            (0, _) => "过渡期间各站点没有一周不达标。".to_owned(),
            (_, _) if rest > 0 => format!("过渡期间{}；另有{rest}个站点也不达标。", named.join("；")),
            (_, 0) => format!("过渡期间{}。", named.join("；")),
            (_, _) => format!("过渡期间{}；其他站点没有一周不达标。", named.join("；")),
        }
    }

    fn falls_short(&self, path: &PathWords<'_>) -> String {
        let PathWords { site, failing, judged, until, worst_from, answered } = path;
        let until = until.as_ref().map_or("，直至期末".to_owned(), |date| format!("，至{date}止"));
        let worst = match worst_from.as_ref().zip(answered.as_ref()) {
            Some((from, answered)) => format!("（自{from}起一周接通率{answered}）"),
            None => String::new(),
        };
        format!("{site}在{judged}周中有{failing}周不达标{until}{worst}")
    }

    fn service_by_phase(&self, callers: PhaseShares, front_lines: PhaseShares) -> String {
        let [a, b, c] = [callers.before, callers.during, callers.after].map(hundred);
        let [d, e] = [front_lines.during, front_lines.after].map(hundred);
        format!(
            "每100名来电群众中最终接通的：归并前{a}，归并期间{b}，归并后{c}；每100次前台来电中接通的：期间{d}，归并后{e}。"
        )
    }

    fn mends(&self, site: &str, week: &str, remedies: &[String]) -> String {
        format!("{site}自{week}起一周的补救：{}。", remedies.join("；"))
    }

    fn remedy(&self, remedy: Remedy, helper: &str) -> String {
        match remedy {
            Remedy::MoveShifts { shifts } => format!("人员不变，调整{shifts}个班次"),
            Remedy::AddPeople { people } => format!("增加{people}名接听人员"),
            Remedy::NoPeopleSuffice => "在现有座席内增加人员无法达标".to_owned(),
            Remedy::HelpFrom { after, .. } => format!("等待满{after}秒由{helper}协助接听"),
        }
    }

    fn remedy_and_change(&self, remedy: &str, change: Option<f64>) -> String {
        change.map_or(remedy.to_owned(), |change| format!("{remedy} {:+.1}个百分点", 100.0 * change))
    }

    fn more_behind(&self) -> &'static str {
        "--full：各站点、结论取决于哪些假设、全部表格；--out 目录：文件与图表"
    }

    fn rule_in_full_titles(&self) -> [&'static str; 9] {
        [
            "配置标准",
            "结论",
            "最差24小时",
            "窗口数",
            "低于标准的年份",
            "需求倍数",
            "人均年来电",
            "最少座席",
            "每百万人",
        ]
    }

    fn rule_note(&self, days: usize) -> String {
        format!(
            "全部建成并归并。最差24小时：{days}天内任意连续24小时最低接通率在各次模拟上的均值，时段越长越低；\n窗口数：至少200次来电的连续24小时；低于标准的年份：出现某24小时低于95%的模拟所占比例；\n需求倍数、人均年来电：在此需求之内结论为“满足”，排班随之重排；最少座席：每座席人数按标准时结论为“满足”的最少座席/标准座席"
        )
    }

    fn path_titles(&self) -> [&'static str; 7] {
        ["过渡期间", "不达标周数", "此后达标", "最差一周起始", "接通率", "平均等待", "临时补岗工时"]
    }

    fn path_note(&self) -> &'static str {
        "一周内最低24小时接通率的均值低于95%即为不达标；最差一周在偶数次模拟上选出，在奇数次模拟上估计；\n临时补岗工时：全期内当班人员全部缺勤、须临时请同事顶岗的预期工时，按加班付酬"
    }

    fn phase(&self, phase: Phase) -> &'static str {
        match phase {
            Phase::Before => "归并前",
            Phase::During => "归并期间",
            Phase::After => "归并后",
        }
    }

    fn phases_titles(&self) -> [&'static str; 6] {
        ["归并", "来电群众接通率", "变化", "前台接通率", "平均等待", "遇座席已下班"]
    }

    fn phases_note(&self) -> &'static str {
        "各阶段分别运行，来电群众与日期相同；来电群众接通率：无论拨打哪个号码，最终接通者所占比例；\n变化：与归并前逐次配对比较；遇座席已下班：占全部呼叫"
    }

    fn remedies_heading(&self, site: &str, week: &str) -> String {
        format!("最差一周的补救：{site}，{week}（接通率的变化）")
    }

    fn sensitivity_titles(&self) -> [&'static str; 8] {
        ["结论取决于", "取值", "阶段", "接通率", "满足", "不能判定", "不满足", "改变"]
    }

    fn assumption(&self, key: &'static str) -> &'static str {
        match key {
            "demand.volume_factor" => "来电量",
            "demand.growth_per_year" => "一年的增长",
            "handle_time.factor" => "处理时长",
            "staff.inbound_share" => "接听人力占比",
            "staff.pattern" => "班次模式",
            "demand.office_profile" => "部门热线的来电时段",
            "path.hiring" => "招聘时间",
            "path.expansion" => "扩容进度",
            other => other,
        }
    }

    fn nothing(&self) -> &'static str {
        "无"
    }

    fn sensitivity_note(&self) -> &'static str {
        "每次只改变一个取值，检验方法与模拟次数相同；不产生变化的取值不列出；接通率：前台来电"
    }
}
