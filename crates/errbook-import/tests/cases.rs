//! Imports every folder in `tests/cases`, and compares files and loss report with the snapshot. See
//! the README there.

use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Sources, read_sources};
use errbook_import::{Dialect, Extras, File, Format, Import, Kind, PageMap, Pages, Settings, TableMap};

/// All cases. The name of a folder starts with the format.
fn cases() -> Vec<(String, PathBuf)> {
    let folder = Path::new("tests/cases");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .expect("tests/cases")
        .map(|item| item.expect("an item").path())
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    assert!(cases.len() > 5, "the test looks at the right folder");
    cases
}

fn sources(folder: &Path, prefix: &str, into: &mut Vec<File>) {
    let mut items: Vec<_> = fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").path()).collect();
    items.sort();
    for path in items {
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            sources(&path, &format!("{name}/"), into);
        } else {
            into.push(File { path: name, text: fs::read_to_string(&path).expect("text") });
        }
    }
}

/// Imports a case. Its source is the folder `docs`, or the file `table` with any extension. Its map
/// is `map.yaml`.
fn import(name: &str, folder: &Path) -> Import {
    let map = fs::read_to_string(folder.join("map.yaml")).ok();
    let settings = Settings::default();
    let format = match name.split('-').next().unwrap_or_default() {
        "mintlify" => return import_pages(folder, Dialect::Mdx, map.as_deref()),
        "markdown" => return import_pages(folder, Dialect::Markdown, map.as_deref()),
        "json" => Format::Json,
        "csv" => Format::Csv,
        "toml" => Format::Toml,
        "openapi" => Format::Openapi,
        "protobuf" => Format::Protobuf,
        "rust" => Format::Rust,
        "java" => Format::Java,
        other => panic!("`{other}` is no format: {name}"),
    };
    let map = map.map_or_else(TableMap::default, |map| TableMap::read(&map).expect("a map"));
    let mut files = Vec::new();
    sources(folder, "", &mut files);
    let source = files.iter().find(|file| file.path.starts_with("table.")).expect("the source");
    errbook_import::file(source, format, &map, "table", &settings, &Extras::default()).expect(name)
}

fn import_pages(folder: &Path, dialect: Dialect, map: Option<&str>) -> Import {
    let map = map.map_or_else(PageMap::default, |map| PageMap::read(map).expect("a map"));
    let mut files = Vec::new();
    sources(&folder.join("docs"), "", &mut files);
    let navigation = files.iter().position(|file| file.path == "docs.json").map(|at| files.remove(at));
    let pages = Pages { name: "docs".to_owned(), files, navigation, below: String::new() };
    errbook_import::pages(&pages, dialect, &map, &Settings::default(), &Extras::default()).expect("pages")
}

#[test]
fn cases_match_their_snapshots() {
    for (name, folder) in cases() {
        let made = import(&name, &folder);
        let mut shown = made.report.human(str::to_owned, usize::MAX);
        for file in &made.files {
            shown.push_str(&format!("\n# {}\n{}", file.path, file.text));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn imported_catalogs_are_valid() {
    for (name, folder) in cases() {
        let made = import(&name, &folder);
        let texts = made.files.into_iter().map(|file| (file.path, file.text));
        let (catalog, report) = read_sources(Sources::from_texts(texts));
        let found: Vec<_> = report.diagnostics().iter().map(|found| report.short(found)).collect();
        assert!(catalog.is_some(), "{name}: {found:#?}");
    }
}

#[test]
fn importing_twice_produces_the_same_bytes() {
    for (name, folder) in cases() {
        let (one, two) = (import(&name, &folder), import(&name, &folder));
        assert_eq!(one.files, two.files, "{name}");
        let json = |import: &Import| serde_json::to_string(&import.report).expect("JSON");
        assert_eq!(json(&one), json(&two), "{name}");
    }
}

#[test]
fn no_word_is_lost() {
    for (name, folder) in cases() {
        let made = import(&name, &folder);
        let lost: Vec<_> = made.report.items.iter().filter(|item| item.kind == Kind::Lost).collect();
        assert!(lost.is_empty(), "{name}: {lost:#?}");
        let totals = made.report.totals;
        assert_eq!(totals.read, totals.in_entries + totals.in_keys + totals.in_report, "{name}");
    }
}
