//! Languages, labels and translations.

use super::fixture::check;

#[test]
fn every_text_is_in_the_first_language() {
    check(
        r#"
tallyform: 1
form: x
revision: "1"
title: {zh: 甲, en: A}
languages: [zh, en]
units: {件: {label: {en: case}, kind: count}}
unit: 件
items:
  - {id: a, label: {zh: 甲, en: A}}
  - {id: b}
#        ^ F0801 `b` has no label
  - {id: c, label: {en: C}}
#                  ^^^^^^^ F0801 the text is missing in `zh`, the first language of the form
  - {id: d, label: {zh: 丁, en: " D"}}
#                               ^^^^ F0806 a text has space at its ends
  - {id: e, label: {zh: 丁, de: D, en: D}}
#                           ^^ F0803 `de` is no language of the form
"#,
    );
}

#[test]
fn missing_translations_are_summed_up_once_a_language() {
    check(
        r#"
tallyform: 1
form: x
revision: "1"
title: 甲
languages: [zh, en]
units: {件: {kind: count}}
#       ^^ F0802 texts are missing in `en`: 5 of 5
unit: 件
items:
  - {id: a, label: 甲}
  - {id: b, label: 乙}
  - {id: c, label: 丙}
"#,
    );
}

#[test]
fn languages_are_tags_and_have_messages() {
    check(
        r#"
tallyform: 1
form: x
revision: "1"
title: A
#      ^ F0802 texts are missing in `fr`: 1 of 3
languages: [en, EN, "12", fr]
#               ^^ F0804 the language `EN` stands twice
#                   ^^^^ F0804 `12` is no language tag
#                         ^^ F0805 the messages of the form's own checks are missing in `fr`
units: {件: {kind: count, label: {fr: f, en: e}}}
unit: 件
items:
  - {id: a, label: {en: A, fr: A}}
"#,
    );
}
