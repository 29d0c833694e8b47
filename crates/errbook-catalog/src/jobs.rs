//! Work on many items with several threads. The results are those of one thread, in the order of the items.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The most items that a thread takes at a time.
const CHUNK: usize = 32;

/// How many threads may work at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jobs(NonZeroUsize);

impl Jobs {
    /// A given number of threads.
    pub fn new(threads: NonZeroUsize) -> Jobs {
        Jobs(threads)
    }

    /// The number of threads.
    pub fn threads(self) -> usize {
        self.0.get()
    }

    /// Applies `work` to all items and keeps their order.
    pub fn map<T: Sync, R: Send>(self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let threads = self.threads().min(items.len());
        if threads < 2 {
            return items.iter().map(work).collect();
        }
        // Small enough for all threads to end at about the same time.
        let chunks: Vec<&[T]> = items.chunks((items.len() / threads / 4).clamp(1, CHUNK)).collect();
        let next = AtomicUsize::new(0);
        let run = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(chunk) = chunks.get(at) else { return done };
                done.push((at, chunk.iter().map(&work).collect::<Vec<R>>()));
            }
        };
        let mut done = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
            let mut done = run();
            for other in others {
                done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            done
        });
        done.sort_unstable_by_key(|(at, _)| *at);
        let mut results = Vec::with_capacity(items.len());
        done.into_iter().for_each(|(_, of_chunk)| results.extend(of_chunk));
        results
    }
}

/// One thread for each processor.
impl Default for Jobs {
    fn default() -> Jobs {
        Jobs(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for threads in [1, 2, 7, 100] {
            let jobs = Jobs::new(NonZeroUsize::new(threads).expect("not zero"));
            assert_eq!(jobs.map(&items, |item| item * 2), expected, "{threads} threads");
        }
        assert_eq!(Jobs::default().map(&[0_u8; 0], |item| *item), [0_u8; 0]);
    }
}
