//! The words of the list itself, in Chinese and in English.

use tallyform::plan::{Every, Severity};

/// Most names in one line.
const MOST_NAMES: usize = 10;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    chinese: bool,
    pub(super) title: &'static str,
    /// Heads of the columns of a Markdown table: number, check, where it holds, id.
    pub(super) columns: [&'static str; 4],
    pub(super) within: &'static str,
    pub(super) single: &'static str,
    pub(super) rows_in_columns: &'static str,
    pub(super) columns_in_rows: &'static str,
    pub(super) row: &'static str,
    pub(super) column: &'static str,
    pub(super) total: &'static str,
    pub(super) required: &'static str,
    pub(super) or_explained: &'static str,
    pub(super) or_noted: &'static str,
    pub(super) least: &'static str,
    pub(super) greatest: &'static str,
    pub(super) count: &'static str,
    pub(super) and: &'static str,
    pub(super) or: &'static str,
    pub(super) comma: &'static str,
    pub(super) semicolon: &'static str,
    pub(super) colon: &'static str,
    pub(super) plus: &'static str,
    pub(super) minus: &'static str,
    pub(super) times: &'static str,
    pub(super) divided: &'static str,
    pub(super) equal: &'static str,
    pub(super) not_equal: &'static str,
    pub(super) less: &'static str,
    pub(super) at_most: &'static str,
    pub(super) greater: &'static str,
    pub(super) at_least: &'static str,
}

const CHINESE: Words = Words {
    chinese: true,
    title: "审核关系",
    columns: ["序号", "审核关系", "适用范围与说明", "标识"],
    within: "表内关系",
    single: "单项审核",
    rows_in_columns: "列关系",
    columns_in_rows: "行关系",
    row: "行",
    column: "栏",
    total: "合计",
    required: "必填",
    or_explained: "不符时应作说明",
    or_noted: "不符时应附注说明",
    least: "最小值",
    greatest: "最大值",
    count: "填报项数",
    and: "且",
    or: "或",
    comma: "、",
    semicolon: "；",
    colon: "：",
    plus: "＋",
    minus: "－",
    times: "×",
    divided: "÷",
    equal: "＝",
    not_equal: "≠",
    less: "＜",
    at_most: "≤",
    greater: "＞",
    at_least: "≥",
};

const ENGLISH: Words = Words {
    chinese: false,
    title: "Checks",
    columns: ["No.", "Check", "Where, and what to know", "Id"],
    within: "Within the form",
    single: "Single cells",
    rows_in_columns: "rows, in each column",
    columns_in_rows: "columns, in each row",
    row: "row",
    column: "column",
    total: "total",
    required: "to be filled in",
    or_explained: "or explained",
    or_noted: "or explained in the note",
    least: "least of ",
    greatest: "greatest of ",
    count: "number filled in of ",
    and: " and ",
    or: " or ",
    comma: ", ",
    semicolon: "; ",
    colon: ": ",
    plus: " + ",
    minus: " − ",
    times: " × ",
    divided: " ÷ ",
    equal: " = ",
    not_equal: " ≠ ",
    less: " < ",
    at_most: " ≤ ",
    greater: " > ",
    at_least: " ≥ ",
};

/// The words for a language.
pub(super) fn of(language: &str) -> &'static Words {
    let is_chinese = language == "zh" || language.starts_with("zh-");
    if is_chinese { &CHINESE } else { &ENGLISH }
}

impl Words {
    fn choose(&self, chinese: String, english: String) -> String {
        if self.chinese { chinese } else { english }
    }

    /// The heading of checks against an earlier report.
    pub(super) fn earlier(&self, every: Option<Every>) -> String {
        self.choose(
            format!("与{}关系", Self::period(every).0),
            format!("Against the previous {}", Self::period(every).1),
        )
    }

    /// A figure of the report before.
    pub(super) fn prior(&self, every: Option<Every>, figure: &str) -> String {
        let (chinese, english) = Self::period(every);
        self.choose(format!("{chinese}“{figure}”"), format!("{figure} (previous {english})"))
    }

    const fn period(every: Option<Every>) -> (&'static str, &'static str) {
        match every {
            Some(Every::Year) => ("上年", "year"),
            Some(Every::Half) => ("上半年期", "half-year"),
            Some(Every::Quarter) => ("上季", "quarter"),
            Some(Every::Month) => ("上月", "month"),
            Some(Every::Week) => ("上周", "week"),
            Some(Every::Day) => ("上日", "day"),
            None => ("上期", "period"),
        }
    }

    pub(super) const fn severity(&self, severity: Severity) -> &'static str {
        match (severity, self.chinese) {
            (Severity::Error, true) => "强制性",
            (Severity::Warning, true) => "核实性",
            (Severity::Info, true) => "提示性",
            (Severity::Error, false) => "error",
            (Severity::Warning, false) => "warning",
            (Severity::Info, false) => "info",
        }
    }

    /// The heading of the checks of one group, which are equally grave.
    pub(super) fn heading(&self, group: &str, severity: &str) -> String {
        self.choose(format!("{group}（{severity}）"), format!("{group} ({severity})"))
    }

    pub(super) fn with_severity(&self, what: &str, severity: &str) -> String {
        self.choose(format!("{what}（{severity}）"), format!("{what} ({severity})"))
    }

    pub(super) fn in_state(&self, state: &str, severity: Severity) -> String {
        let severity = self.severity(severity);
        self.choose(format!("{state}：{severity}"), format!("{state}: {severity}"))
    }

    pub(super) fn because(&self, why: &str) -> String {
        self.choose(format!("说明：{why}"), format!("because: {why}"))
    }

    pub(super) fn list(&self, all: impl Iterator<Item = String>) -> String {
        all.collect::<Vec<_>>().join(self.comma)
    }

    /// Names, as far as a line goes.
    pub(super) fn names(&self, names: &[String]) -> String {
        let mut text = self.list(names.iter().take(MOST_NAMES).cloned());
        if let Some(more) = names.len().checked_sub(MOST_NAMES).filter(|more| *more > 0) {
            text.push_str(&self.choose(format!("等{}项", names.len()), format!(" and {more} more")));
        }
        text
    }

    pub(super) fn parenthesised(&self, text: &str) -> String {
        self.choose(format!("（{text}）"), format!("({text})"))
    }

    pub(super) fn in_table(&self, table: &str, figure: &str) -> String {
        self.choose(format!("“{table}”的{figure}"), format!("{figure} ({table})"))
    }

    pub(super) fn at_members(&self, figure: &str, members: &str) -> String {
        self.choose(format!("{figure}〔{members}〕"), format!("{figure} [{members}]"))
    }

    pub(super) fn each(&self, what: &str) -> String {
        self.choose(format!("各{what}"), format!("each {what}"))
    }

    pub(super) fn each_of(&self, names: &str) -> String {
        self.choose(format!("{names}均"), format!("each of {names}"))
    }

    pub(super) fn of_each(&self, figure: &str, what: &str) -> String {
        self.choose(format!("各{what}的{figure}"), format!("{figure} of each {what}"))
    }

    pub(super) fn sum_of(&self, rows: &str) -> String {
        self.choose(format!("{rows}之和"), format!("sum of {rows}"))
    }

    pub(super) fn only(&self, whole: &str) -> String {
        self.choose(format!("仅{whole}"), format!("{whole} only"))
    }

    pub(super) fn without(&self, each: &str, whole: &str) -> String {
        self.choose(format!("{each}（不含{whole}）"), format!("{each}, not {whole}"))
    }

    pub(super) fn together(&self, each: &str, whole: &str) -> String {
        self.choose(format!("{each}及{whole}"), format!("{each} and {whole}"))
    }

    pub(super) fn tolerance(&self, by: &str) -> String {
        self.choose(format!("（容许误差{by}）"), format!(" (may miss by {by})"))
    }

    pub(super) fn not(&self, what: &str) -> String {
        self.choose(format!("非（{what}）"), format!("not ({what})"))
    }

    pub(super) fn choice(&self, condition: &str, then: &str, otherwise: Option<&str>) -> String {
        match otherwise {
            Some(otherwise) => self.choose(
                format!("若{condition}，则{then}，否则{otherwise}"),
                format!("if {condition}, then {then}, else {otherwise}"),
            ),
            None => self.choose(format!("若{condition}，则{then}"), format!("if {condition}, then {then}")),
        }
    }

    pub(super) fn same(&self, a: &str, b: &str) -> String {
        self.choose(format!("{a}与{b}同时成立或同时不成立"), format!("{a} just when {b}"))
    }

    pub(super) fn differ(&self, a: &str, b: &str) -> String {
        self.choose(format!("{a}与{b}恰有一个成立"), format!("either {a} or {b}, not both"))
    }

    pub(super) fn reported(&self, cell: &str) -> String {
        self.choose(format!("已填报“{cell}”"), format!("{cell} is filled in"))
    }

    pub(super) fn applies(&self, cell: &str) -> String {
        self.choose(format!("“{cell}”适用"), format!("{cell} applies"))
    }

    pub(super) fn range(&self, range: &str, unit: &str) -> String {
        self.choose(format!("取值范围{range}{unit}"), format!("within {range} {unit}"))
    }

    pub(super) fn pattern(&self, pattern: &str) -> String {
        self.choose(format!("格式 {pattern}"), format!("of the form {pattern}"))
    }

    pub(super) fn length(&self, most: u32) -> String {
        self.choose(format!("不超过{most}字"), format!("at most {most} characters"))
    }
}
