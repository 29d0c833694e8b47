//! Counts which codes this process raised, for `errbook observe` (feature `observe`).
//!
//! A [`Report`](crate::Report) counts once: in the profile and with the status of its last
//! [`Answer`](crate::Answer) or body, or without them if it was only logged, sent over gRPC, or
//! dropped. A masked report counts for its own code, and each answer for the code that the client
//! saw. An error without a report counts when its body is written. Only codes, profiles, and
//! statuses are kept, never params.
//!
//! [`json_lines`] returns the counts, and nothing is written anywhere. A test binary can write them
//! when a test ends, even if it fails:
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Mutex;
//!
//! /// Writes the codes that the tests of this process raised so far to a file of its own in the
//! /// folder `OBSERVED`, if that is set. Each file replaces its previous version, which had less.
//! struct Observed;
//!
//! impl Drop for Observed {
//!     fn drop(&mut self) {
//!         static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
//!         let Ok(folder) = std::env::var("OBSERVED") else { return };
//!         let _guard = ONE_AT_A_TIME.lock();
//!         let file = Path::new(&folder).join(format!("{}.jsonl", std::process::id()));
//!         if let Err(error) = std::fs::write(&file, errbook::observe::json_lines()) {
//!             eprintln!("cannot write {}: {error}", file.display());
//!         }
//!     }
//! }
//!
//! #[test]
//! fn a_missing_order_is_not_found() {
//!     let _observed = Observed;
//!     // ...
//! }
//! ```
//!
//! Start with an empty folder, because process IDs differ between runs. Name it by an absolute
//! path, because tests run in the folder of their package:
//!
//! ```sh
//! rm -rf target/observed && mkdir -p target/observed
//! OBSERVED=$PWD/target/observed cargo test
//! ```
//!
//! `errbook observe` reads the files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::json;
use crate::public::Public;
use crate::tables::Tables;

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    catalog: &'static str,
    code: &'static str,
    /// The profile and the status, if it was sent in a profile.
    sent: Option<(&'static str, u16)>,
}

/// The counts of this process. A count that dropped to zero stays, so raising the code again doesn't
/// allocate.
static COUNTS: Mutex<BTreeMap<Key, u64>> = Mutex::new(BTreeMap::new());

/// The counts as JSON Lines, sorted: one line for each code, profile, and status. Empty if no code
/// was raised.
///
/// ```
/// use errbook::{Answer, Report, observe};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// Answer::by_default(&Report::new(Error::TooLarge));
/// let line =
///     r#"{"errbook":"raised","catalog":"shop","code":"shop:too_large","profile":"api","status":413,"count":1}"#;
/// assert_eq!(observe::json_lines(), format!("{line}\n"));
/// # }
/// ```
///
/// `profile` and `status` are missing if the code was not sent in a profile.
pub fn json_lines() -> String {
    let mut lines = String::new();
    for (key, count) in lock(&COUNTS).iter().filter(|(_, count)| **count > 0) {
        lines.push_str("{\"errbook\":\"raised\",\"catalog\":");
        json::string(key.catalog, &mut lines);
        lines.push_str(",\"code\":");
        json::string(key.code, &mut lines);
        if let Some((profile, status)) = key.sent {
            lines.push_str(",\"profile\":");
            json::string(profile, &mut lines);
            // Writing to a `String` can't fail.
            let _ = write!(lines, ",\"status\":{status}");
        }
        let _ = writeln!(lines, ",\"count\":{count}}}");
    }
    lines
}

/// What a report counts for.
pub(crate) struct Counted(Mutex<Key>);

impl Counted {
    /// Counts a code that was raised and not sent yet.
    pub(crate) fn raised((tables, index): (&'static Tables, usize)) -> Counted {
        let key = Key { catalog: tables.catalog, code: tables.code[index], sent: None };
        add(&mut lock(&COUNTS), key);
        Counted(Mutex::new(key))
    }

    /// Counts what was sent for the report, in place of what it counted for. A masked report keeps
    /// the count of its own code.
    pub(crate) fn sent(&self, public: &Public<'_>, profile: usize, status: u16) {
        let key = sent_key(public, profile, status);
        let mut last = lock(&self.0);
        let mut counts = lock(&COUNTS);
        if (last.catalog, last.code) == (key.catalog, key.code)
            && let Some(count) = counts.get_mut(&last)
        {
            *count = count.saturating_sub(1);
        }
        add(&mut counts, key);
        *last = key;
    }
}

/// Counts what was sent without a report.
pub(crate) fn sent(public: &Public<'_>, profile: usize, status: u16) {
    add(&mut lock(&COUNTS), sent_key(public, profile, status));
}

fn sent_key(public: &Public<'_>, profile: usize, status: u16) -> Key {
    let tables = public.tables;
    Key {
        catalog: tables.catalog,
        code: tables.code[public.index],
        sent: public.own.profiles.get(profile).map(|profile| (profile.name, status)),
    }
}

fn add(counts: &mut BTreeMap<Key, u64>, key: Key) {
    let count = counts.entry(key).or_default();
    *count = count.saturating_add(1);
}

/// Counts are complete after each change, so a panic elsewhere doesn't make them wrong.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
