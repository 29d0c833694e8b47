//! Files that name the version of errbook name the one of the workspace.

use std::fs;

use fancy_regex::Regex;

/// Each with how often it names the version.
const FILES: [(&str, usize); 4] =
    [("pyproject.toml", 2), ("SECURITY.md", 1), ("docs/src/how-to/gate.md", 3), ("docs/src/how-to/publish.md", 2)];

#[test]
fn files_name_the_version_of_the_workspace() {
    let version =
        Regex::new(r#"(?:errbook==|errbook@v|rev: v|errbook-v|^version = ")(\d+\.\d+\.\d+)"#).expect("a pattern");
    for (file, count) in FILES {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let lines = text.lines().filter_map(|line| version.captures(line).expect("it matches"));
        let found: Vec<&str> = lines.map(|found| found.get(1).expect("a group").as_str()).collect();
        assert_eq!(found, vec![env!("CARGO_PKG_VERSION"); count], "{file}");
    }
}
