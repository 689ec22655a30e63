//! What to say about a name that is not there: the nearest one, and the list of those that are.

use std::cell::Cell;
use std::cmp::Reverse;

use unicode_normalization::UnicodeNormalization;

/// How near a word is, the nearest first: its distance, whether it has other letters, and how much of the beginning they
/// share.
type Rank = (usize, bool, Reverse<usize>);

/// Most names that a message lists.
const LISTED: usize = 10;

/// How much work may still go into looking for what was meant, so that a large form with many unknown names is read in
/// reasonable time.
#[derive(Debug)]
pub struct Effort(Cell<usize>);

impl Default for Effort {
    fn default() -> Self {
        Self(Cell::new(5_000_000))
    }
}

impl Effort {
    /// Takes this much off; false where nothing is left.
    pub fn spend(&self, steps: usize) -> bool {
        self.0.set(self.0.get().saturating_sub(steps));
        self.0.get() > 0
    }

    /// `a`, `b` and 4 more, as [`list`] says it; empty where too much work has gone into lists.
    #[must_use]
    pub fn list<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> String {
        let mut names = names.into_iter();
        let shown: Vec<&str> = names.by_ref().take(LISTED).collect();
        let mut more = 0;
        while self.spend(1) && names.next().is_some() {
            more += 1;
        }
        if self.spend(0) { list_and_more(&shown, more, "and") } else { String::new() }
    }

    /// The address that was most likely meant: the only one that ends in the same id, else the nearest.
    #[must_use]
    pub(crate) fn nearest_address<'a, I: IntoIterator<Item = &'a str>>(
        &self,
        address: &str,
        known: impl Fn() -> I,
    ) -> Option<&'a str> {
        let wanted = last_id(address);
        let is_namesake = |known: &&str| self.spend(1) && !wanted.is_empty() && last_id(known) == wanted;
        let mut namesakes = known().into_iter().filter(is_namesake);
        let one = namesakes.next().filter(|_| namesakes.next().is_none()).filter(|one| *one != address);
        one.or_else(|| self.nearest(address, known()))
    }

    /// The candidate that `word` most likely was meant to be; none where too much work has gone into it.
    #[must_use]
    pub fn nearest<'a>(&self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        best(word, candidates, self)
    }
}

/// The id that an address ends in: that of an item, field or member; nothing for a dimension.
pub(crate) fn last_id(address: &str) -> &str {
    address.rsplit_once(['.', '[']).map_or(address, |(_, last)| last).trim_end_matches(']')
}

/// The candidate that `word` most likely was meant to be.
///
/// Of equally near ones the one of the same letters in another order, then the one that begins most like the word (people
/// slip at the end of a word more often than at its beginning), then the first.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    best(word, candidates, &Effort::default())
}

fn best<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, effort: &Effort) -> Option<&'a str> {
    // A very long word is no typing mistake, and comparing it is slow.
    if word.len() > 400 {
        return None;
    }
    let wanted: Vec<char> = fold(word).chars().collect();
    let length = wanted.len();
    // Words that share next to nothing are no help; names in Chinese are short, and one character says much.
    let limit = match length {
        0 => return None,
        1..=2 => 1,
        3..=5 => 2,
        _ => length.div_ceil(3),
    };
    let letters = sorted(&wanted);
    let mut best: Option<(Rank, &str)> = None;
    for candidate in candidates {
        // No character has more than four bytes, and folding makes few longer.
        let far = candidate.len() > 8 * (length + limit) || candidate == word;
        if !effort.spend(if far { 1 } else { 8 }) {
            return None;
        }
        if far {
            continue;
        }
        let folded: Vec<char> = fold(candidate).chars().collect();
        let other = folded.len();
        if other.abs_diff(length) > limit {
            continue;
        }
        let (inner, inner_folded) = inside(&wanted, &folded);
        if !effort.spend(inner.len() * inner_folded.len()) {
            return None;
        }
        let text = |characters: &[char]| characters.iter().collect::<String>();
        let distance = strsim::osa_distance(&text(inner), &text(inner_folded));
        if distance > limit || distance > 0 && distance >= length.max(other) {
            continue;
        }
        let alike = wanted.iter().zip(&folded).take_while(|(a, b)| a == b).count();
        let rank: Rank = (distance, sorted(&folded) != letters, Reverse(alike));
        if best.is_none_or(|(nearest, _)| rank < nearest) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The candidate that `word` shortens or lengthens, such as `warning` for `warn`, if it is the only one.
///
/// For short lists of words; names of a form have too many beginnings in common.
#[must_use]
pub fn nearest_word<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    nearest(word, candidates.clone()).or_else(|| {
        let wanted = fold(word);
        let mut found = candidates.into_iter().filter(|candidate| {
            let folded = fold(candidate);
            let shorter = folded.len().min(wanted.len());
            shorter >= 3 && (folded.starts_with(&wanted) || wanted.starts_with(&folded))
        });
        found.next().filter(|_| found.next().is_none())
    })
}

/// What people write for a number, as the language writes it: `1_000`, `1,000`, `1e3`, `.5`, `+5` and full-width digits.
#[must_use]
pub fn number(text: &str) -> Option<String> {
    let plain: String = text.nfkc().collect();
    let (sign, unsigned) = match plain.strip_prefix(['-', '−', '–']) {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.trim_start_matches('+').parse::<u8>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Separators part groups of three; anything else may be a decimal comma.
    let mut groups = whole.split(['_', ',', ' ', '\'', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    if !digits(first) || !digits(fraction) || rest.iter().any(|group| !digits(group) || group.len() != 3) {
        return None;
    }
    let mut whole = format!("{first}{}", rest.concat());
    let mut fraction = fraction.to_owned();
    if whole.is_empty() && fraction.is_empty() || whole.len() + fraction.len() > 40 || exponent > 30 {
        return None;
    }
    for _ in 0..exponent {
        let next = if fraction.is_empty() { '0' } else { fraction.remove(0) };
        whole.push(next);
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let number = format!("{sign}{whole}{point}{fraction}");
    (number != text).then_some(number)
}

/// Two words without what they have in common at both ends, which changes nothing in how far they are apart.
fn inside<'w>(one: &'w [char], other: &'w [char]) -> (&'w [char], &'w [char]) {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(start..).unwrap_or_default(), other.get(start..).unwrap_or_default());
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    (one.get(..one.len() - end).unwrap_or_default(), other.get(..other.len() - end).unwrap_or_default())
}

fn sorted(word: &[char]) -> Vec<char> {
    let mut letters = word.to_vec();
    letters.sort_unstable();
    letters
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
    let mut names = names.into_iter();
    let shown: Vec<&str> = names.by_ref().take(LISTED).collect();
    list_and_more(&shown, names.count(), last_by)
}

fn list_and_more(shown: &[&str], more: usize, last_by: &str) -> String {
    let shown: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
    match (more, shown.split_last()) {
        (_, None) => String::new(),
        (0, Some((last, []))) => last.clone(),
        (0, Some((last, before))) => format!("{} {last_by} {last}", before.join(", ")),
        (more, Some(_)) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Differences that are no typing mistakes: case, width, which dash, and how words are joined.
fn fold(word: &str) -> String {
    word.nfkc()
        .map(|character| if matches!(character, '-' | ' ' | '‐'..='―' | '−') { '_' } else { character })
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
    fn of_equally_near_words_the_likelier_slip_wins() {
        assert_eq!(nearest("part", ["apart", "parts"]), Some("parts"));
        assert_eq!(nearest("form", ["fork", "from"]), Some("from"));
        assert_eq!(nearest("PARTS", ["part", "parts"]), Some("parts"));
    }

    #[test]
    fn words_that_differ_in_width_or_dash_only_are_the_same() {
        assert_eq!(nearest("–", ["-", "/"]), Some("-"));
        assert_eq!(nearest("ｆａｘ", ["fax", "post"]), Some("fax"));
    }

    #[test]
    fn shortened_words_are_found_where_they_are_clear() {
        assert_eq!(nearest_word("warn", ["error", "warning"]), Some("warning"));
        assert_eq!(nearest_word("information", ["error", "info"]), Some("info"));
        assert_eq!(nearest_word("rec", ["received", "recorded"]), None);
    }

    #[test]
    fn numbers_are_rewritten_exactly_or_not_at_all() {
        for (written, meant) in [
            ("1e9", "1000000000"),
            ("1.25e1", "12.5"),
            ("1_000", "1000"),
            ("1,000.5", "1000.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("+5", "5"),
            ("−5", "-5"),
            ("１２", "12"),
        ] {
            assert_eq!(number(written).as_deref(), Some(meant), "{written}");
        }
        for written in ["0x10", "1,5", "1e-3", "1/3", "ten", "", "-", ".", "1e99", "12", "1.5"] {
            assert_eq!(number(written), None, "{written}");
        }
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
