//! Work spread over threads, taken back in order, in bounded memory.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::failure::Result;

/// How many pieces of work wait for one thread, and how many results of it.
const WAITING: usize = 2;

/// How many threads there are: as many as are wanted, else as many as there are processors.
pub(crate) fn jobs(wanted: Option<u16>) -> usize {
    match wanted {
        Some(jobs) => usize::from(jobs),
        None => thread::available_parallelism().map_or(1, usize::from),
    }
}

/// Runs `work` over `pieces` on `jobs` threads and gives the results to `take`, in the order of the pieces. Each thread
/// has a desk of its own to work with, made by `desk`; all desks are given back.
///
/// Piece `i` goes to thread `i mod jobs` and its result is fetched from there, so that order needs no memory beyond the
/// few pieces that wait. When `take` fails, the rest is dropped.
pub(crate) fn run<P: Send, R: Send, D: Send>(
    mut pieces: impl Iterator<Item = P> + Send,
    jobs: usize,
    desk: impl Fn() -> D,
    work: impl Fn(&mut D, P) -> R + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<Vec<D>> {
    if jobs <= 1 {
        let mut desk = desk();
        pieces.try_for_each(|piece| take(work(&mut desk, piece)))?;
        return Ok(vec![desk]);
    }
    thread::scope(|scope| {
        let mut inputs: Vec<SyncSender<P>> = Vec::new();
        let mut outputs: Vec<Receiver<R>> = Vec::new();
        let mut threads = Vec::new();
        for _ in 0..jobs {
            let (input, pieces) = sync_channel::<P>(WAITING);
            let (results, output) = sync_channel::<R>(WAITING);
            let (work, mut desk) = (&work, desk());
            threads.push(scope.spawn(move || {
                for piece in pieces {
                    if results.send(work(&mut desk, piece)).is_err() {
                        break;
                    }
                }
                desk
            }));
            inputs.push(input);
            outputs.push(output);
        }
        scope.spawn(move || {
            for (piece, at) in pieces.zip((0..inputs.len()).cycle()) {
                let Some(input) = inputs.get(at) else { break };
                if input.send(piece).is_err() {
                    break;
                }
            }
        });
        // The first thread without a further result is the one that the piece after the last would have gone to.
        for output in outputs.iter().cycle() {
            match output.recv() {
                Ok(result) => take(result)?,
                Err(_) => break,
            }
        }
        Ok(threads.into_iter().filter_map(|thread| thread.join().ok()).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Failure;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for jobs in [1, 2, 5] {
            let mut taken = Vec::new();
            let slow_at_times = |sum: &mut u64, n: u64| {
                thread::sleep(std::time::Duration::from_micros(n * 37 % 100));
                *sum += n;
                n * 2
            };
            let take = |n| {
                taken.push(n);
                Ok(())
            };
            let desks = run(0..100_u64, jobs, || 0, slow_at_times, take).unwrap();
            assert_eq!(taken, (0..100).map(|n| n * 2).collect::<Vec<_>>(), "{jobs} jobs");
            assert_eq!(desks.iter().sum::<u64>(), 4950, "{jobs} desks come back");
        }
    }

    #[test]
    fn an_endless_input_ends_when_nobody_takes_results() {
        let mut taken = 0;
        let take = |_| {
            taken += 1;
            if taken == 50 { Err(Failure::PipeClosed) } else { Ok(()) }
        };
        let result = run(0_u64.., 3, || (), |(), n| n, take);
        assert!(matches!(result, Err(Failure::PipeClosed)));
    }
}
