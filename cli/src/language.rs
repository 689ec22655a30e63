//! The language of messages and labels.

use tallyform::plan::{Plan, Texts};

use crate::failure::{Failure, Result};
use crate::suggestion;

/// The language that is asked for; else that of the environment, where the form has it; else the form's first.
pub(crate) fn choose(plan: &Plan, asked: Option<&str>) -> Result<String> {
    let languages = &plan.languages;
    if let Some(asked) = asked {
        return languages.iter().find(|language| language.eq_ignore_ascii_case(asked)).cloned().ok_or_else(|| {
            Failure::new(format!("the form has no language `{asked}`"))
                .help(format!("it has: {}", suggestion::list(languages.iter().map(String::as_str))))
        });
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    Ok(of_locale(languages, &locale).or(languages.first()).cloned().unwrap_or_default())
}

/// The language nearest to a locale such as `zh_CN.UTF-8`: the same tag, else the same language.
fn of_locale<'a>(languages: &'a [String], locale: &str) -> Option<&'a String> {
    let tag = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    languages
        .iter()
        .find(|language| language.eq_ignore_ascii_case(&tag))
        .or_else(|| languages.iter().find(|language| primary(language) == primary(&tag)))
}

/// A text in this language, else in any.
pub(crate) fn in_language<'t>(texts: &'t Texts, language: &str) -> &'t str {
    texts.get(language).or_else(|| texts.values().next()).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_chooses_the_same_tag_before_the_same_language() {
        let languages = ["en".to_owned(), "zh-Hant".to_owned(), "zh-TW".to_owned()];
        let chosen = |locale| of_locale(&languages, locale).map(String::as_str);
        assert_eq!(chosen("zh_TW.UTF-8"), Some("zh-TW"));
        assert_eq!(chosen("zh_CN.UTF-8"), Some("zh-Hant"));
        assert_eq!(chosen("en_GB@euro"), Some("en"));
        assert_eq!(chosen("C"), None);
        assert_eq!(chosen(""), None);
    }
}
