//! The entries without errors of a broken catalog are a catalog of their own: every page renders.

use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::Snapshot;
use errbook_docs::{Site, Target, Templates};

/// Folders of catalogs with mistakes.
fn cases() -> Vec<PathBuf> {
    let folders =
        ["crates/errbook-catalog/tests/cases", "crates/errbook-check/tests/cases", "crates/errbook-cli/tests/catalogs"];
    let inside = |folder: &str| {
        fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").path()).collect::<Vec<_>>()
    };
    folders.into_iter().flat_map(inside).filter(|case| case.join("catalog.yaml").exists()).collect()
}

#[test]
fn every_page_renders() {
    let templates = Templates::default();
    let (mut broken, mut pages) = (0, 0);
    for case in cases() {
        let snapshot = Snapshot::read(&case);
        let Some(catalog) = snapshot.valid_part() else { continue };
        assert_eq!(catalog.entries().len() + snapshot.broken().count(), snapshot.codes().len(), "{}", case.display());
        broken += snapshot.broken().count();
        for target in Target::all() {
            let site = Site::new(&catalog, target.clone(), &templates).expect("templates parse");
            for page in site.pages() {
                for piece in site.pieces(&page) {
                    piece.unwrap_or_else(|error| panic!("{}: {error}", case.display()));
                }
                pages += 1;
            }
        }
    }
    assert!(broken > 50 && pages > 1000, "{broken} broken entries, {pages} pages");
}

#[test]
fn references_to_broken_entries_are_left_out() {
    let snapshot = Snapshot::read(Path::new("crates/errbook-cli/tests/catalogs/partly"));
    let catalog = snapshot.valid_part().expect("the manifest is valid");
    let codes: Vec<&str> = catalog.entries().iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(codes, ["err:cards:lost", "err:orders:not_paid", "err:orders:order"]);
    assert!(catalog.entries()[1].related.is_empty());
    assert_eq!(catalog.position("err:orders:order"), Some(2));
    assert_eq!(catalog.groups()[1].entries, [1, 2]);
}
