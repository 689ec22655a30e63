//! The texts of the tree's own checks in the languages that the tool speaks. The form brings the others, and may replace
//! these.

use std::collections::BTreeMap;

use tallyform::plan::{RuleKind, Template, message_key};
use tallyform_schema::model::Form;

use super::{languages, template};

/// The key of a message, its text in Chinese and in English.
///
/// The Chinese follows the manner of 审核关系 in statistical reports: row, figure, what it should be, by how much it is off.
/// The templates that one relation shares between several comparisons speak of both sides by their own labels.
pub const BUILT_IN: &[(&str, &str, &str)] = &[
    (
        RuleKind::Parts.key(),
        "{left_label}：填报{left}，应等于各分项之和{right}{?，差额{difference}}",
        "{left_label}: reported {left}, but its parts add up to {right}{? (difference {difference})}",
    ),
    (
        RuleKind::SomeParts.key(),
        "{right_label}：填报{right}，应不小于所列分项之和{left}{?，差额{difference}}",
        "{right_label}: reported {right}, but the parts listed under it add up to {left}{? (difference {difference})}",
    ),
    (
        RuleKind::OfWhich.key(),
        "{left_label}：填报{left}，应不大于“{right_label}”的{right}{?，差额{difference}}",
        "{left_label}: reported {left}, but “{right_label}”, which includes it, is only {right}{? (difference {difference})}",
    ),
    (
        RuleKind::CoveredBy.key(),
        "{left_label}：填报{left}，应不大于覆盖它的各项之和{right}{?，差额{difference}}",
        "{left_label}: reported {left}, but all that it may consist of adds up to only {right}{? (difference {difference})}",
    ),
    (
        RuleKind::OverSum.key(),
        "{left_label}：填报{left}，应等于各栏之和{right}{?，差额{difference}}",
        "{left_label}: reported {left}, but its members add up to {right}{? (difference {difference})}",
    ),
    (
        RuleKind::OverMin.key(),
        "{left_label}：填报{left}，应等于各栏中最小的{right}{?，差额{difference}}",
        "{left_label}: reported {left}, but the least of its members is {right}{? (difference {difference})}",
    ),
    (
        RuleKind::OverMax.key(),
        "{left_label}：填报{left}，应等于各栏中最大的{right}{?，差额{difference}}",
        "{left_label}: reported {left}, but the greatest of its members is {right}{? (difference {difference})}",
    ),
    (
        RuleKind::OverBetween.key(),
        "{left_label}：填报{left}，应在各栏的最小值与最大值之间{?，越出{right}}",
        "{left_label}: reported {left}, which lies outside the extremes of its members{?, past {right}}",
    ),
    (
        RuleKind::OverRising.key(),
        "{left_label}：填报{left}，其后的“{right_label}”为{right}，应依次不减{?，差额{difference}}",
        "{left_label}: reported {left}, but “{right_label}”, which follows, is {right}; they may not fall{? (difference {difference})}",
    ),
    (
        RuleKind::OverFalling.key(),
        "{left_label}：填报{left}，其后的“{right_label}”为{right}，应依次不增{?，差额{difference}}",
        "{left_label}: reported {left}, but “{right_label}”, which follows, is {right}; they may not rise{? (difference {difference})}",
    ),
    (
        RuleKind::Check.key(),
        "{label}：不符合审核关系 {check}{?，左边{left}}{?，右边{right}}{?，差额{difference}}",
        "{label}: {check} does not hold{?; left side {left}}{?, right side {right}}{? (difference {difference})}",
    ),
    (message_key::REQUIRED, "{label}：必填项，未填报", "{label}: must be filled in, but is blank"),
    (
        message_key::MARKS,
        "{label}：此处不得填{value}{?，可填的符号：{expected}}",
        "{label}: {value} may not stand here{?; marks that may: {expected}}",
    ),
    (
        message_key::PLACES,
        "{label}：{value}的小数位数过多，最多{expected}位",
        "{label}: {value} has too many decimal places; at most {expected}",
    ),
    (
        message_key::BOUNDS,
        "{label}：{value}超出允许范围{expected}",
        "{label}: {value} lies outside the permitted range {expected}",
    ),
    (
        message_key::TYPE,
        "{label}：{value}不是有效的填报值，应填写如{expected}",
        "{label}: {value} cannot stand here; write it like {expected}",
    ),
    (
        message_key::PATTERN,
        "{label}：{value}不符合填写要求（{expected}）",
        "{label}: {value} does not have the required form ({expected})",
    ),
    (
        message_key::CODES,
        "{label}：代码表中没有{value}{?，可填：{expected}}",
        "{label}: {value} is no code of the list{?; the codes are {expected}}",
    ),
    (
        message_key::KEY,
        "{label}：{value}重复出现，每行只能填报一次",
        "{label}: {value} is there in two rows; each may have one",
    ),
    (message_key::ROWS, "{label}：填报{value}行，应为{expected}行", "{label}: there are {value} rows, not {expected}"),
    (
        message_key::UNDETERMINED,
        "{label}：尚不能判定审核关系 {check}{?，左边{left}}{?，右边{right}}",
        "{label}: {check} cannot be decided by what is reported{?; left side {left}}{?, right side {right}}",
    ),
    (
        message_key::STRAY,
        "{label}：此处不设填报栏，却填有“{value}”",
        "{label}: “{value}” stands where the form has no cell",
    ),
    (message_key::UNKNOWN, "{at}：本表没有这一项", "{at}: the form has no such item"),
    (
        message_key::TOO_LONG,
        "无法读取{?（{at}）}：一份报表不得超过{expected}字节；请分开填报，或检查是否缺少换行",
        "cannot be read{? at {at}}: a report has at most {expected} bytes; split it, or look for a line break that is missing",
    ),
    (
        message_key::NO_TEXT,
        "无法读取{?（{at}）}：此处不是UTF-8文本；请以UTF-8编码保存",
        "cannot be read{? at {at}}: it is no UTF-8 text here; save the report as UTF-8",
    ),
    (
        message_key::TOO_DEEP,
        "无法读取{?（{at}）}：层次超过{expected}层；请检查是否有未闭合的括号",
        "cannot be read{? at {at}}: more than {expected} levels; look for a bracket that is never closed",
    ),
    (
        message_key::NO_JSON,
        "无法读取{?（{at}）}：不是有效的JSON文本（{value}）；请改正此处",
        "cannot be read{? at {at}}: it is no JSON: {value}; mend the JSON text there",
    ),
    (
        message_key::NO_OBJECT,
        "无法读取{?（{at}）}：此处应为JSON对象，而不是{value}{?；请写成{expected}}",
        "cannot be read{? at {at}}: an object must stand here, not {value}{?; write it like {expected}}",
    ),
    (
        message_key::DUPLICATE,
        "无法读取{?（{at}）}：键“{value}”重复出现；请只保留一个",
        "cannot be read{? at {at}}: the key `{value}` is there twice; keep the one that is meant",
    ),
    (
        message_key::OTHER_FORM,
        "无法读取{?（{at}）}：这是另一张表{value}的数据，不是{expected}；请改用该表，或改正此处",
        "cannot be read{? at {at}}: the report is of another form, {value}, not {expected}; give that form, or correct it here",
    ),
    (
        message_key::OTHER_REVISION,
        "无法读取{?（{at}）}：这是另一版本{value}的数据，不是{expected}；请改用该版本，或改正此处",
        "cannot be read{? at {at}}: the report is of another revision, {value}, not {expected}; give that revision, or correct it here",
    ),
    (
        message_key::NO_PERIOD,
        "无法读取{?（{at}）}：{value}不是本表的报告期{?；请写成{expected}}",
        "cannot be read{? at {at}}: {value} is no period of this form{?; write it like {expected}}",
    ),
    (
        message_key::NO_STATE,
        "无法读取{?（{at}）}：{value}不是本表的报送状态{?；请写成{expected}}",
        "cannot be read{? at {at}}: {value} is no state of a report of this form{?; write it like {expected}}",
    ),
    (
        message_key::TOO_MANY_ROWS,
        "无法读取{?（{at}）}：一份报表各行的填报栏合计不得超过{expected}个；请删去空行，或分开填报",
        "cannot be read{? at {at}}: the rows of a report have at most {expected} cells together; leave out rows that are blank, or split the report",
    ),
    (
        message_key::NO_LIST,
        "无法读取{?（{at}）}：{path}不是有效的列表（{value}）；请写成{expected}",
        "cannot be read{? at {at}}: {path} is no such list: {value}; write it like {expected}",
    ),
    (message_key::BLANK, "空", "blank"),
];

/// The messages of the form by key and language: the form's own, else those built in, else the first that there is.
pub(super) fn lower(form: &Form) -> BTreeMap<String, BTreeMap<String, Template>> {
    BUILT_IN
        .iter()
        .map(|(key, zh, en)| {
            let own = form.messages.iter().find(|(own, _)| own == key).map(|(_, texts)| texts);
            let filled = own.map(|texts| languages(form, texts));
            let by_language = form.languages.iter().enumerate().map(|(at, language)| {
                let own_here = own.and_then(|texts| texts.0.get(at)).and_then(Option::as_deref);
                // `zh-Hant` and `EN` speak the built-in languages too.
                let primary = language.split('-').next().unwrap_or_default();
                let speaks = |tag: &str| primary.eq_ignore_ascii_case(tag);
                let built_in = if speaks("zh") { Some(*zh) } else { speaks("en").then_some(*en) };
                let fallback = || filled.as_ref().and_then(|texts| texts.get(language)).map(String::as_str);
                let text = own_here.or(built_in).or_else(fallback).unwrap_or(en);
                (language.clone(), template::parse(text, |_| None))
            });
            ((*key).to_owned(), by_language.collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use tallyform::plan::Segment;

    use super::*;

    #[test]
    fn every_message_of_the_plan_is_built_in() {
        let keys: Vec<&str> = RuleKind::ALL.into_iter().map(RuleKind::key).chain(message_key::ALL).collect();
        assert_eq!(BUILT_IN.iter().map(|(key, ..)| *key).collect::<Vec<_>>(), keys);
        assert_eq!(tallyform_schema::MESSAGE_KEYS.as_slice(), keys, "what forms may bring is what there is");
    }

    #[test]
    fn every_brace_is_a_slot() {
        for (key, zh, en) in BUILT_IN {
            for text in [zh, en] {
                for segment in template::parse(text, |_| None) {
                    if let Segment::Text(text) = segment {
                        assert!(!text.contains(['{', '}']), "{key}: {text}");
                    }
                }
            }
        }
    }
}
