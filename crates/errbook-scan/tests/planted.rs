//! Plants mistakes in source code of four languages, and checks that each is found, and nothing else.
//! See `planted/README.md`.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use errbook_catalog::Snapshot;
use errbook_scan::{Different, LANGUAGES, Scan, Scanner};

const CODE: &str = "err:orders:not_found";
const RETIRED: &str = "err:orders:lost";

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mistake {
    Message,
    Status,
    Unknown,
    Retired,
}

/// What to change, and what to.
const CHANGES: &[(Mistake, &str, &str)] = &[
    (Mistake::Message, "was not found", "is missing"),
    (Mistake::Message, "Order ", "The order "),
    (Mistake::Status, "404", "410"),
    (Mistake::Status, "StatusNotFound", "StatusGone"),
    (Mistake::Status, "SC_NOT_FOUND", "SC_GONE"),
    (Mistake::Status, "Status.NOT_FOUND", "Status.GONE"),
    (Mistake::Status, "StatusCodes.NOT_FOUND", "StatusCodes.GONE"),
    (Mistake::Unknown, CODE, "err:orders:not_fond"),
    (Mistake::Retired, CODE, RETIRED),
];

/// The kinds of mistakes that are found, and their ranges.
fn found(path: &str, text: &str) -> Vec<(Mistake, Range<usize>)> {
    let mut snapshot = Snapshot::read(Path::new("tests/planted/catalog"));
    assert_eq!(snapshot.report().errors(), 0, "{}", snapshot.report());
    let scanner = Scanner::new(&snapshot).expect("a manifest");
    let scan = Scan::of(&mut snapshot, vec![scanner.file(path.to_owned(), text.to_owned())]);
    let drifts = scan.drifts.iter().map(|(drift, location)| {
        let mistake = match drift.different {
            Different::Message(_) => Mistake::Message,
            Different::Status(_) => Mistake::Status,
        };
        (mistake, location.range.clone())
    });
    let unknown = scan.unknown.iter().map(|(_, location)| (Mistake::Unknown, location.range.clone()));
    let retired = snapshot.position(RETIRED).expect("the code");
    let retired = scan.locations(retired).iter().map(|location| (Mistake::Retired, location.range.clone()));
    drifts.chain(unknown).chain(retired).collect()
}

/// The files of a language, with their texts.
fn files(language: &str) -> Vec<(PathBuf, String)> {
    let items = fs::read_dir(Path::new("tests/planted").join(language)).expect("a folder");
    let mut paths: Vec<PathBuf> = items.map(|item| item.expect("an item").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("source"))).collect()
}

fn is_clean(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name.eq_ignore_ascii_case("clean"))
}

/// The path that the scanner sees. A folder `tests` would have only tests.
fn shown(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn source_that_is_as_the_catalog_says_has_no_finding() {
    for (path, text) in LANGUAGES.iter().flat_map(|language| files(language)) {
        let found = found(&shown(&path), &text);
        let quoted: Vec<_> = found.iter().map(|(mistake, range)| (mistake, &text[range.clone()])).collect();
        assert!(quoted.is_empty(), "{}: {quoted:?}", path.display());
    }
}

#[test]
fn each_planted_mistake_is_found() {
    let (mut planted, mut missed) = (0, Vec::new());
    for language in LANGUAGES {
        let mut kinds = BTreeSet::new();
        for (path, text) in files(language).into_iter().filter(|(path, _)| !is_clean(path)) {
            for (mistake, from, to) in CHANGES {
                for (at, _) in text.match_indices(from) {
                    let changed = format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
                    planted += 1;
                    kinds.insert(*mistake);
                    let found: BTreeSet<Mistake> =
                        found(&shown(&path), &changed).into_iter().map(|(found, _)| found).collect();
                    if found != BTreeSet::from([*mistake]) {
                        let line = text[..at].matches('\n').count() + 1;
                        missed.push(format!("{}:{line}: {mistake:?} with {to:?}, found {found:?}", path.display()));
                    }
                }
            }
        }
        assert_eq!(kinds.len(), 4, "{language}");
    }
    assert!(missed.is_empty(), "missed {} of {planted}:\n{}", missed.len(), missed.join("\n"));
    assert!(planted > 500, "only {planted} mistakes");
    println!("found {planted} of {planted}");
}
