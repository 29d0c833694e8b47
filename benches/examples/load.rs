//! One reading of a synthetic catalog as a process of its own, for measuring CPU time and memory from outside:
//! `load events 10000` parses only, `load catalog 10000` reads and checks, `load nothing 10000` makes the texts and stops.

use errbook_benches::{events, synthetic};
use errbook_catalog::{Sources, read_sources};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (what, codes) =
        (arguments.next().unwrap_or_default(), arguments.next().and_then(|codes| codes.parse().ok()).unwrap_or(10_000));
    let files = synthetic(codes);
    let done = match what.as_str() {
        "events" => events(&files),
        "catalog" => read_sources(Sources::from_texts(files)).0.map_or(0, |catalog| catalog.entries().len()),
        _ => files.len(),
    };
    println!("{what}: {done}");
}
