//! Measuring side by side: everything in turn, several times over, so that what disturbs one disturbs all.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// Something to measure.
pub(crate) struct Contender<'a> {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn FnMut() -> Result<u64, String> + 'a>,
}

/// What came of it.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    /// One a round.
    pub(crate) times: Vec<Duration>,
    /// What the last run gave; the same in every round.
    pub(crate) result: u64,
}

/// Runs every contender once a round. The first round warms up and is not counted.
pub(crate) fn measure(rounds: usize, contenders: &mut [Contender<'_>]) -> Result<Vec<Measured>, String> {
    let mut measured: Vec<Measured> =
        contenders.iter().map(|contender| Measured { name: contender.name, times: Vec::new(), result: 0 }).collect();
    for round in 0..=rounds {
        for (contender, measured) in contenders.iter_mut().zip(&mut measured) {
            let start = spent()?;
            let result = (contender.run)().map_err(|error| format!("{}: {error}", contender.name))?;
            let time = spent()?.saturating_sub(start);
            if round > 0 {
                measured.times.push(time);
            }
            measured.result = result;
        }
    }
    Ok(measured)
}

/// How long this thread has run. What else the machine does counts less than it would by the clock on the wall.
fn spent() -> Result<Duration, String> {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from).map_err(|error| format!("no clock: {error}"))
}

/// The median.
pub(crate) fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// How many times as long `slow` takes as `fast`, round by round: least, median and greatest.
pub(crate) fn ratio(slow: &[Duration], fast: &[Duration]) -> [f64; 3] {
    let mut ratios: Vec<f64> =
        slow.iter().zip(fast).map(|(slow, fast)| slow.as_secs_f64() / fast.as_secs_f64().max(1e-12)).collect();
    ratios.sort_by(f64::total_cmp);
    let at = |index: usize| ratios.get(index).copied().unwrap_or(f64::NAN);
    [at(0), at(ratios.len() / 2), at(ratios.len().saturating_sub(1))]
}
