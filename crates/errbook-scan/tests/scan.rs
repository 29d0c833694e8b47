//! Checks that the scan finds codes in source code and never fails on a file.

use std::fs;
use std::path::Path;

use errbook_catalog::registry::{Audience, Registry};
use errbook_catalog::{Snapshot, Sources};
use errbook_scan::{FileScan, Scan, Scanner};

fn scanner() -> (Snapshot, Scanner) {
    let snapshot = Snapshot::read(Path::new("tests/scan/catalog"));
    let scanner = Scanner::new(&snapshot).expect("a manifest");
    (snapshot, scanner)
}

fn scan(path: &str, text: &str) -> (Snapshot, Scan) {
    let (mut snapshot, scanner) = scanner();
    let file = scanner.file(path.to_owned(), text.to_owned());
    let scan = Scan::of(&mut snapshot, vec![file]);
    (snapshot, scan)
}

/// Scans the files below `folder`. Their paths from `above` decide whether they have tests.
fn read(scanner: &Scanner, folder: &Path, above: &Path, files: &mut Vec<FileScan>) {
    for item in fs::read_dir(folder).expect("a folder") {
        let path = item.expect("an item").path();
        if path.is_dir() {
            read(scanner, &path, above, files);
            continue;
        }
        let slashes = |path: &Path| path.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).expect("source code");
        files.push(scanner.file_as(&slashes(path.strip_prefix(above).expect("below")), slashes(&path), text));
    }
}

/// The codes that are raised.
fn raised(path: &str, text: &str) -> Vec<String> {
    let (snapshot, scan) = scan(path, text);
    let codes = snapshot.codes().iter().enumerate();
    codes.filter(|(at, _)| !scan.sites(*at).is_empty()).map(|(_, code)| code.code.clone()).collect()
}

#[test]
fn uses_match_the_snapshot() {
    let (_, scanner) = scanner();
    let mut files = Vec::new();
    for (folder, above) in [("tests/scan/rust", "tests/scan"), ("tests/scan/other", "tests/scan")] {
        read(&scanner, Path::new(folder), Path::new(above), &mut files);
    }
    let (mut snapshot, _) = self::scanner();
    let codes: Vec<String> = snapshot.codes().iter().map(|code| code.code.clone()).collect();
    let scan = Scan::of(&mut snapshot, files);
    let mut lines = Vec::new();
    for (position, code) in codes.iter().enumerate() {
        lines.push(code.clone());
        lines.extend(scan.sites(position).iter().map(|site| format!("  {}:{}:{}", site.path, site.line, site.column)));
    }
    insta::with_settings!({ snapshot_path => "scan", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("uses", lines.join("\n"));
    });
}

#[test]
fn adds_sites_to_the_registry() {
    let (snapshot, scan) = scan("src/lib.rs", "fn f() {\n    raise(Code::StockSoldOut)\n}\n");
    let mut registry = Registry::of_snapshot(&snapshot, Audience::Internal).expect("a manifest");
    scan.add_sites(&snapshot, &mut registry);
    let json = registry.to_json().expect("JSON");
    assert_eq!(json.matches("emitted_at").count(), 1);
    let site = &registry.code("err:shop:stock:sold_out").expect("the code").emitted_at[0];
    assert_eq!((site.path.as_str(), site.line, site.column), ("src/lib.rs", 2, 11));
}

#[test]
fn recognizes_test_files_by_name_in_every_language() {
    for path in [
        "tests/a.rs",
        "src/__tests__/a.ts",
        "a.test.ts",
        "a.spec.js",
        "a_test.go",
        "test_a.py",
        "OrdersTest.java",
        "src/tests.rs",
    ] {
        assert_eq!(raised(path, "const X: &str = \"err:shop:orders:closed\";"), [""; 0], "{path}");
    }
    for path in ["src/latest.rs", "contest.ts", "src/attest/a.go", "testing.py"] {
        assert_eq!(raised(path, "const X: &str = \"err:shop:orders:closed\";").len(), 1, "{path}");
    }
}

#[test]
fn finds_codes_without_a_prefix_only_as_whole_strings() {
    let manifest = "name: demo\ncodes: {levels: [{name: code, pattern: \"E[0-9]{4}\"}]}\n";
    let files = [("catalog.yaml", manifest), ("E0042.yaml", "message: x\n")];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mut snapshot = Snapshot::from_sources(Sources::from_texts(files));
    let scanner = Scanner::new(&snapshot).expect("a manifest");
    let text = "fail(\"E0042\"); fail('E0043'); // E0044, \"see E0045\"";
    let scan = Scan::of(&mut snapshot, vec![scanner.file("a.ts".to_owned(), text.to_owned())]);
    assert_eq!(scan.sites(0).len(), 1);
    let unknown: Vec<&str> = scan.unknown.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(unknown, ["E0043"]);
}

#[test]
fn scans_source_that_would_exhaust_the_parser() {
    let use_of = "fn f() { raise(Code::StockSoldOut) }\n";
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("{", "", "}"),
        ("!", "x", ""),
        ("-", "1", ""),
        ("x + ", "1", ""),
        ("if a {} else ", "{}", ""),
        ("&", "x", ""),
        ("", "x", ".y()"),
        ("Vec<", "u8", ">"),
        ("|x| ", "1", ""),
    ] {
        let deep = format!("{use_of}fn g() {{ let _ = {}{middle}{}; }}\n", open.repeat(40_000), close.repeat(40_000));
        raised("deep.rs", &deep);
        let wide = format!("{use_of}fn g() {{ let _ = {}{middle}{}; }}\n", open.repeat(100), close.repeat(100));
        assert_eq!(raised("wide.rs", &wide).len(), 1, "{open}{middle}{close}");
    }
}

#[test]
fn skips_binary_files() {
    for text in [
        "",
        "\u{feff}",
        "#!",
        "#![",
        "\"",
        "'",
        "err:",
        "err::::",
        "\"err:shop:orders:closed",
        "r#\"",
        "/*",
        "\0\0",
        "\u{1f980}err:shop:orders:closed\u{1f980}",
    ] {
        raised("a.rs", &format!("{text}\nCode::StockSoldOut {text}"));
        raised("a.ts", text);
    }
}
