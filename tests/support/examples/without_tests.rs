//! Copies the Rust files below `SRC` to `OUT` without their tests. `benches/lines.sh` counts their
//! lines.
//!
//! `cargo run --package errbook-test-support --example without_tests -- SRC OUT`

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let [src, out] = [1, 2].map(|at| PathBuf::from(env::args().nth(at).expect("SRC and OUT")));
    for source in errbook_test_support::source::sources(&src) {
        let path = out.join(source.path.strip_prefix(&src).expect("below SRC"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, source.text).expect("written");
    }
}
