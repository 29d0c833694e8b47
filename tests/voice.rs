//! errbook's output and documentation are in plain English, without wording that reads like a
//! translation.

use std::fs;
use std::path::{Path, PathBuf};

use errbook_test_support::source;
use fancy_regex::Regex;
use proc_macro2::{TokenStream, TokenTree};

/// Patterns of wording to avoid, each with what to write instead.
const DIALECT: &[(&str, &str)] = &[
    // `baseline-mended` is a rule ID, and `mended` is a member of the JSON output.
    (r"(?i)(?<!baseline-)(?<![`{])(?<!^\x22)\bmend(s|ed|ing)?\b", "fix"),
    (r"(?i)(?<!there )\bis no (?!longer\b|more than\b|different\b)", "negate the verb: `is not a`"),
    (r"(?i)(?<!there )\bare no (?!longer\b|more than\b|different\b)", "negate the verb: `are not`"),
    (r"(?i)\bas no (?!longer\b)[a-z]", "negate the verb"),
    (r"(?i)\bleave (it|them) away\b", "remove it"),
    (r"(?i)\banew\b", "again"),
    (r"(?i)\bfor ever\b", "permanently"),
    (r"(?i)\bbeside\b", "next to, besides"),
    (r"(?i)\bthe way out\b", "help"),
    (r"(?i)\bin one go\b", "in one pass"),
    (r"(?i)\btwins?\b", "Markdown version"),
    (r"(?i)\bheld against\b|\bhold against\b", "checked against"),
    (r"(?i)\bhas to leave\b|\bhave to leave\b", "no longer applies"),
    (r"(?i)\bof (your|one's) own\b", "custom, your"),
    (r"(?i)\blet pass\b", "suppress"),
    (r"(?i)\ball that (is|are|there)\b", "everything"),
    (r"(?i)\bwhat is no\b|\bwhat are no\b", "name it"),
    (r"(?i)\bwould feel\b", "breaks"),
];

/// Files whose doc comments are shown to users, in help and in the reference of keys.
const DOCUMENTED: &[&str] = &["errbook-cli/src/args", "errbook-catalog/src/raw", "errbook-catalog/src/values"];

/// Strings of a source, and its doc comments if `documented`. To proc-macro2, a doc comment is
/// `#[doc = "..."]`.
fn texts(tokens: TokenStream, documented: bool, found: &mut Vec<String>) {
    let mut is_doc = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => texts(group.stream(), documented, found),
            TokenTree::Ident(ident) => is_doc = ident == "doc",
            TokenTree::Literal(literal) if literal.to_string().contains('"') && (documented || !is_doc) => {
                found.push(literal.to_string());
            }
            _ => {}
        }
    }
}

fn collect(folder: &Path, extensions: &[&str], paths: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = item.expect("an item of a folder").path();
        if path.is_dir() {
            collect(&path, extensions, paths);
        } else if path.extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension)) {
            paths.push(path);
        }
    }
}

/// Each text, with the file that contains it.
fn all_texts() -> Vec<(PathBuf, String)> {
    let (mut all, mut paths) = (Vec::new(), vec![PathBuf::from("src/README.md")]);
    for item in fs::read_dir("crates").expect("crates/") {
        let folder = item.expect("a crate").path();
        paths.push(folder.join("README.md"));
        for source in source::sources(&folder.join("src")) {
            let mut found = Vec::new();
            let path = source.path.to_string_lossy();
            let documented = DOCUMENTED.iter().any(|part| path.contains(part));
            texts(source.text.parse().expect("Rust"), documented, &mut found);
            all.extend(found.into_iter().map(|text| (source.path.clone(), text)));
        }
    }
    for (folder, extensions) in [
        ("crates/errbook-check/rules", &["yaml"][..]),
        ("crates/errbook-cli/src", &["yaml"]),
        ("templates", &["html", "md", "mdx", "ts", "go", "py", "txt", "json"]),
        ("docs/src", &["md"]),
    ] {
        collect(Path::new(folder), extensions, &mut paths);
    }
    all.extend(paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("text"))));
    all
}

#[test]
fn no_text_reads_like_a_translation() {
    let texts = all_texts();
    assert!(texts.len() > 1000, "the test looks at the right folders");
    let mut wrong = Vec::new();
    for (pattern, instead) in DIALECT {
        let pattern = Regex::new(pattern).expect("a pattern");
        for (path, text) in &texts {
            for line in text.lines().filter(|line| pattern.is_match(line).expect("a short line")) {
                wrong.push(format!("{}: {} ({instead})", path.display(), line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}
