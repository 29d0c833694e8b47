//! What a build may and may not do to a folder.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

mod interrupted;
mod rebuild;

fn pages(paths: &[&str]) -> Vec<PagePath> {
    paths.iter().map(|path| PagePath::new(*path).unwrap()).collect()
}

/// Writes pages that consist of their path and `text`. Returns the changes as `+`, `~`, or `-`
/// followed by the path.
fn build(root: &Path, paths: &[&str], text: &str) -> Result<Vec<String>, Failure> {
    run(root, paths, text, Mode::Write)
}

fn run(root: &Path, paths: &[&str], text: &str, mode: Mode) -> Result<Vec<String>, Failure> {
    let changes = synced(root, "t", &pages(paths), mode, |index| one(format!("{} {text}", paths[index])))?;
    Ok(signs(&changes))
}

/// The content of a page, piece by piece.
type Pieces<'p> = Box<dyn Iterator<Item = Result<Cow<'p, [u8]>, Failure>> + 'p>;

/// Like [`sync`], but renders each page by its index into a known number of pieces.
fn synced<'p>(
    root: &Path,
    targets: &str,
    pages: &[PagePath],
    mode: Mode,
    mut render: impl FnMut(usize) -> Pieces<'p>,
) -> Result<Changes, Failure> {
    sync(wanted(root, targets, pages), mode, |writer| {
        for page in 0..pages.len() {
            let pieces = render(page);
            let count = pieces.size_hint().0;
            if count == 0 {
                writer.put(Piece { page, number: 0, last: true, bytes: Cow::default() })?;
            }
            for (number, bytes) in pieces.enumerate() {
                writer.put(Piece { page, number, last: number + 1 == count, bytes: bytes? })?;
            }
        }
        Ok(())
    })
}

fn wanted<'a>(root: &'a Path, targets: &'a str, pages: &'a [PagePath]) -> Wanted<'a> {
    Wanted { root, targets, pages, former: &[], force: false }
}

fn signs(changes: &[(Change, PagePath)]) -> Vec<String> {
    let sign = |change| match change {
        Change::Added => '+',
        Change::Changed => '~',
        Change::Removed => '-',
    };
    changes.iter().map(|(change, page)| format!("{}{page}", sign(*change))).collect()
}

/// A page in one piece.
fn one(text: String) -> Pieces<'static> {
    Box::new(std::iter::once(Ok(text.into_bytes().into())))
}

/// All files below a folder with their content. Doesn't follow links.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = file.file_name().to_string_lossy().into_owned();
        let kind = file.file_type().unwrap();
        if kind.is_dir() {
            let below = files(&file.path()).into_iter().map(|(path, text)| (format!("{name}/{path}"), text));
            found.push((format!("{name}/"), String::new()));
            found.extend(below);
        } else if kind.is_file() {
            found.push((name, fs::read_to_string(file.path()).unwrap()));
        } else {
            found.push((name, "(other)".into()));
        }
    }
    found.sort();
    found
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(path, _)| path).filter(|path| path != MANIFEST).collect()
}

fn outside() -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    (folder, out)
}

#[test]
fn a_second_build_writes_nothing() {
    let (_keep, out) = outside();
    assert_eq!(build(&out, &["index.html", "a/b.html"], "1").unwrap(), ["+index.html", "+a/b.html"]);
    let before = fs::metadata(out.join(MANIFEST)).unwrap().modified().unwrap();
    assert!(build(&out, &["index.html", "a/b.html"], "1").unwrap().is_empty());
    assert_eq!(fs::metadata(out.join(MANIFEST)).unwrap().modified().unwrap(), before);
    assert_eq!(fs::read_to_string(out.join("a/b.html")).unwrap(), "a/b.html 1");
}

#[test]
fn writes_only_pages_that_differ() {
    let (_keep, out) = outside();
    build(&out, &["a", "b"], "1").unwrap();
    fs::write(out.join("b"), "edited").unwrap();
    assert_eq!(build(&out, &["a", "b"], "1").unwrap(), ["~b"]);
    assert_eq!(build(&out, &["a", "b"], "2").unwrap(), ["~a", "~b"]);
}

#[test]
fn removes_stale_pages_and_keeps_other_files() {
    let (_keep, out) = outside();
    build(&out, &["a/b/old", "a/c/old", "new"], "1").unwrap();
    fs::write(out.join("a/c/mine"), "mine").unwrap();
    assert_eq!(build(&out, &["new"], "1").unwrap(), ["-a/b/old", "-a/c/old"]);
    assert_eq!(names(&out), ["a/", "a/c/", "a/c/mine", "new"]);
}

#[test]
fn does_not_report_stale_pages_that_are_already_gone() {
    let (_keep, out) = outside();
    build(&out, &["a", "b"], "1").unwrap();
    fs::remove_file(out.join("a")).unwrap();
    assert!(build(&out, &["b"], "1").unwrap().is_empty());
}

#[test]
fn a_page_may_become_a_folder_and_back() {
    let (_keep, out) = outside();
    build(&out, &["a", "b/x/y"], "1").unwrap();
    assert_eq!(run(&out, &["a/index", "b"], "1", Mode::Compare).unwrap(), ["+a/index", "+b", "-a", "-b/x/y"]);
    assert_eq!(build(&out, &["a/index", "b"], "1").unwrap(), ["-a", "-b/x/y", "+a/index", "+b"]);
    assert_eq!(build(&out, &["a", "b/x/y"], "1").unwrap(), ["-a/index", "-b", "+a", "+b/x/y"]);
}

#[test]
fn compare_mode_writes_nothing() {
    let (_keep, out) = outside();
    assert_eq!(run(&out, &["a"], "1", Mode::Compare).unwrap(), ["+a"]);
    assert!(!out.exists());
    build(&out, &["a", "b"], "1").unwrap();
    let before = files(&out);
    assert_eq!(run(&out, &["b", "c"], "2", Mode::Compare).unwrap(), ["~b", "+c", "-a"]);
    assert_eq!(files(&out), before);
}

#[test]
fn refuses_a_folder_with_other_files() {
    let (_keep, out) = outside();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.txt"), "years of work").unwrap();
    let failure = build(&out, &["a"], "1").unwrap_err();
    let message = failure.message.replace(&out.display().to_string(), "out");
    assert_eq!(message, "`out` is not empty and was not made by errbook\nit would keep 1 other file\n  out/thesis.txt");
    assert_eq!(names(&out), ["thesis.txt"]);
}

#[test]
fn an_empty_list_adopts_a_folder_without_losing_files() {
    let (_keep, out) = outside();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("CNAME"), "docs.example.com").unwrap();
    fs::write(out.join(MANIFEST), "").unwrap();
    assert_eq!(build(&out, &["a"], "1").unwrap(), ["+a"]);
    let failure = build(&out, &["CNAME", "b"], "1").unwrap_err();
    assert!(failure.message.starts_with("errbook would replace 1 file"), "{failure:?}");
    assert_eq!(names(&out), ["CNAME", "a"]);
    assert_eq!(fs::read_to_string(out.join("CNAME")).unwrap(), "docs.example.com");
}

#[test]
fn a_folder_of_another_target_is_refused() {
    let (_keep, out) = outside();
    build(&out, &["a", "b"], "1").unwrap();
    for mode in [Mode::Compare, Mode::Write] {
        let failure = synced(&out, "u", &pages(&["a"]), mode, |_| one("2".into())).unwrap_err();
        assert!(
            failure.message.ends_with("holds the target `t`, whose files a build of `u` would remove"),
            "{failure:?}"
        );
        assert_eq!(names(&out), ["a", "b"]);
    }
    // A list without targets, such as one written by hand, fits any target.
    fs::write(out.join(MANIFEST), "a\nb\n").unwrap();
    synced(&out, "u", &pages(&["a"]), Mode::Write, |_| one("2".into())).unwrap();
    assert_eq!(names(&out), ["a"]);
}

#[test]
fn accepts_an_empty_folder() {
    let (_keep, out) = outside();
    fs::create_dir(&out).unwrap();
    assert_eq!(build(&out, &["a"], "1").unwrap(), ["+a"]);
}

#[test]
fn refuses_a_file_as_output_folder() {
    let (_keep, out) = outside();
    fs::write(&out, "").unwrap();
    let failure = build(&out, &["a"], "1").unwrap_err();
    assert!(failure.message.ends_with("is a file, not a folder"), "{failure:?}");
}

#[test]
fn removes_leftovers_of_an_interrupted_build() {
    let (_keep, out) = outside();
    fs::create_dir(&out).unwrap();
    // Interrupted before it wrote the list ...
    fs::write(out.join(".errbook-new-41"), "# What").unwrap();
    build(&out, &["a/b"], "1").unwrap();
    // ... and while it wrote a page.
    fs::write(out.join("a/.errbook-new-42-1"), "a/b").unwrap();
    assert!(build(&out, &["a/b"], "1").unwrap().is_empty());
    assert_eq!(names(&out), ["a/", "a/b"]);
    assert_eq!(fs::read_to_string(out.join("a/b")).unwrap(), "a/b 1");
}

#[test]
fn a_failed_build_can_be_repeated() {
    let (_keep, out) = outside();
    build(&out, &["gone", "a", "b"], "1").unwrap();
    let stop = |index| match index {
        // The part before the failure must not remain.
        1 => Box::new([Ok(Cow::Borrowed(&b"half"[..])), Err(Failure::finding("template"))].into_iter()) as Pieces<'_>,
        _ => one("a 2".into()),
    };
    synced(&out, "t", &pages(&["a", "c", "d"]), Mode::Write, stop).unwrap_err();
    assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "a 2");
    assert_eq!(build(&out, &["a", "c", "d"], "2").unwrap(), ["+c", "+d", "-b", "-gone"]);
    assert_eq!(names(&out), ["a", "c", "d"]);
}

proptest! {
    /// For any split into pieces and any existing file, the file ends up with the page's content,
    /// and only differences are written or reported.
    #[test]
    fn a_page_may_come_in_pieces(old in "[ab]{0,6}", pieces in prop::collection::vec("[ab]{0,3}", 0..4), there in any::<bool>()) {
        let (_keep, out) = outside();
        let before: &[&str] = if there { &["p", "q"] } else { &["q"] };
        synced(&out, "t", &pages(before), Mode::Write, |_| one(old.clone())).unwrap();
        let whole = pieces.concat();
        let change = if !there { Some(Change::Added) } else { (old != whole).then_some(Change::Changed) };
        for mode in [Mode::Compare, Mode::Write] {
            let render = |_| Box::new(pieces.iter().map(|piece| Ok(piece.as_bytes().into()))) as Pieces<'_>;
            let changes = synced(&out, "t", &pages(&["p"]), mode, render).unwrap();
            prop_assert_eq!(changes.first().filter(|(_, page)| page.as_str() == "p").map(|(change, _)| *change), change);
        }
        prop_assert_eq!(fs::read_to_string(out.join("p")).unwrap(), whole);
        prop_assert_eq!(names(&out), ["p"]);
    }
}

/// Pieces of four pages, as page and number, in any order.
fn mixed_pieces() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let counts = [1..4_usize, 1..4, 1..4, 1..4];
    let pieces =
        |counts: [usize; 4]| (0..4).flat_map(|page| (0..counts[page]).map(move |number| (page, number))).collect();
    counts.prop_map(pieces).prop_flat_map(|pieces: Vec<_>| Just(pieces).prop_shuffle())
}

proptest! {
    /// For any order of pieces, each file gets its own pieces in sequence, and changes are reported
    /// in the order of the pages.
    #[test]
    fn pieces_of_pages_may_come_in_any_order(pieces in mixed_pieces(), threads in 1..4_usize, there in any::<bool>()) {
        let (_keep, out) = outside();
        let paths = ["a", "b", "c/d", "c/e"];
        let count = |page: usize| pieces.iter().filter(|(of, _)| *of == page).count();
        let whole = |page: usize| (0..count(page)).map(|number| format!("{page}{number} ")).collect::<String>();
        if there {
            // The first page is unchanged, the second is a prefix of the new one, the third is
            // longer.
            let old = [whole(0), whole(1)[..1].to_owned(), whole(2) + "more", "else".to_owned()];
            synced(&out, "t", &pages(&paths), Mode::Write, |page| one(old[page].clone())).unwrap();
        }
        let told = if there { &["~b", "~c/d", "~c/e"][..] } else { &["+a", "+b", "+c/d", "+c/e"] };
        for mode in [Mode::Compare, Mode::Write] {
            let changes = sync(wanted(&out, "t", &pages(&paths)), mode, |writer| {
                let put_all = |pieces: &[(usize, usize)]| pieces.iter().try_for_each(|&(page, number)| {
                    let bytes = format!("{page}{number} ").into_bytes().into();
                    writer.put(Piece { page, number, last: number + 1 == count(page), bytes })
                });
                let shares: Vec<_> = pieces.chunks(pieces.len().div_ceil(threads)).collect();
                std::thread::scope(|scope| {
                    let work: Vec<_> = shares.iter().map(|pieces| scope.spawn(|| put_all(pieces))).collect();
                    work.into_iter().try_for_each(|thread| thread.join().unwrap())
                })
            });
            prop_assert_eq!(signs(&changes.unwrap()), told);
        }
        for (page, path) in paths.iter().enumerate() {
            prop_assert_eq!(fs::read_to_string(out.join(path)).unwrap(), whole(page));
        }
        prop_assert_eq!(names(&out), ["a", "b", "c/", "c/d", "c/e"]);
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (keep, out) = outside();
    let elsewhere = keep.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join("deep")).unwrap();
    build(&out, &["a/x", "a/deep/x", "b"], "1").unwrap();
    for file in ["x", "deep/x", "deep/.errbook-new-1", "b"] {
        fs::write(elsewhere.join(file), "mine").unwrap();
    }
    let before = files(&elsewhere);
    fs::remove_dir_all(out.join("a")).unwrap();
    fs::remove_file(out.join("b")).unwrap();
    symlink(&elsewhere, out.join("a")).unwrap();
    symlink(elsewhere.join("b"), out.join("b")).unwrap();

    for paths in [&["a/x"][..], &["a/deep/x"], &["b"]] {
        let failure = build(&out, paths, "2").unwrap_err();
        assert!(failure.message.contains("symbolic link"), "{failure:?}");
    }
    assert!(build(&out, &["c"], "1").unwrap().iter().all(|change| change == "+c"), "nothing behind a link is stale");
    assert_eq!(files(&elsewhere), before);
}

#[cfg(unix)]
#[test]
fn names_a_folder_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let (keep, out) = outside();
    fs::set_permissions(keep.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let writable = fs::write(keep.path().join("probe"), "").is_ok();
    let result = build(&out, &["a"], "1");
    fs::set_permissions(keep.path(), fs::Permissions::from_mode(0o700)).unwrap();
    // The superuser can write everywhere.
    if !writable {
        let failure = result.unwrap_err();
        assert!(failure.message.ends_with("out`: permission denied"), "{failure:?}");
    }
}

/// Lines that an attacker could add to the list so that a build removes files that aren't its own.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let part = prop_oneof![
        Just("..".to_owned()),
        Just(".".to_owned()),
        Just(String::new()),
        Just("link".to_owned()),
        Just("outside".to_owned()),
        Just("file".to_owned()),
        Just("C:".to_owned()),
        Just("..\\outside".to_owned()),
        Just("{absolute}".to_owned()),
        any::<String>(),
    ];
    let line = prop::collection::vec(part, 1..5).prop_map(|parts| parts.join("/"));
    prop::collection::vec(line, 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn no_list_can_make_a_build_touch_other_folders(lines in lines()) {
        let (keep, out) = outside();
        let elsewhere = keep.path().join("outside");
        fs::create_dir_all(elsewhere.join("file")).unwrap();
        fs::create_dir(&out).unwrap();
        for file in ["link", "outside", "file/file"] {
            fs::write(elsewhere.join(file), "mine").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(&elsewhere, out.join("link")).unwrap();
        let list = lines.join("\n").replace("{absolute}", &elsewhere.display().to_string());
        fs::write(out.join(MANIFEST), list).unwrap();
        let before = files(&elsewhere);
        let _ = build(&out, &["page"], "1");
        prop_assert_eq!(files(&elsewhere), before);
    }
}
