//! Examples that say a part of a file: changes to it, excerpts of it, fragments of a form.

/// Applies a change as a chapter shows it: lines with `+`, `-` or a space in the first column. The lines without `+`
/// must stand in the file exactly once. A line `…` parts two changes.
pub(crate) fn apply(file: &str, change: &str) -> Result<String, String> {
    let mut lines: Vec<&str> = file.lines().collect();
    let changes: Vec<&str> = change.lines().collect();
    for hunk in changes.split(|line| *line == "…") {
        let old: Vec<&str> =
            hunk.iter().filter(|line| !line.starts_with('+')).map(|line| line.get(1..).unwrap_or("")).collect();
        let new = hunk.iter().filter(|line| !line.starts_with('-')).map(|line| line.get(1..).unwrap_or(""));
        let places: Vec<usize> = (0..lines.len()).filter(|at| lines[*at..].starts_with(&old)).collect();
        let [at] = places[..] else {
            return Err(format!("these lines stand {} times in the file:\n{}", places.len(), old.join("\n")));
        };
        lines.splice(at..at + old.len(), new);
    }
    Ok(lines.join("\n") + "\n")
}

/// Whether the excerpt stands in the file: its lines one after the other, where `…` leaves lines out.
pub(crate) fn stands_in(file: &str, excerpt: &str) -> bool {
    let lines: Vec<&str> = file.lines().map(str::trim_end).collect();
    let wanted: Vec<&str> = excerpt.lines().map(str::trim_end).collect();
    let mut from = 0;
    wanted.split(|line| line.trim() == "…").all(|piece| {
        let found = (from..=lines.len()).find(|at| lines[*at..].starts_with(piece));
        found.is_some_and(|at| {
            from = at + piece.len();
            true
        })
    })
}

/// Whether an output is the expected one, where a line `…` stands for any lines.
pub(crate) fn same_output(output: &str, expected: &str) -> bool {
    let output: Vec<&str> = output.lines().map(str::trim_end).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
    let pieces: Vec<&[&str]> = expected.split(|line| *line == "…").collect();
    let [first, middle @ .., last] = &pieces[..] else { return output == expected };
    if !output.starts_with(first) || !output.ends_with(last) || output.len() < first.len() + last.len() {
        return false;
    }
    let mut rest = &output[first.len()..output.len() - last.len()];
    middle.iter().all(|piece| {
        let found = (0..=rest.len()).find(|at| rest[*at..].starts_with(piece));
        found.is_some_and(|at| {
            rest = &rest[at + piece.len()..];
            true
        })
    })
}

/// A whole form: the fragment first, so that its lines keep their numbers, then what the prelude says of other keys.
pub(crate) fn complete(fragment: &str, prelude: &str) -> String {
    let key = |line: &str| {
        line.split_once(':').map(|(key, _)| key.to_owned()).filter(|key| !key.starts_with([' ', '#', '-']))
    };
    let said: Vec<String> = fragment.lines().filter_map(key).collect();
    let mut form = fragment.to_owned();
    let mut wanted = true;
    for line in prelude.split_inclusive('\n') {
        if let Some(key) = key(line) {
            wanted = !said.contains(&key);
        }
        if wanted {
            form.push_str(line);
        }
    }
    form
}

#[test]
fn a_change_finds_its_one_place() {
    assert_eq!(apply("a\nb\nc\n", " a\n-b\n+d\n c\n").unwrap(), "a\nd\nc\n");
    assert_eq!(apply("a\nb\nc\n", " a\n+d\n…\n c\n+e\n").unwrap(), "a\nd\nb\nc\ne\n");
    assert!(apply("a\na\n", " a\n+b\n").is_err());
    assert!(apply("a\n", " b\n").is_err());
}

#[test]
fn an_excerpt_stands_in_order() {
    assert!(stands_in("a\nb\nc\nd\n", "b\n…\nd\n"));
    assert!(!stands_in("a\nb\nc\nd\n", "d\n…\nb\n"));
    assert!(!stands_in("a\nb\nc\n", "a\nc\n"));
}

#[test]
fn an_output_is_compared_line_by_line() {
    assert!(same_output("a\nb\n", "a\nb"));
    assert!(!same_output("a\nb\n", "a"));
    assert!(same_output("a\nb\nc\n", "a\n…\nc\n"));
    assert!(same_output("a\nc\n", "a\n…\nc\n"));
    assert!(!same_output("a\n", "a\n…\na\n"));
    assert!(!same_output("a\nb\nc\n", "a\n…\nd\n"));
}

#[test]
fn a_fragment_goes_before_what_it_does_not_say() {
    assert_eq!(complete("b:\n  c: 3\n", "a: 1\nb:\n  d: 2\ne: 3\n"), "b:\n  c: 3\na: 1\ne: 3\n");
}
