//! Changes to seeds: bytes flipped, words of a dictionary put in, pieces cut, doubled and spliced.

/// A small generator of numbers that look random.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The same numbers for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `limit`, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).unwrap_or(0);
        high % limit.max(1)
    }
}

/// Words that mean something to a reader of forms, checks, reports or plans.
const WORDS: [&str; 78] = [
    "parts:",
    "some_parts:",
    "of_which:",
    "covered_by:",
    "items:",
    "whole: ",
    "check: ",
    "that: ",
    "of: ",
    "severity: ",
    "blank: not_applicable",
    "rounded: 0",
    "signed: true",
    "min: ",
    "above: ",
    "apart: true",
    "minus: true",
    "id: ",
    "label: ",
    "unit: ",
    "total",
    "sum(",
    "min(",
    "count(",
    "abs(",
    " and ",
    " or ",
    "not ",
    "if ",
    " then ",
    " else ",
    " == ",
    " != ",
    " <= ",
    " / ",
    " as day",
    "reported(",
    "applies(",
    "prior.",
    ".*",
    "[11]",
    "by: [unit]",
    "over: {unit: min}",
    "over: rising",
    "except: [[a, b]]",
    "note: {label: N}",
    "states: [draft]",
    "on: rows",
    "explained_by: note",
    "whole: ",
    "parts: {key: {label: K, type: text}}",
    "items: {n: 3, label: '{n}'}",
    "dimensions: {",
    " over unit",
    " over reason, unit",
    "[total]",
    "[reader.adults]",
    "prior..",
    "\"rows\": [{",
    "}, {",
    "\"unit\": \"A\",",
    "\"total\": ",
    "\"state\": \"draft\",",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "null",
    "-0",
    "1e400",
    "9007199254740993",
    "\u{feff}",
    "总计",
    "\\u0000",
    "\n  - ",
];

/// One to four changes to a seed, perhaps with a piece of another.
#[must_use]
pub fn mutate(numbers: &mut Numbers, seeds: &[Vec<u8>]) -> Vec<u8> {
    let pick = |numbers: &mut Numbers| seeds.get(numbers.below(seeds.len())).cloned().unwrap_or_default();
    let mut bytes = pick(numbers);
    for _ in 0..=numbers.below(4) {
        let from = numbers.below(bytes.len() + 1);
        let to = (from + numbers.below(24)).min(bytes.len());
        match numbers.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
            1 | 2 => {
                let word = WORDS.get(numbers.below(WORDS.len())).copied().unwrap_or_default();
                bytes.splice(from..if numbers.below(2) == 0 { from } else { to }, word.bytes());
            }
            3 => {
                bytes.drain(from..to);
            }
            4 => {
                let piece = bytes.get(from..to).unwrap_or_default().to_vec();
                let at = numbers.below(bytes.len() + 1);
                bytes.splice(at..at, piece);
            }
            5 => {
                let other = pick(numbers);
                let start = numbers.below(other.len() + 1);
                bytes.truncate(from);
                bytes.extend_from_slice(other.get(start..).unwrap_or_default());
            }
            _ => bytes.truncate(from),
        }
    }
    bytes.truncate(1 << 16);
    bytes
}
