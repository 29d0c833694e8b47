//! Runs the commands in `tests/cmd` and compares what they print and write. See `tests/README.md`.

use errbook_test_support::tools;

#[test]
fn commands() {
    let errbook = tools::errbook(env!("CARGO_BIN_EXE_errbook"));
    trycmd::TestCases::new().case("tests/cmd/*.md").case("tests/cmd/*.toml").register_bin("errbook", errbook);
}
