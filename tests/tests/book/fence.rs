//! The fenced blocks of a chapter.

use std::ops::Range;

/// A fenced block: ```` ```language key=value word ````.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    /// The first word of the info string.
    pub(crate) language: String,
    /// The other words; a word without a value has an empty one.
    pub(crate) words: Vec<(String, String)>,
    /// Line of the opening fence, from 1.
    pub(crate) line: usize,
    /// What stands between the fences, in bytes of the chapter.
    pub(crate) body: Range<usize>,
}

impl Fence {
    /// The value of a word of the info string.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.words.iter().find(|(word, _)| word == name).map(|(_, value)| value.as_str())
    }
}

/// All fenced blocks in order. Only fences of three backticks in the first column are used in the book.
pub(crate) fn fences(chapter: &str) -> Result<Vec<Fence>, String> {
    let mut found: Vec<Fence> = Vec::new();
    let mut open: Option<Fence> = None;
    let mut offset = 0;
    for (number, line) in chapter.split_inclusive('\n').enumerate() {
        let text = line.trim_end();
        if let Some(mut fence) = open.take() {
            if text == "```" {
                fence.body.end = offset;
                found.push(fence);
            } else {
                open = Some(fence);
            }
        } else if text.trim_start().starts_with("```") {
            let info = text.strip_prefix("```").ok_or(format!("line {}: an indented fence", number + 1))?;
            let mut words = info.split_whitespace();
            let language = words.next().ok_or(format!("line {}: a fence without a language", number + 1))?.to_owned();
            let words = words.map(|word| word.split_once('=').unwrap_or((word, "")));
            open = Some(Fence {
                language,
                words: words.map(|(word, value)| (word.to_owned(), value.to_owned())).collect(),
                line: number + 1,
                body: offset + line.len()..chapter.len(),
            });
        }
        offset += line.len();
    }
    match open {
        Some(fence) => Err(format!("line {}: the fence is not closed", fence.line)),
        None => Ok(found),
    }
}

#[test]
fn words_and_bodies_of_fences_are_found() {
    let chapter = "a\n```yaml file=a.yaml late\nb: 1\n```\n\n```text\n```\n";
    let found = fences(chapter).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].language.as_str(), found[0].line), ("yaml", 2));
    assert_eq!((found[0].word("file"), found[0].word("late"), found[0].word("part")), (Some("a.yaml"), Some(""), None));
    assert_eq!(&chapter[found[0].body.clone()], "b: 1\n");
    assert_eq!(&chapter[found[1].body.clone()], "");
    assert!(fences("```yaml\n").is_err() && fences("```\n```\n").is_err() && fences("- a\n  ```yaml\n").is_err());
}
