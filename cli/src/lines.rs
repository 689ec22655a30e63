//! Lines of a stream, each at most so long, in memory that does not grow with the stream.

use std::io::{self, BufRead, Read};

/// The longest line that is read, in bytes: 16 MiB. A report of 10,000 figures takes less than one.
pub(crate) const LONGEST: usize = 16 << 20;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// There are no more lines.
    End,
    /// A line, without its line break.
    Whole,
    /// A line of more than the limit; it was passed over, and nothing added.
    TooLong,
}

/// Reads the next line and adds it to `into`. A line break is `\n` or `\r\n`; the last line needs none.
pub(crate) fn read(stream: &mut impl BufRead, into: &mut Vec<u8>, longest: usize) -> io::Result<Line> {
    let start = into.len();
    let line = |into: &Vec<u8>| into.len() - start;
    let room = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(2);
    if stream.by_ref().take(room).read_until(b'\n', into)? == 0 {
        return Ok(Line::End);
    }
    let ended = into.last() == Some(&b'\n');
    if ended {
        into.pop();
    }
    if line(into) > 0 && into.last() == Some(&b'\r') {
        into.pop();
    }
    if line(into) <= longest {
        return Ok(Line::Whole);
    }
    into.truncate(start);
    if !ended {
        stream.skip_until(b'\n')?;
    }
    Ok(Line::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], longest: usize) -> Vec<(Line, Vec<u8>)> {
        // A buffer of three bytes makes every line cross a chunk.
        let mut stream = io::BufReader::with_capacity(3, text);
        let mut text = b"before".to_vec();
        let mut found = Vec::new();
        loop {
            let start = text.len();
            match read(&mut stream, &mut text, longest).unwrap() {
                Line::End => return found,
                kind => found.push((kind, text[start..].to_vec())),
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
        let whole = |text: &[u8]| (Line::Whole, text.to_vec());
        let too_long = (Line::TooLong, Vec::new());
        for long in ["12345", "123456", "1234567", "123456789"] {
            for end in ["\n", "\r\n"] {
                let text = format!("1234{end}{long}{end}1{end}1234");
                let expected = [whole(b"1234"), too_long.clone(), whole(b"1"), whole(b"1234")];
                assert_eq!(lines(text.as_bytes(), 4), expected, "{text:?}");
            }
            assert_eq!(lines(long.as_bytes(), 4), std::slice::from_ref(&too_long), "{long}");
        }
    }
}
