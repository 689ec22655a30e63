//! Choices made from random bytes.

/// Turns bytes into choices, one after the other. Where the bytes end, every choice is the first, so that a shorter or
/// smaller run of bytes makes something simpler: this is what proptest's shrinking needs.
#[derive(Clone, Debug)]
pub struct Dice<'a> {
    bytes: &'a [u8],
}

impl<'a> Dice<'a> {
    /// Choices from these bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// A number below `sides`, which is at most 256; 0 where nothing is left.
    pub fn below(&mut self, sides: usize) -> usize {
        let Some((&first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        usize::from(first) % sides.max(1)
    }

    /// True once in so many.
    pub fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == sides - 1
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}
