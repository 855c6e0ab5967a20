//! The words of the charts in Chinese.

use super::catalogue::Words;
use crate::chart::format::Notation;
use crate::model::Mode;
use crate::verdict::Verdict;
use jiff::civil::Date;

/// Chinese.
pub(super) struct Chinese;

const NOTATION: Notation =
    Notation {
        second: "秒", minute: "分", whole_minutes: "分钟", hour: "小时", between: "", percent: "%"
    };

impl Words for Chinese {
    fn language_tag(&self) -> &'static str {
        "zh-Hans"
    }

    fn notation(&self) -> &'static Notation {
        &NOTATION
    }

    fn month(&self, date: Date) -> String {
        format!("{}月", date.month())
    }

    fn date(&self, date: Date) -> String {
        format!("{}{}日", self.month(date), date.day())
    }

    fn full_date(&self, date: Date) -> String {
        format!("{}{}", self.year(date.year()), self.date(date))
    }

    fn year(&self, year: i16) -> String {
        format!("{year}年")
    }

    fn mean_wait_by_day(&self) -> &'static str {
        "每日平均等待时长（已接来电），含95%置信区间"
    }

    fn answered_by_day(&self) -> &'static str {
        "每日接通率"
    }

    fn merger_windows(&self) -> &'static str {
        "各热线归并时段"
    }

    fn end_date_only(&self) -> &'static str {
        "仅有截止日期"
    }

    fn no_date(&self) -> &'static str {
        "未给出日期"
    }

    fn no_data(&self) -> &'static str {
        "无数据"
    }

    fn load_and_staff(&self) -> &'static str {
        "话务强度（爱尔兰）、在岗话务员与座席，每半小时"
    }

    fn offered_load(&self) -> &'static str {
        "话务强度"
    }

    fn on_duty(&self) -> &'static str {
        "在岗话务员"
    }

    fn seats(&self) -> &'static str {
        "座席"
    }

    fn mean_wait(&self) -> &'static str {
        "平均等待时长（已接来电）"
    }

    fn still_waiting(&self) -> &'static str {
        "等待更久的已接通来电占比"
    }

    fn time_in_queue(&self) -> &'static str {
        "排队等待时间"
    }

    fn longer_than(&self) -> &'static str {
        "等待超过以下时长的占比"
    }

    fn stays_within(&self) -> &'static str {
        "以下比例来电的等待不超过"
    }

    fn all_callers(&self) -> &'static str {
        "全部来电"
    }

    fn lines(&self) -> &'static str {
        "各线"
    }

    fn dots(&self) -> &'static str {
        "各点"
    }

    fn least_that_reaches_target(&self) -> &'static str {
        "以最小代价达标"
    }

    fn target_met(&self) -> &'static str {
        "达标"
    }

    fn target_unclear(&self) -> &'static str {
        "不能判定（区间含目标）"
    }

    fn target_missed(&self) -> &'static str {
        "未达标"
    }

    fn base(&self) -> &'static str {
        "基准"
    }

    fn low_setting(&self) -> &'static str {
        "低值"
    }

    fn high_setting(&self) -> &'static str {
        "高值"
    }

    fn first_order_index(&self) -> &'static str {
        "该参数单独作用（一阶指数）"
    }

    fn total_index(&self) -> &'static str {
        "含交互作用（总指数）"
    }

    fn efficient_frontier(&self) -> &'static str {
        "有效前沿"
    }

    fn as_it_is(&self) -> &'static str {
        "情景现状"
    }

    fn dominated_points(&self) -> &'static str {
        "被其他方案优于的方案"
    }

    fn merger_mode(&self, mode: Mode) -> &'static str {
        match mode {
            Mode::Full => "整体并入",
            Mode::Dual => "双号并行",
            Mode::DualExpert => "双号并行（保留专家座席）",
            Mode::SubCentre => "设分中心",
            Mode::Own => "自有号码",
        }
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Holds => "满足",
            Verdict::Fails => "不满足",
            Verdict::Inconclusive => "不能判定",
            Verdict::TooSmall => "来电太少",
        }
    }

    fn verdict_title(&self) -> &'static str {
        "结论"
    }

    fn least_seats_per_million(&self) -> &'static str {
        "使结论为“满足”的每百万人最少座席；颜色为对配置标准的结论"
    }

    fn rule(&self) -> &'static str {
        "标准"
    }

    fn seats_of_rule(&self) -> &'static str {
        "座席 最少/标准"
    }

    fn worst_24h(&self) -> &'static str {
        "最差24小时接通率"
    }

    fn demand_borne(&self) -> &'static str {
        "需求倍数"
    }

    fn too_few_calls(&self) -> &'static str {
        "任一24小时来电不足200次"
    }

    fn no_seats_found(&self) -> &'static str {
        "未找到最少座席"
    }

    fn lowest_24h_by_week(&self) -> &'static str {
        "前台每周最低24小时接通率，与95%相比"
    }

    fn weeks_below(&self) -> &'static str {
        "低于95%的周数"
    }

    fn mean_below(&self) -> &'static str {
        "不能判定，均值低于95%"
    }

    fn hotlines_merging(&self) -> &'static str {
        "处于归并时段的热线数"
    }

    fn target(&self, value: &str) -> String {
        format!("目标{value}")
    }

    fn with_unit(&self, name: &str, unit: &str) -> String {
        format!("{name}（{unit}）")
    }

    fn in_per_cent(&self, name: &str) -> String {
        format!("{name}，%")
    }

    fn variance_of(&self, name: &str) -> String {
        format!("占“{name}”方差的比例")
    }

    fn named_value(&self, name: &str, value: &str) -> String {
        format!("{name}：{value}")
    }

    fn quantile(&self, level: &str, wait: &str) -> String {
        format!("{level}在{wait}以内")
    }

    fn answered_within(&self, wait: &str) -> String {
        format!("{wait}内接通占来电比例")
    }

    fn more(&self, count: usize) -> String {
        format!("……另有{count}条")
    }
}
