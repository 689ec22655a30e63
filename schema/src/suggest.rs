//! What to say about a name that is not there: the nearest one, and the list of those that are.

/// Most names that a message lists.
const LISTED: usize = 10;

/// The candidate that `word` most likely was meant to be, the first of equally near ones.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(word);
    let length = wanted.chars().count();
    // Words that share next to nothing are no help; names in Chinese are short, and one character says much.
    let limit = match length {
        0 => return None,
        1..=2 => 1,
        3..=5 => 2,
        _ => length.div_ceil(3),
    };
    // A very long word is no typing mistake, and comparing it is slow.
    if length > 100 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = fold(candidate);
        let other = folded.chars().count();
        if candidate == word || other.abs_diff(length) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &folded);
        let near = distance <= limit && distance < length.max(other);
        if near && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `a`, `b` and 4 more: names in backticks, ten at most.
#[must_use]
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names, "and")
}

/// `a`, `b` or `c`: what may stand somewhere, ten at most.
#[must_use]
pub fn choice<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names, "or")
}

fn joined<'a>(names: impl IntoIterator<Item = &'a str>, last_by: &str) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match (names.len().saturating_sub(LISTED), shown.split_last()) {
        (_, None) => String::new(),
        (0, Some((last, []))) => last.clone(),
        (0, Some((last, before))) => format!("{} {last_by} {last}", before.join(", ")),
        (more, Some(_)) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Differences that are no typing mistakes: case, and how words are joined.
fn fold(word: &str) -> String {
    word.chars()
        .map(|character| if character == '-' || character == ' ' { '_' } else { character })
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_in_spite_of_case_and_joints() {
        assert_eq!(nearest("lable", ["label", "table"]), Some("label"));
        assert_eq!(nearest("Some-Parts", ["parts", "some_parts"]), Some("some_parts"));
        assert_eq!(nearest("万圆", ["件", "万元"]), Some("万元"));
        assert_eq!(nearest("colour", ["label", "unit"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }

    #[test]
    fn lists_stop_at_ten() {
        assert_eq!(list([]), "");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(choice(["a", "b"]), "`a` or `b`");
        let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        assert_eq!(list(many), "`a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`, `i`, `j` and 2 more");
    }
}
