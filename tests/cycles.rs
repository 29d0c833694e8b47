//! No modules of a crate use each other, directly or by way of others. A module and those inside of it may.

use std::fmt::Write as _;
use std::fs;

use errbook_test_support::modules::{Modules, cycles};

#[test]
fn no_modules_use_each_other() {
    let (mut found, mut all) = (String::new(), 0);
    for package in fs::read_dir("crates").expect("crates/") {
        let edges = Modules::read(&package.expect("an item").path().join("src")).edges();
        all += edges.len();
        for cycle in cycles(&edges) {
            found.push_str("\nThese modules use each other:\n");
            cycle.iter().for_each(|edge| writeln!(found, "  {edge}").expect("a string takes everything"));
        }
    }
    assert!(found.is_empty(), "{found}");
    assert!(all > 300, "the test sees the edges: {all}");
}
