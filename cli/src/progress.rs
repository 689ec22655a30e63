//! How far a long run has come.

use std::time::{Duration, Instant};

use crate::console::Console;

/// Says on a terminal how far a run has come, once it takes long.
pub(crate) struct Progress {
    wanted: bool,
    next: Instant,
}

impl Progress {
    pub(crate) fn new(console: &Console) -> Self {
        Self { wanted: console.wants_progress(), next: Instant::now() + Duration::from_secs(1) }
    }

    pub(crate) fn tell(&mut self, console: &mut Console, text: impl FnOnce() -> String) {
        if self.wanted && Instant::now() >= self.next {
            console.progress(&text());
            self.next = Instant::now() + Duration::from_millis(200);
        }
    }
}
