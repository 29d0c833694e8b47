//! What a build does to a folder that contains an earlier one, after various changes in between.

use std::time::SystemTime;

use super::*;

const PATHS: [&str; 3] = ["index", "a/b", "a/c"];

/// All files with content and modification time.
fn times(root: &Path) -> Vec<(String, String, Option<SystemTime>)> {
    let time = |path: &str| fs::symlink_metadata(root.join(path)).and_then(|about| about.modified()).ok();
    files(root).into_iter().map(|(path, text)| (path.clone(), text, time(&path))).collect()
}

/// A finished build of the pages `index`, `a/b`, and `a/c`.
fn built() -> (TempDir, std::path::PathBuf) {
    let (keep, out) = outside();
    build(&out, &PATHS, "1").unwrap();
    (keep, out)
}

#[test]
fn an_unchanged_build_writes_nothing() {
    let (_keep, out) = built();
    let before = times(&out);
    for mode in [Mode::Write, Mode::Compare] {
        assert_eq!(run(&out, &PATHS, "1", mode).unwrap(), [""; 0]);
    }
    assert_eq!(times(&out), before);
}

/// A way to damage the page `a/b`.
type Harm = fn(&Path);

#[test]
fn detects_and_repairs_damaged_pages() {
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
        assert_eq!(run(&out, &PATHS, "1", Mode::Compare).unwrap(), changes);
        assert_eq!(build(&out, &PATHS, "1").unwrap(), changes);
        assert_eq!(files(&out), before);
        assert_eq!(build(&out, &PATHS, "1").unwrap(), [""; 0]);
    }
}

#[test]
fn handles_a_file_list_that_does_not_match_the_build() {
    let (_keep, out) = built();
    let before = files(&out);
    let list = fs::read_to_string(out.join(MANIFEST)).unwrap();
    // An interrupted build of more pages lists them first. If the list is lost, the pages can't be
    // recognized as errbook's.
    fs::write(out.join(MANIFEST), list.clone() + "d\n").unwrap();
    assert_eq!(build(&out, &PATHS, "1").unwrap(), [""; 0]);
    assert_eq!(files(&out), before);
    fs::write(out.join(MANIFEST), list.replace("a/b\n", "")).unwrap();
    let failure = build(&out, &PATHS, "1").unwrap_err();
    assert!(failure.message.starts_with("errbook would replace 1 file"), "{failure:?}");
    fs::write(out.join(MANIFEST), list.replace("Targets: t", "Targets: u")).unwrap();
    for mode in [Mode::Compare, Mode::Write] {
        let failure = run(&out, &PATHS, "1", mode).unwrap_err();
        assert!(failure.message.contains("holds the target `u`"), "{failure:?}");
    }
    fs::remove_file(out.join(MANIFEST)).unwrap();
    let failure = build(&out, &PATHS, "1").unwrap_err();
    assert!(failure.message.starts_with("errbook would replace 3 files"), "{failure:?}");
}

#[test]
fn removes_leftovers_even_if_nothing_changed() {
    let (_keep, out) = built();
    let before = files(&out);
    let leftover = out.join("a/.errbook-new-42");
    fs::write(&leftover, "a/b").unwrap();
    assert_eq!(run(&out, &PATHS, "1", Mode::Compare).unwrap(), [""; 0]);
    assert!(leftover.exists());
    assert_eq!(build(&out, &PATHS, "1").unwrap(), [""; 0]);
    assert_eq!(files(&out), before);
}

#[cfg(unix)]
#[test]
fn refuses_a_link_at_the_path_of_a_page() {
    use std::os::unix::fs::symlink;
    let (keep, out) = built();
    fs::rename(out.join("a/b"), keep.path().join("mine")).unwrap();
    symlink(keep.path().join("mine"), out.join("a/b")).unwrap();
    for mode in [Mode::Compare, Mode::Write] {
        let failure = run(&out, &PATHS, "1", mode).unwrap_err();
        assert!(failure.message.contains("symbolic link"), "{failure:?}");
    }
}

/// What may happen to an output folder between two builds.
#[derive(Debug, Clone)]
enum Event {
    Build { pages: usize, text: usize },
    Stop { pages: usize, at: usize },
    Edit { page: usize },
    Delete { page: usize },
}

const SETS: [&[&str]; 4] = [&["index", "a/b", "a/c"], &["index", "a/b"], &["index", "z/y"], &["index", "a/b/x"]];

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        (0..SETS.len(), 0..2_usize).prop_map(|(pages, text)| Event::Build { pages, text }),
        (0..SETS.len(), 0..3_usize).prop_map(|(pages, at)| Event::Stop { pages, at }),
        (0..3_usize).prop_map(|page| Event::Edit { page }),
        (0..3_usize).prop_map(|page| Event::Delete { page }),
    ];
    prop::collection::vec(event, 0..12)
}

fn happen(root: &Path, event: &Event) {
    match *event {
        Event::Build { pages, text } => drop(build(root, SETS[pages], &text.to_string()).unwrap()),
        Event::Stop { pages: set, at } => {
            let render = |index: usize| match index == at {
                true => Box::new(std::iter::once(Err(Failure::finding("stop")))) as Pieces<'_>,
                false => one("2".to_owned()),
            };
            drop(synced(root, "t", &pages(SETS[set]), Mode::Write, render));
        }
        Event::Edit { page } if root.join(SETS[0][page]).is_file() => {
            fs::write(root.join(SETS[0][page]), "edited").unwrap();
        }
        Event::Edit { .. } => {}
        Event::Delete { page } => drop(fs::remove_file(root.join(SETS[0][page]))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn a_build_after_any_events_equals_a_build_into_a_new_folder(events in events(), set in 0..SETS.len()) {
        let (keep, out) = outside();
        for event in &events {
            happen(&out, event);
        }
        let told = run(&out, SETS[set], "0", Mode::Compare).unwrap();
        let mut done = build(&out, SETS[set], "0").unwrap();
        // A page that is in the way of another is removed first.
        done.sort_by_key(|change| change.starts_with('-'));
        prop_assert_eq!(done, told);
        let new = keep.path().join("new");
        build(&new, SETS[set], "0").unwrap();
        // A folder remains if its last page was removed by hand.
        let pages = |root| files(root).into_iter().filter(|(path, _)| !path.ends_with('/')).collect::<Vec<_>>();
        prop_assert_eq!(pages(&out), pages(&new));
    }
}
