//! 'Did you mean', and lists that stop at ten.

/// The candidate nearest to a mistyped word, if any is near.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Names, separated by commas; at most ten of them.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    let shown = names.iter().take(10).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(10) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The way out of a mistyped word: the nearest candidate, else all there is.
pub(crate) fn way_out<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("there are: {}", list(candidates)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nearest_word_and_nothing_far_away() {
        assert_eq!(nearest("jsonschema", ["rust", "json-schema", "plan"]), Some("json-schema"));
        assert_eq!(nearest("f0203", ["F0202", "F0203"]), Some("F0203"));
        assert_eq!(nearest("kotlin", ["rust", "json-schema", "plan"]), None);
    }

    #[test]
    fn lists_stop_at_ten() {
        let names: Vec<String> = (1..=12).map(|n| n.to_string()).collect();
        assert_eq!(list(names.iter().map(String::as_str)), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more");
    }
}
