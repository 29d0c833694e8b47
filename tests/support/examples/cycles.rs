//! Prints the cycles between modules of a crate, with the edges of each.
//!
//! `cargo run --package errbook-test-support --example cycles -- crates/errbook-catalog/src`

use std::env;
use std::path::PathBuf;

use errbook_test_support::modules::{Modules, cycles};

fn main() {
    let src = PathBuf::from(env::args().nth(1).expect("SRC"));
    let edges = Modules::read(&src).edges();
    let found = cycles(&edges);
    for group in &found {
        println!("group of {} edges", group.len());
        group.iter().for_each(|edge| println!("  {edge}"));
    }
    println!("{} cycles", found.len());
}
