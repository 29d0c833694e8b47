//! Runs work on many items with several threads. Results are in the order of the items and don't
//! depend on the number of threads.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The most items that a thread takes at a time.
const CHUNK: usize = 32;

/// How many threads to use.
///
/// ```
/// use errbook_catalog::Jobs;
///
/// assert_eq!(Jobs::default().map(&[1, 2, 3], |number| number * 2), [2, 4, 6]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jobs(NonZeroUsize);

impl Jobs {
    /// Uses this many threads.
    pub fn new(threads: NonZeroUsize) -> Jobs {
        Jobs(threads)
    }

    /// The number of threads.
    pub fn threads(self) -> usize {
        self.0.get()
    }

    /// Applies `work` to all items. The results are in the order of the items.
    pub fn map<T: Sync, R: Send>(self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let threads = self.threads().min(items.len());
        if threads < 2 {
            return items.iter().map(work).collect();
        }
        let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
        // Small enough that all threads finish at about the same time.
        let size = (items.len() / threads / 4).clamp(1, CHUNK);
        let chunks = Mutex::new(items.chunks(size).zip(results.chunks_mut(size)));
        let next = || chunks.lock().unwrap_or_else(PoisonError::into_inner).next();
        let run = || {
            while let Some((items, results)) = next() {
                items.iter().zip(results).for_each(|(item, result)| *result = Some(work(item)));
            }
        };
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
            run();
            for other in others {
                other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            }
        });
        results.into_iter().flatten().collect()
    }
}

/// One thread per available processor.
impl Default for Jobs {
    fn default() -> Jobs {
        Jobs(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_items() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for threads in [1, 2, 7, 100] {
            let jobs = Jobs::new(NonZeroUsize::new(threads).expect("not zero"));
            assert_eq!(jobs.map(&items, |item| item * 2), expected, "{threads} threads");
        }
        assert_eq!(Jobs::default().map(&[0_u8; 0], |item| *item), [0_u8; 0]);
    }
}
