//! Every page of the catalogue is true: its failing example has its code, its mended one has nothing.

use crate::diagnostic::Code;
use crate::limits::{MAX_BYTES, MAX_ERRORS, MAX_NODES};
use crate::{Checked, SourceMap, check};

/// Codes whose examples do not fit into a page, and what makes them.
fn generated(code: Code) -> Option<Vec<u8>> {
    let head = super::fixture::HEAD;
    match code {
        Code::NotUtf8 => Some([head.as_bytes(), b"items: \xff\n"].concat()),
        Code::TooLarge => Some(vec![b' '; MAX_BYTES + 1]),
        Code::TooManyErrors => {
            let items: String = (0..=MAX_ERRORS).map(|n| format!("  - {{id: a{n}, nonsense: 1}}\n")).collect();
            Some(format!("{head}items:\n{items}").into_bytes())
        }
        Code::TooManyFigures => {
            let items = (0..=MAX_NODES).map(|n| format!("  - {{id: a{n}, label: A{n}}}\n"));
            let text =
                format!("{head}units: {{case: {{kind: count}}}}\nunit: case\nitems:\n{}", items.collect::<String>());
            Some(text.into_bytes())
        }
        _ => None,
    }
}

/// The fenced YAML of a page that is marked `kind`.
pub(super) fn example(page: &str, kind: &str) -> Option<String> {
    let fence = format!("```yaml {kind}\n");
    let (_, rest) = page.split_once(&fence)?;
    rest.split_once("\n```").map(|(text, _)| format!("{text}\n"))
}

/// Checks an example of a page. The form that it revises, if any, is the page's example marked `base`.
fn checked(bytes: impl Into<Vec<u8>>, page: &str) -> Checked {
    let mut sources = SourceMap::new();
    let base = example(page, "base");
    let mut read = |name: &str| match &base {
        Some(base) if name == "base.yaml" => Ok(base.clone().into_bytes()),
        _ => Err("there is no such file".to_owned()),
    };
    let file = sources.load("form.yaml", bytes, &mut read);
    check(&sources, file)
}

fn codes(checked: &Checked) -> Vec<Code> {
    let mut codes: Vec<Code> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.dedup();
    codes
}

#[test]
fn every_page_starts_with_its_code_and_summary() {
    for code in Code::ALL {
        let title = format!("# {}: {}\n", code.as_str(), code.summary().trim_end_matches('.'));
        assert!(code.page().starts_with(&title), "{code}: the page should start with {title:?}");
        assert_eq!(code.as_str().parse(), Ok(*code));
    }
    assert!("F9999".parse::<Code>().is_err());
}

#[test]
fn every_failing_example_has_its_code_and_no_other() {
    for code in Code::ALL.iter().copied() {
        let bytes = generated(code).or_else(|| example(code.page(), "failing").map(String::into_bytes));
        let bytes = bytes.unwrap_or_else(|| panic!("{code}: the page has a fence marked `yaml failing`"));
        let checked = checked(bytes, code.page());
        // What is left out because of the limit is errors of another code.
        let found: Vec<Code> = if code == Code::TooManyErrors { codes(&checked).split_off(1) } else { codes(&checked) };
        assert_eq!(found, [code], "{code}: {:#?}", checked.diagnostics);
    }
}

#[test]
fn every_mended_example_has_no_diagnostic() {
    for code in Code::ALL.iter().copied() {
        let Some(mended) = example(code.page(), "mended") else {
            assert!(example(code.page(), "failing").is_none(), "{code}: the page has a fence marked `yaml mended`");
            continue;
        };
        let checked = checked(mended, code.page());
        assert!(checked.diagnostics.is_empty(), "{code}: {:#?}", checked.diagnostics);
    }
}
