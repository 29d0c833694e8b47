//! IDs of requests: which ones of clients are used, and new ones for requests without.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Longer IDs of clients are replaced, because each log line and response has the ID.
const MOST_BYTES: usize = 200;

/// The ID that a client sent, or a new one if it sent none, or one that is too long or isn't visible
/// ASCII.
pub(crate) fn of(sent: Option<&[u8]>) -> Cow<'_, str> {
    let is_fine = |id: &&[u8]| (1..=MOST_BYTES).contains(&id.len()) && id.iter().all(u8::is_ascii_graphic);
    let text = sent.filter(is_fine).and_then(|id| str::from_utf8(id).ok());
    text.map_or_else(|| Cow::Owned(new()), Cow::Borrowed)
}

/// A new ID, such as `req_8c1f0e5b7d2a49638c1f0e5b7d2a4963`. It is unique, but don't rely on it being
/// secret.
fn new() -> String {
    // The standard library seeds its hashes with random numbers of the system, so this needs no crate.
    static SEEDS: OnceLock<[RandomState; 2]> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let [first, second] = SEEDS.get_or_init(|| [RandomState::new(), RandomState::new()]);
    format!("req_{:016x}{:016x}", first.hash_one(count), second.hash_one(count))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keeps_ids_of_clients_that_are_fit_for_logs() {
        let long = [b'a'; MOST_BYTES];
        for id in [&b"req_\"1"[..], &long] {
            assert_eq!(of(Some(id)).as_bytes(), id);
        }
        let too_long = [b'a'; MOST_BYTES + 1];
        for id in [&b""[..], b"a b", b"a\nb", "é".as_bytes(), b"\xff", &too_long] {
            assert!(of(Some(id)).starts_with("req_"), "{id:?}");
        }
    }

    #[test]
    fn new_ids_differ() {
        let ids: HashSet<String> = (0..10_000).map(|_| of(None).into_owned()).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.len() == 36));
    }
}
