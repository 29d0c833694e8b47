//! `errbook observe --report` writes a page with what was seen, in this run and in earlier ones.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A code of the catalog `shop` in an operation, with its status or another one.
fn line(code: &str, operation: &str, status: u16) -> String {
    format!("{{\"status\": {status}, \"op\": \"{operation}\", \"body\": {{\"error\": {{\"code\": \"{code}\"}}}}}}\n")
}

fn observe(folder: &Path, traffic: &str, arguments: &[&str]) -> Output {
    fs::write(folder.join("traffic.jsonl"), traffic).unwrap();
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogs/shop");
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["--catalog".as_ref(), catalog.as_path()]).args(["observe", "traffic.jsonl"]);
    command.args(["--body", "body", "--status", "status", "--operation", "op"]).args(arguments);
    command.current_dir(folder).output().unwrap()
}

/// Builds the pages of a copy of the catalog with an `observed.json`.
fn build(folder: &Path, observed: &str) -> Output {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogs/shop");
    errbook_test_support::folder::copy(&catalog, &folder.join("catalog"));
    fs::write(folder.join("catalog/observed.json"), observed).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["build", "--target", "html,mintlify"]).current_dir(folder).output().unwrap()
}

#[test]
fn pages_show_when_a_code_was_as_the_catalog_says() {
    let folder = tempfile::tempdir().unwrap();
    let right = r#"{"status": 402, "op": "pay", "body": {"error": {"code": "err:orders:not_paid", "detail": "The order is not paid yet"}}}"#;
    let traffic = format!("{right}\n{}", line("err:customers:not_found", "pay", 418));
    observe(folder.path(), &traffic, &["--save", "observed.json", "--commit", "4f2a<91c>"]);
    let observed = fs::read_to_string(folder.path().join("observed.json")).unwrap();
    assert!(build(folder.path(), &observed).status.success());
    let page = |path: &str| fs::read_to_string(folder.path().join("site").join(path)).unwrap();
    let html = page("html/orders/not_paid.html");
    let shown = html.split("<dt>Checked</dt><dd>").nth(1).unwrap_or_else(|| panic!("{html}"));
    assert!(shown.starts_with("against 4f2a&lt;91c&gt; on 20"), "{shown}");
    assert!(page("html/orders/not_paid.md").contains("- Checked: against 4f2a\\<91c> on 20"));
    assert!(page("mintlify/orders/not_paid.mdx").contains("- Checked: against 4f2a"));
    // Its status was another one.
    assert!(!page("html/customers/not_found.html").contains("Checked"));

    let output = build(folder.path(), "{}");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("cannot use `catalog/observed.json`"), "{told}");
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("observed.html")).unwrap()
}

#[test]
fn a_page_shows_counts_deviations_and_what_was_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let traffic = line("err:orders:not_paid", "<b>pay", 402).repeat(3) + &line("err:orders:not_paid", "<b>pay", 418);
    let output = observe(folder.path(), &traffic, &["--report", "observed.html"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && told.contains("wrote observed.html"), "{output:?}");

    let page = page(folder.path());
    assert!(page.contains("<bdi>&lt;b&gt;pay</bdi>") && !page.contains("<b>"));
    let link = "<a href=\"https://shop.example/docs/errors/orders/not_paid\"><code>err:orders:not_paid</code></a>";
    assert!(
        page.contains(&format!("<th scope=\"row\">{link}</th><td class=\"total\">4</td><td class=\"seen\">4</td>"))
    );
    let deviations = page.split("<h2 ").find(|section| section.starts_with("id=\"deviations\"")).unwrap();
    assert!(deviations.contains("was sent with status 418, not 402"), "{deviations}");
    assert!(deviations.contains("<code>observed-status</code>") && deviations.contains("traffic.jsonl:4"));
    let never = page.split("<h2 ").find(|section| section.starts_with("id=\"never\"")).unwrap();
    assert!(never.contains("err:customers:") && !never.contains("err:orders:not_paid"), "{never}");
}

#[test]
fn a_page_includes_earlier_runs_that_were_saved() {
    let folder = tempfile::tempdir().unwrap();
    let traffic = line("err:orders:not_paid", "pay", 402);
    let arguments = ["--report", "observed.html", "--save", "observed.json"];
    for (total, earlier) in [(1, false), (2, true)] {
        observe(folder.path(), &traffic, &arguments);
        let page = page(folder.path());
        assert!(page.contains(&format!("<td class=\"total\">{total}</td><td class=\"seen\">{total}</td>")), "{total}");
        assert_eq!(page.contains("include earlier runs"), earlier);
    }
    // Neither the time nor anything else that differs is in it.
    let written = page(folder.path());
    fs::remove_file(folder.path().join("observed.json")).unwrap();
    observe(folder.path(), &traffic, &arguments);
    observe(folder.path(), &traffic, &arguments);
    assert!(page(folder.path()) == written);
}
