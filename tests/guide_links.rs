//! Every link in the guide in `docs/` leads to a page, and to an anchor if it has one, in the book
//! that mdBook builds. Links to other hosts are not checked.

use std::process::Command;

use errbook_test_support::tools;
use serde_json::Value;

fn strings<'a>(page: &'a Value, key: &str) -> Vec<&'a str> {
    page[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The path that a relative link leads to, or `None` if it leaves the book.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn links_and_anchors_in_the_guide_resolve() {
    let Some(mdbook) = tools::installed("tests/tools/venv/bin/mdbook") else { return };
    if !tools::has_program("node") || tools::installed("tests/tools/node_modules").is_none() {
        return;
    }
    let book = tempfile::tempdir().expect("a folder");
    let output = Command::new(mdbook).args(["build", "docs", "--dest-dir"]).arg(book.path()).output();
    let output = output.expect("mdBook starts");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !printed.contains("WARN") && !printed.contains("ERROR"), "{printed}");

    let output = Command::new("node").arg("tests/tools/html.mjs").arg(book.path()).output().expect("node starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pages: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let pages = pages.as_object().expect("pages");
    let mut followed = 0;
    // mdBook generates these.
    let own = |path: &str| ["404.html", "print.html", "toc.html"].contains(&path);
    for (from, page) in pages.iter().filter(|(path, _)| !own(path)) {
        for link in strings(page, "links").into_iter().filter(|link| !link.contains(':')) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let to = if path.is_empty() { Some(from.clone()) } else { resolve(from, path) };
            let to = to.and_then(|to| pages.get(&to)).unwrap_or_else(|| panic!("`{link}` in {from} leads to no page"));
            let known = anchor.is_empty() || strings(to, "ids").contains(&anchor);
            assert!(known, "`{link}` in {from} leads to no anchor");
            followed += 1;
        }
    }
    assert!(followed > 300, "{followed}");
}
