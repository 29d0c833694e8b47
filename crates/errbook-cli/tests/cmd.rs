//! Runs the commands in `tests/cmd` and compares what they print and write. See `tests/README.md`.

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.md").case("tests/cmd/*.toml");
}
