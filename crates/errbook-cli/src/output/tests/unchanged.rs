//! What a build does that finds the record of the last one: nothing, or exactly what it would do without it.

use std::cell::Cell;
use std::time::SystemTime;

use super::*;

const RECORD: &str = ".errbook-cache";

fn basis(inputs: &str) -> Basis {
    let homes = pages(&["index"]);
    Basis { inputs: inputs.to_owned(), site_files: vec!["logo.svg".to_owned()], warnings: 2, homes }
}

/// Like [`run`], with the text as what the pages are made of; tells how many were rendered, too.
fn again(root: &Path, paths: &[&str], text: &str, mode: Mode) -> Result<(Vec<String>, usize), Failure> {
    let rendered = Cell::new(0);
    let render = |index: usize| {
        rendered.set(rendered.get() + 1);
        one(format!("{} {text}", paths[index]))
    };
    let changes = synced(root, "t", &pages(paths), Some(&basis(text)), mode, render)?;
    Ok((signs(&changes), rendered.get()))
}

fn nothing() -> (Vec<String>, usize) {
    (Vec::new(), 0)
}

/// All files with content and time of the last change.
fn times(root: &Path) -> Vec<(String, String, Option<SystemTime>)> {
    let time = |path: &str| fs::symlink_metadata(root.join(path)).and_then(|about| about.modified()).ok();
    files(root).into_iter().map(|(path, text)| (path.clone(), text, time(&path))).collect()
}

/// A finished build of the pages `index`, `a/b` and `a/c`, made of `1`.
fn built() -> (TempDir, std::path::PathBuf) {
    let (keep, out) = outside();
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap().1, 3);
    assert!(out.join(RECORD).is_file());
    (keep, out)
}

const PATHS: [&str; 3] = ["index", "a/b", "a/c"];

#[test]
fn an_unchanged_build_renders_nothing_and_writes_nothing() {
    let (_keep, out) = built();
    let before = times(&out);
    for mode in [Mode::Write, Mode::Compare] {
        assert_eq!(again(&out, &PATHS, "1", mode).unwrap(), nothing());
        let found = unchanged(&out, "t", mode, |last| *last == basis("1")).unwrap();
        assert_eq!((found.basis, found.files), (basis("1"), pages(&PATHS).into_iter().collect()));
    }
    assert_eq!(times(&out), before);
}

#[test]
fn other_inputs_make_other_pages() {
    let (_keep, out) = built();
    assert_eq!(again(&out, &PATHS, "2", Mode::Compare).unwrap().0, ["~index", "~a/b", "~a/c"]);
    assert_eq!(again(&out, &PATHS, "2", Mode::Write).unwrap().0, ["~index", "~a/b", "~a/c"]);
    assert_eq!(again(&out, &PATHS, "2", Mode::Write).unwrap(), nothing());
    // The first inputs are no longer what is there.
    assert_eq!(again(&out, &PATHS, "1", Mode::Compare).unwrap().0.len(), 3);
}

#[test]
fn without_a_basis_the_pages_are_compared_and_no_record_stays() {
    let (_keep, out) = built();
    assert_eq!(run(&out, &PATHS, "2", Mode::Write).unwrap().len(), 3);
    assert!(!out.join(RECORD).exists());
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap().0.len(), 3);
}

/// What somebody does to the page `a/b`.
type Harm = fn(&Path);

#[test]
fn what_somebody_did_to_the_pages_is_found_and_mended() {
    let empty = |path: &Path| fs::write(path, "").unwrap();
    let same_length = |path: &Path| fs::write(path, "a/b 2").unwrap();
    let longer = |path: &Path| fs::write(path, "a/b 1 and more").unwrap();
    let gone = |path: &Path| fs::remove_file(path).unwrap();
    let folder_gone = |path: &Path| fs::remove_dir_all(path.parent().unwrap()).unwrap();
    let swapped = |path: &Path| {
        fs::rename(path, path.with_file_name("x")).unwrap();
        fs::rename(path.with_file_name("c"), path).unwrap();
        fs::rename(path.with_file_name("x"), path.with_file_name("c")).unwrap();
    };
    let cases: [(Harm, &[&str]); 6] = [
        (empty, &["~a/b"]),
        (same_length, &["~a/b"]),
        (longer, &["~a/b"]),
        (gone, &["+a/b"]),
        (folder_gone, &["+a/b", "+a/c"]),
        (swapped, &["~a/b", "~a/c"]),
    ];
    for (harm, changes) in cases {
        let (_keep, out) = built();
        let before = files(&out);
        harm(&out.join("a/b"));
        assert_eq!(
            again(&out, &PATHS, "1", Mode::Compare).unwrap(),
            (changes.iter().map(ToString::to_string).collect(), 3)
        );
        assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap().0, changes);
        assert_eq!(files(&out), before);
        assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap(), nothing());
    }
}

#[test]
fn a_list_of_files_that_is_not_of_this_build_is_seen_through() {
    let (_keep, out) = built();
    let before = files(&out);
    let list = fs::read_to_string(out.join(ownership::FILE)).unwrap();
    // An interrupted build of more pages claims them first. A list that was lost cannot be known to be ours.
    fs::write(out.join(ownership::FILE), list.clone() + "d\n").unwrap();
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap(), (Vec::new(), 3));
    assert_eq!(files(&out), before);
    fs::write(out.join(ownership::FILE), list.replace("a/b\n", "")).unwrap();
    let failure = again(&out, &PATHS, "1", Mode::Write).unwrap_err();
    assert!(failure.message.contains("is in the way"), "{failure:?}");
    fs::write(out.join(ownership::FILE), list.replace("Targets: t", "Targets: u")).unwrap();
    for mode in [Mode::Compare, Mode::Write] {
        assert!(unchanged(&out, "t", mode, |_| true).is_none());
        let failure = again(&out, &PATHS, "1", mode).unwrap_err();
        assert!(failure.message.contains("holds the target `u`"), "{failure:?}");
    }
    fs::remove_file(out.join(ownership::FILE)).unwrap();
    let failure = again(&out, &PATHS, "1", Mode::Write).unwrap_err();
    assert!(failure.message.ends_with("was not made by errbook"), "{failure:?}");
}

#[test]
fn what_is_no_record_is_none() {
    let (_keep, out) = built();
    let good = fs::read(out.join(RECORD)).unwrap();
    let foreign = serde_json::json!({"basis": {"inputs": "1"}, "files": "0"}).to_string();
    let cut = (0..good.len() - 1).map(|end| good[..end].to_vec());
    let odd = [b"\0\xff\x01".to_vec(), foreign.into_bytes(), good.repeat(2), [b"\xef\xbb\xbf", &good[..]].concat()];
    let homes = String::from_utf8_lossy(&good).replace("\"index\"", "\"../index\"").into_bytes();
    for record in cut.chain(odd).chain([homes]) {
        fs::write(out.join(RECORD), &record).unwrap();
        assert!(unchanged(&out, "t", Mode::Write, |_| true).is_none(), "{}", String::from_utf8_lossy(&record));
    }
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap(), (Vec::new(), 3));
    assert_eq!(fs::read(out.join(RECORD)).unwrap(), good);
}

#[test]
fn a_record_of_other_files_is_not_believed() {
    let (_keep, out) = built();
    let foreign = fs::read(out.join(RECORD)).unwrap();
    run(&out, &PATHS, "2", Mode::Write).unwrap();
    fs::write(out.join(RECORD), foreign).unwrap();
    assert_eq!(
        again(&out, &PATHS, "1", Mode::Write).unwrap(),
        (vec!["~index".into(), "~a/b".into(), "~a/c".into()], 3)
    );
}

#[test]
fn a_build_that_stops_leaves_no_record() {
    let (_keep, out) = built();
    let stop = |index| match index {
        1 => Box::new(std::iter::once(Err(Failure::finding("template")))) as Pieces<'_>,
        _ => one("index 2".into()),
    };
    synced(&out, "t", &pages(&PATHS), Some(&basis("2")), Mode::Write, stop).unwrap_err();
    assert!(!out.join(RECORD).exists());
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap(), (vec!["~index".into()], 3));
}

#[test]
fn a_refused_build_leaves_the_record() {
    let (_keep, out) = built();
    let before = files(&out);
    synced(&out, "u", &pages(&["index"]), Some(&basis("2")), Mode::Write, |_| one("2".into())).unwrap_err();
    assert_eq!(files(&out), before);
}

#[test]
fn comparing_writes_no_record() {
    let (_keep, out) = outside();
    build(&out, &PATHS, "1").unwrap();
    assert_eq!(again(&out, &PATHS, "1", Mode::Compare).unwrap(), (Vec::new(), 3));
    assert!(!out.join(RECORD).exists());
    again(&out, &PATHS, "1", Mode::Write).unwrap();
    let before = times(&out);
    again(&out, &["index"], "2", Mode::Compare).unwrap();
    assert_eq!(times(&out), before);
}

#[test]
fn leftovers_go_though_nothing_changed() {
    let (_keep, out) = built();
    let before = files(&out);
    fs::write(out.join("a/.errbook-new-42"), "a/b").unwrap();
    assert_eq!(again(&out, &PATHS, "1", Mode::Compare).unwrap(), nothing());
    assert!(out.join("a/.errbook-new-42").exists());
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap(), nothing());
    assert_eq!(files(&out), before);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_page_is_refused_whatever_it_leads_to() {
    use std::os::unix::fs::symlink;
    let (keep, out) = built();
    fs::rename(out.join("a/b"), keep.path().join("mine")).unwrap();
    symlink(keep.path().join("mine"), out.join("a/b")).unwrap();
    for mode in [Mode::Compare, Mode::Write] {
        let failure = again(&out, &PATHS, "1", mode).unwrap_err();
        assert!(failure.message.contains("symbolic link"), "{failure:?}");
    }
    // Nor is a record that is one.
    let (keep, out) = built();
    fs::rename(out.join(RECORD), keep.path().join("mine")).unwrap();
    symlink(keep.path().join("mine"), out.join(RECORD)).unwrap();
    let before = fs::read(keep.path().join("mine")).unwrap();
    assert_eq!(again(&out, &PATHS, "1", Mode::Write).unwrap().1, 3);
    assert_eq!(again(&out, &PATHS, "2", Mode::Write).unwrap().1, 3);
    assert!(fs::symlink_metadata(out.join(RECORD)).unwrap().is_file());
    assert_eq!(fs::read(keep.path().join("mine")).unwrap(), before);
}

/// What may happen to an output folder between two looks at it.
#[derive(Debug, Clone)]
enum Event {
    Build {
        pages: usize,
        text: usize,
        mode: Mode,
    },
    Stop {
        pages: usize,
        text: usize,
        at: usize,
    },
    Edit {
        page: usize,
        text: usize,
    },
    Delete {
        page: usize,
    },
    /// The record of an earlier time comes back, as by a checkout.
    OldRecord {
        at: usize,
    },
}

const SETS: [&[&str]; 4] = [&["index", "a/b", "a/c"], &["index", "a/b"], &["a", "index"], &["index", "a/b/x"]];

fn events() -> impl Strategy<Value = Vec<Event>> {
    let build = (0..SETS.len(), 0..2_usize, any::<bool>()).prop_map(|(pages, text, write)| {
        let mode = if write { Mode::Write } else { Mode::Compare };
        Event::Build { pages, text, mode }
    });
    let event = prop_oneof![
        4 => build,
        1 => (0..SETS.len(), 0..2_usize, 0..3_usize).prop_map(|(pages, text, at)| Event::Stop { pages, text, at }),
        1 => (0..3_usize, 0..2_usize).prop_map(|(page, text)| Event::Edit { page, text }),
        1 => (0..3_usize).prop_map(|page| Event::Delete { page }),
        1 => any::<prop::sample::Index>().prop_map(|at| Event::OldRecord { at: at.index(8) }),
    ];
    prop::collection::vec(event, 1..12)
}

/// Lets an event happen to a folder; what a build told or the error.
fn happen(root: &Path, event: &Event, record: bool, records: &mut Vec<Vec<u8>>) -> Result<Vec<String>, String> {
    let basis = |text: usize, pages: usize| record.then(|| basis(&format!("{text} {pages}")));
    let page = |page: usize, text: usize| format!("{} {text}", SETS[0][page]);
    match *event {
        Event::Build { pages: set, text, mode } => {
            let render = |index: usize| one(format!("{} {text}", SETS[set][index]));
            let changes = synced(root, "t", &pages(SETS[set]), basis(text, set).as_ref(), mode, render);
            records.extend(fs::read(root.join(RECORD)).ok());
            return changes.map(|changes| signs(&changes)).map_err(|failure| failure.message);
        }
        Event::Stop { pages: set, text, at } => {
            let render = |index: usize| match index == at {
                true => Box::new(std::iter::once(Err(Failure::finding("stop")))) as Pieces<'_>,
                false => one(format!("{} {text}", SETS[set][index])),
            };
            let changes = synced(root, "t", &pages(SETS[set]), basis(text, set).as_ref(), Mode::Write, render);
            // A build that has nothing to do cannot stop on the way.
            return Ok(changes.map_or_else(|_| Vec::new(), |changes| signs(&changes)));
        }
        Event::Edit { page: at, text } if root.join(SETS[0][at]).is_file() => {
            fs::write(root.join(SETS[0][at]), page(at, text)).unwrap();
        }
        Event::Delete { page } => drop(fs::remove_file(root.join(SETS[0][page]))),
        Event::OldRecord { at } if at < records.len() => fs::write(root.join(RECORD), &records[at]).unwrap(),
        _ => {}
    }
    Ok(Vec::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_happens_a_folder_with_a_record_is_as_one_without(events in events()) {
        let (_keep, with) = outside();
        let (_keep_too, without) = outside();
        let mut records = Vec::new();
        for event in &events {
            let told = happen(&with, event, true, &mut records);
            let plain = happen(&without, event, false, &mut Vec::new());
            let here = |text: String| text.replace(&without.display().to_string(), &with.display().to_string());
            prop_assert_eq!(told, plain.map_err(here));
            if with.exists() || without.exists() {
                let pages = files(&with).into_iter().filter(|(path, _)| path != RECORD);
                prop_assert_eq!(pages.collect::<Vec<_>>(), files(&without));
            }
        }
    }
}
