//! Files of the output that can't all be written, and redirects that hide a file. A property test
//! writes every output without a conflict to disk.

use std::fs;

use errbook_catalog::{Catalog, Sources};
use errbook_docs::{Base, Layout, Site, Target, Templates, conflicts};
use proptest::prelude::*;

const MANIFEST: &str = r#"
name: demo
codes:
  prefix: err
  levels: [{name: area, pattern: "[a-zA-Z._-]+"}, {name: specific, pattern: "[a-zA-Z._-]+"}]
groups: {GROUPS}
profiles: {api: {envelope: {code: $code}}}
glossary: [{term: Key, text: A thing}]
site: {root: "https://example.com", errors: errors}
redirects: [REDIRECTS]
"#;

/// A catalog with these codes (`area/specific`) and redirects. `None` if it has errors.
fn catalog(codes: &[&str], redirects: &[&str]) -> Option<Catalog> {
    let groups: Vec<String> = codes.iter().map(|code| code.split('/').next().unwrap_or_default().to_owned()).collect();
    let mut distinct: Vec<String> = groups.iter().map(|group| format!("{group:?}: {{status: 404}}")).collect();
    distinct.sort();
    distinct.dedup();
    let redirects = redirects.iter().map(|from| format!("{{from: {from:?}, to: \"https://example.org\"}}"));
    let manifest = MANIFEST.replace("GROUPS", &distinct.join(", "));
    let manifest = manifest.replace("REDIRECTS", &redirects.collect::<Vec<_>>().join(", "));
    let entries = codes.iter().map(|code| (format!("{code}.yaml"), format!("message: {code:?}\n")));
    let sources = Sources::from_texts(entries.chain([("catalog.yaml".to_owned(), manifest)]));
    errbook_catalog::read_sources(sources).0
}

fn messages(codes: &[&str], redirects: &[&str]) -> Vec<String> {
    let catalog = catalog(codes, redirects).expect("a valid catalog");
    conflicts(&catalog, &Templates::default()).into_iter().map(|conflict| conflict.message).collect()
}

#[test]
fn harmless_names_have_no_conflicts() {
    let codes = ["a/index", "a/thing", "index/a", "status/glossary", "glossary/errors.json", "retryable/b"];
    assert_eq!(messages(&codes, &["/old", "/errors/old", "/errors/old/x", "/errors/A/THING"]), [""; 0]);
    // No file can have this name, so only the hosts' rules redirect.
    assert_eq!(messages(&["a/b"], &[&format!("/{}", "x".repeat(300)), "/con", "/a%3Ab"]), [""; 0]);
}

/// Redirects of two codes.
#[test]
fn two_redirects_need_different_files() {
    let found = |first: &str, second: &str| {
        let manifest = MANIFEST.replace("GROUPS", "a: {status: 404}").replace("REDIRECTS", "");
        let entry =
            |name: &str, from: &str| (format!("a/{name}.yaml"), format!("message: {name}\nredirects: [{from:?}]\n"));
        let files = [entry("b", first), entry("c", second), ("catalog.yaml".to_owned(), manifest)];
        let catalog = errbook_catalog::read_sources(Sources::from_texts(files)).0.expect("a valid catalog");
        let site =
            Site::new(&catalog, Target::html(), &Templates::default()).expect("templates parse").former_urls().count();
        let found = conflicts(&catalog, &Templates::default());
        (site, found.into_iter().map(|conflict| conflict.message).next().unwrap_or_default())
    };
    let message = |first: &str, second: &str, file: &str| {
        format!("redirects `{first}` and `{second}` need the same file `{file}` with `--target html")
    };
    let (rules, conflict) = found("/a.html", "/a");
    assert_eq!((rules, conflict), (2, message("/a", "/a.html", "a.html") + "`"));
    let (rules, conflict) = found("/a/b", "/a/b/index.html");
    assert_eq!((rules, conflict), (2, message("/a/b", "/a/b/index.html", "a/b/index.html") + " --layout folders`"));
    // Hosts that tell apart upper and lower case have a rule for each.
    assert_eq!(found("/old", "/Old"), (2, String::new()));
}

#[test]
fn conflicts_name_both_files_and_the_output() {
    for (codes, redirects, expected) in [
        (
            &["a/b"][..],
            &["/a.html", "/a.html/b"][..],
            "`a.html` would be both a file and the folder of `a.html/b.html` with `--target html`",
        ),
        (
            &["a/b"],
            &["/vercel.json/x"],
            "`vercel.json` would be both a file and the folder of `vercel.json/x.html` with `--target html`",
        ),
        (
            &["style.css/a", "style.css/b"],
            &[],
            "`style.css` would be both a file and the folder of `style.css/index.html` with `--target html`",
        ),
        (
            &["a/index", "a/index.html"],
            &[],
            "`a/index.html` would be both a file and the folder of `a/index.html/index.html` with `--target html --layout folders`",
        ),
        (&["a/q"], &["/errors/a/q.html"], "redirect `/errors/a/q.html` hides `a/q.html` with `--target html`"),
        (&["a/b"], &["/errors/style.css"], "redirect `/errors/style.css` hides `style.css` with `--target html`"),
        (&["a/b"], &["/errors/%73tyle.css"], "redirect `/errors/%73tyle.css` hides `style.css` with `--target html`"),
        (&["a/b"], &["/errors/a/b.md"], "redirect `/errors/a/b.md` hides `a/b.md` with `--target html`"),
        (&["a/b"], &["/errors/glossary"], "redirect `/errors/glossary` hides `glossary.html` with `--target html`"),
        (
            &["a/b"],
            &["/errors/status/404"],
            "redirect `/errors/status/404` hides `status/404.html` with `--target html`",
        ),
        (
            &["a/b"],
            // A letter whose lowercase form is shorter in UTF-8.
            &["/%E2%84%AA%E2%84%AA%E2%84%AA.html", "/%E2%84%AA%E2%84%AA%E2%84%AA.html/b"],
            "`\u{212a}\u{212a}\u{212a}.html` would be both a file and the folder of `\u{212a}\u{212a}\u{212a}.html/b.html` with `--target html`",
        ),
        (&["a/b"], &["/llms.txt"], "redirect `/llms.txt` hides `llms.txt` with `--target html --base root`"),
    ] {
        assert_eq!(messages(codes, redirects), [expected]);
    }
}

/// Names of files that some target writes, and parts of them.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "A",
        "index",
        "index.html",
        "README",
        "README.md",
        "style.css",
        "search.js",
        "glossary",
        "glossary.html",
        "status",
        "retryable",
        "look",
        "errors.json",
        "vercel.json",
        "_redirects",
        "llms.txt",
        "SUMMARY.md",
        "src",
        "book.toml",
        "docs.json",
        "404",
        "a.html",
        "a.md",
        "index-page",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]
    #[test]
    fn an_output_without_conflicts_can_be_written(
        codes in prop::collection::vec((name(), name()), 1..5),
        redirects in prop::collection::vec(prop::collection::vec(name(), 1..4), 0..4),
    ) {
        let codes: Vec<String> = codes.iter().map(|(area, specific)| format!("{area}/{specific}")).collect();
        let redirects: Vec<String> = redirects.iter().map(|parts| format!("/{}", parts.join("/"))).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let redirects: Vec<&str> = redirects.iter().map(String::as_str).collect();
        let catalog = catalog(&codes, &redirects);
        prop_assume!(catalog.is_some());
        let catalog = catalog.expect("just checked");
        let templates = Templates::default();
        let all = conflicts(&catalog, &templates);
        for target in Target::all() {
            for (layout, base) in [Layout::Files, Layout::Folders].into_iter().flat_map(|layout| [(layout, Base::Errors), (layout, Base::Root)]) {
                let site = Site::new(&catalog, target.clone().with_layout(layout).with_base(base), &templates).expect("templates parse");
                let own = site.conflicts();
                for conflict in &own {
                    let is_listed = all.iter().any(|of| (of.owner, of.other) == (conflict.owner, conflict.other));
                    prop_assert!(is_listed, "{conflict:?}");
                }
                if own.is_empty() {
                    let folder = tempfile::tempdir().expect("a folder");
                    for page in site.pages() {
                        // As on a file system that ignores case.
                        let path = folder.path().join(page.path().to_lowercase());
                        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
                        fs::File::create_new(&path).unwrap_or_else(|error| panic!("{}: {error}", page.path()));
                    }
                }
            }
        }
    }
}
