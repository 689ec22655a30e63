//! Lines of a stream, each at most so long, in memory that does not grow with the stream.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes: 16 MiB. A report of 10,000 figures takes less than one.
pub(crate) const LONGEST: usize = 16 << 20;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// There are no more lines.
    End,
    /// A line, without its line break.
    Whole,
    /// A line of more than the limit; only its start was kept, the rest was passed over.
    TooLong,
}

/// Reads the next line into `line`, which is cleared before. A line break is `\n` or `\r\n`; the last line needs none.
pub(crate) fn read(stream: &mut impl BufRead, line: &mut Vec<u8>, longest: usize) -> io::Result<Line> {
    line.clear();
    let mut found = Line::End;
    loop {
        let chunk = match stream.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            break;
        }
        if found == Line::End {
            found = Line::Whole;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let content = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        let room = longest.saturating_sub(line.len());
        if content.len() > room {
            found = Line::TooLong;
        }
        line.extend(content.iter().take(room));
        let used = content.len() + usize::from(end.is_some());
        stream.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], longest: usize) -> Vec<(Line, Vec<u8>)> {
        // A buffer of three bytes makes every line cross a chunk.
        let mut stream = io::BufReader::with_capacity(3, text);
        let mut line = Vec::new();
        let mut found = Vec::new();
        loop {
            match read(&mut stream, &mut line, longest).unwrap() {
                Line::End => return found,
                kind => found.push((kind, line.clone())),
            }
        }
    }

    #[test]
    fn both_line_breaks_end_a_line_and_the_last_needs_none() {
        let whole = |text: &[u8]| (Line::Whole, text.to_vec());
        assert_eq!(lines(b"one\r\ntwo\n\nfour", 100), [whole(b"one"), whole(b"two"), whole(b""), whole(b"four")]);
        assert_eq!(lines(b"one\n", 100), [whole(b"one")]);
        assert!(lines(b"", 100).is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_is_whole() {
        assert_eq!(
            lines(b"123456789\n1234\n", 4),
            [(Line::TooLong, b"1234".to_vec()), (Line::Whole, b"1234".to_vec())]
        );
    }
}
