//! What a build leaves behind if it is killed or fails at any moment.

use std::cell::RefCell;

use super::*;

const PATHS: [&str; 3] = ["index", "a/b", "a/c"];

type Files = Vec<(String, String)>;

/// A page in two halves. Before each half, records the folder's content, which is what a build
/// killed at that moment would leave.
fn halves<'p>(root: &'p Path, page: &str, text: &str, moments: &'p RefCell<Vec<Files>>) -> Pieces<'p> {
    let halves = [format!("{page} "), text.to_owned()];
    Box::new(halves.into_iter().map(move |half| {
        moments.borrow_mut().push(files(root));
        Ok(half.into_bytes().into())
    }))
}

/// The folder's content at each moment of a build.
fn moments(root: &Path, text: &str) -> Vec<Files> {
    let moments = RefCell::default();
    synced(root, "t", &pages(&PATHS), Mode::Write, |index| halves(root, PATHS[index], text, &moments)).unwrap();
    moments.into_inner()
}

/// The pages among these files whose content doesn't match any of these texts.
fn broken(moment: &Files, texts: &[&str]) -> Vec<String> {
    let whole = |path: &str, content: &str| texts.iter().any(|text| content == format!("{path} {text}"));
    let pages = moment.iter().filter(|(path, _)| PATHS.contains(&path.as_str()));
    pages.filter(|(path, content)| !whole(path, content)).map(|(path, _)| path.clone()).collect()
}

/// Creates a folder with these files.
fn lay_out(root: &Path, moment: &Files) {
    fs::create_dir(root).unwrap();
    for (path, content) in moment {
        match path.strip_suffix('/') {
            Some(folder) => fs::create_dir(root.join(folder)).unwrap(),
            None => fs::write(root.join(path), content).unwrap(),
        }
    }
}

#[test]
fn existing_pages_are_complete_at_every_moment() {
    let (_keep, out) = outside();
    build(&out, &PATHS, "1").unwrap();
    let moments = moments(&out, "2");
    assert_eq!(moments.len(), 2 * PATHS.len());
    for moment in moments {
        assert_eq!(broken(&moment, &["1", "2"]), [""; 0], "{moment:?}");
    }
}

#[test]
fn a_killed_first_build_can_be_repeated() {
    let (keep, out) = outside();
    let moments = moments(&out, "1");
    let whole = files(&out);
    assert_eq!(moments.len(), 2 * PATHS.len());
    for (at, moment) in moments.iter().enumerate() {
        assert!(broken(moment, &["1"]).len() <= 1, "only the page that is being written: {moment:?}");
        let [again, other] = ["again", "other"].map(|name| keep.path().join(format!("{name} {at}")));
        lay_out(&again, moment);
        let stale = run(&again, &PATHS, "1", Mode::Compare).unwrap();
        assert_eq!(build(&again, &PATHS, "1").unwrap(), stale);
        assert_eq!(files(&again), whole);
        // Files that are no longer pages are removed, truncated or not.
        lay_out(&other, moment);
        build(&other, &["z"], "1").unwrap();
        assert_eq!(names(&other), ["z"]);
    }
}

#[test]
fn a_failed_first_build_leaves_no_unfinished_page() {
    let (_keep, out) = outside();
    let failure = sync(wanted(&out, "t", &pages(&PATHS)), Mode::Write, |writer| {
        let piece = |page, last, text: &'static str| Piece { page, number: 0, last, bytes: text.as_bytes().into() };
        writer.put(piece(0, true, "index 1"))?;
        writer.put(piece(1, false, "open"))?;
        writer.put(piece(2, false, "open too"))?;
        Err(Failure::finding("template"))
    });
    failure.unwrap_err();
    assert_eq!(names(&out), ["a/", "index"]);
    assert_eq!(build(&out, &PATHS, "1").unwrap(), ["+a/b", "+a/c"]);
}

/// Runs a first build, and calls `meanwhile` before its first page is written.
fn first_build(out: &Path, meanwhile: impl Fn(&Path)) -> Result<Vec<String>, Failure> {
    let render = |index: usize| {
        if index == 0 {
            meanwhile(out);
        }
        one(format!("{} 1", PATHS[index]))
    };
    synced(out, "t", &pages(&PATHS), Mode::Write, render).map(|changes| signs(&changes))
}

#[test]
fn two_concurrent_first_builds_make_the_same_files_as_one() {
    let (keep, out) = outside();
    let both = first_build(&out, |out| drop(build(out, &PATHS, "1").unwrap())).unwrap();
    assert_eq!(both, ["+index", "+a/b", "+a/c"]);
    let one = keep.path().join("one");
    build(&one, &PATHS, "1").unwrap();
    assert_eq!(files(&out), files(&one));
}

#[test]
fn keeps_what_appears_in_the_way_of_a_first_build() {
    let (_keep, out) = outside();
    let failure = first_build(&out, |out| fs::create_dir_all(out.join("a/b/mine")).unwrap()).unwrap_err();
    assert!(failure.message.contains("is in the way"), "{failure:?}");
    assert_eq!(names(&out), ["a/", "a/b/", "a/b/mine/", "index"]);
}

#[cfg(unix)]
#[test]
fn does_not_follow_a_link_that_appears_during_a_first_build() {
    use std::os::unix::fs::symlink;
    for place in ["index", "a", "a/b"] {
        let (keep, out) = outside();
        let elsewhere = keep.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("b"), "mine").unwrap();
        let failure = first_build(&out, |out| {
            fs::create_dir_all(out.join(place).parent().unwrap()).unwrap();
            let to = if place == "a" { elsewhere.clone() } else { elsewhere.join("b") };
            symlink(to, out.join(place)).unwrap();
        });
        let failure = failure.unwrap_err();
        assert!(failure.message.contains("symbolic link"), "{failure:?}");
        assert_eq!(files(&elsewhere), [("b".to_owned(), "mine".to_owned())]);
    }
}
