//! Classifies a file by its path: tests mention codes, services raise them, and prose explains
//! them.

/// Extensions of prose and data files, which don't raise codes.
const PROSE: &[&str] = &[
    "adoc", "csv", "htm", "html", "json", "jsonl", "lock", "log", "md", "mdx", "po", "rst", "snap", "svg", "toml",
    "txt", "xml", "yaml", "yml",
];

/// Test folders in common languages.
const TEST_FOLDERS: &[&str] = &["__tests__", "e2e", "spec", "test", "testdata", "tests"];

/// Whether the file has tests.
pub(crate) fn is_test(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or_default();
    let marked = name.split('.').skip(1).any(|part| part == "test" || part == "spec");
    folders.split('/').any(|folder| TEST_FOLDERS.contains(&folder))
        || marked
        || stem == "tests"
        || stem == "test"
        || stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem.ends_with("_tests")
        || stem.ends_with("_spec")
        // Java, Kotlin, C#: `OrdersTest.java`.
        || (stem.len() > 4 && (stem.ends_with("Test") || stem.ends_with("Tests")))
}

/// Whether the file is prose or data.
pub(crate) fn is_prose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(_, extension)| PROSE.contains(&extension.to_ascii_lowercase().as_str()))
}
