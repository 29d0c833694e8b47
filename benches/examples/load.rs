//! Reads a synthetic catalog once in a separate process, to measure CPU time and memory from
//! outside: `load events 10000` only parses, `load catalog 10000` reads, `load check 10000` reads
//! and runs all rules, and `load nothing 10000` only generates the texts.

use errbook_benches::{events, synthetic};
use errbook_catalog::{Snapshot, Sources, read_sources};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (what, codes) =
        (arguments.next().unwrap_or_default(), arguments.next().and_then(|codes| codes.parse().ok()).unwrap_or(10_000));
    let files = synthetic(codes);
    let done = match what.as_str() {
        "events" => events(&files),
        "catalog" => read_sources(Sources::from_texts(files)).0.map_or(0, |catalog| catalog.entries().len()),
        "check" => {
            let snapshot = Snapshot::from_sources(Sources::from_texts(files));
            errbook_check::check(&snapshot, &errbook_check::Options::default()).len()
        }
        _ => files.len(),
    };
    println!("{what}: {done}");
}
