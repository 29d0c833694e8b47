//! Modules of a crate have no cycles, direct or indirect, except between a module and its
//! submodules.

use std::fmt::Write as _;
use std::fs;

use errbook_test_support::modules::{Modules, cycles};

#[test]
fn modules_have_no_cycles() {
    let (mut found, mut all) = (String::new(), 0);
    for package in fs::read_dir("crates").expect("crates/") {
        let edges = Modules::read(&package.expect("an item").path().join("src")).edges();
        all += edges.len();
        for cycle in cycles(&edges) {
            found.push_str("\nThese modules use each other:\n");
            cycle.iter().for_each(|edge| writeln!(found, "  {edge}").expect("writing to a string never fails"));
        }
    }
    assert!(found.is_empty(), "{found}");
    assert!(all > 300, "the test sees the edges: {all}");
}
