//! Runs the commands in the folders of `edits/` and compares the edited catalogs. See
//! `edits/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Snapshot, Sources};
use errbook_check::edit::FileEdit;
use errbook_check::fix::fix;
use errbook_check::lifecycle::{Retirement, rename, retire};

/// Today's date in all cases.
const TODAY: &str = "2026-11-01";

type Texts = BTreeMap<String, String>;

fn cases() -> Vec<PathBuf> {
    let items = fs::read_dir("tests/edits").expect("cases").map(|item| item.expect("a case").path());
    let mut cases: Vec<PathBuf> = items.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn texts(folder: &Path) -> Texts {
    let mut texts = Texts::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for item in fs::read_dir(&inside).into_iter().flatten() {
            let path = item.expect("an item").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
                texts.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    texts
}

fn snapshot(texts: &Texts) -> Snapshot {
    Snapshot::from_sources(Sources::from_texts(texts.clone()))
}

/// The files after some edits.
fn edited(before: &Texts, edits: &[FileEdit]) -> Texts {
    let mut after = before.clone();
    for edit in edits {
        assert_eq!(after.remove(&edit.path).as_ref(), Some(&edit.before), "`before` of an edit is the current file");
    }
    for edit in edits {
        let taken = after.insert(edit.new_path().to_owned(), edit.after.clone());
        assert_eq!(taken, None, "edit overwrites another file");
    }
    after
}

/// Runs a command on a catalog. Returns the new files and messages, or the refusal.
fn done(command: &str, before: &Texts) -> Result<(Texts, String), String> {
    let snapshot = snapshot(before);
    let refused = |refusal: errbook_check::lifecycle::Refusal| {
        format!("{}\nhelp: {}\n", refusal.message, refusal.help.join("\nhelp: "))
    };
    let words: Vec<&str> = command.trim().splitn(5, ' ').collect();
    match words.as_slice() {
        ["fix"] => {
            let mut said = String::new();
            let fixed = fix(&snapshot, Some(TODAY));
            for file in &fixed {
                let repairs = file.repairs.iter().map(|(repair, count)| format!("{count} {}", repair.name(*count)));
                said += &format!("{}: {}\n", file.file.path, repairs.collect::<Vec<_>>().join(", "));
            }
            let edits: Vec<FileEdit> = fixed.into_iter().map(|fixed| fixed.file).collect();
            Ok((edited(before, &edits), said))
        }
        ["rename", old, new] => {
            let segments: Vec<String> = new.split('/').map(str::to_owned).collect();
            let renamed = rename(&snapshot, old, &segments).map_err(refused)?;
            let (edits, mentions): (Vec<FileEdit>, Vec<usize>) = renamed.files.into_iter().unzip();
            let counts = edits.iter().zip(mentions).map(|(edit, count)| format!("{}: {count}", edit.path));
            let said = counts.chain(renamed.notes).map(|line| line + "\n").collect();
            Ok((edited(before, &edits), said))
        }
        ["retire", code, since, replaced_by, reason] => {
            let replaced_by = Some((*replaced_by).to_owned()).filter(|code| code != "-");
            let retirement = Retirement { since: (*since).to_owned(), reason: (*reason).to_owned(), replaced_by };
            let retired = retire(&snapshot, code, &retirement).map_err(refused)?;
            let said = retired.related_from.iter().map(|path| format!("named by {path}\n")).collect();
            Ok((edited(before, &[retired.file]), said))
        }
        other => panic!("no command {other:?}"),
    }
}

fn accept(case: &Path, after: &Texts, said: &str) {
    let _ = fs::remove_dir_all(case.join("after"));
    for (path, text) in after {
        let path = case.join("after").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::write(case.join("said"), said).expect("a file");
}

#[test]
fn edits_match_snapshots() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    for case in cases() {
        let before = texts(&case.join("before"));
        let command = fs::read_to_string(case.join("command")).expect("a command");
        let (after, said) = done(&command, &before).unwrap_or_else(|refusal| (Texts::new(), refusal));
        if overwrite {
            accept(&case, &after, &said);
        }
        let reviewed = fs::read_to_string(case.join("said")).unwrap_or_default();
        if after != texts(&case.join("after")) || said != reviewed {
            wrong.push(format!("{}:\n{said}\n{after:#?}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "run with SNAPSHOTS=overwrite and review the changes:\n{}", wrong.join("\n"));
}

#[test]
fn second_fix_changes_nothing() {
    for case in cases() {
        let (after, _) = done("fix", &texts(&case.join("before"))).expect("`fix` never refuses");
        let (again, said) = done("fix", &after).expect("`fix` never refuses");
        assert_eq!((after, ""), (again, said.as_str()), "{}", case.display());
    }
}

#[test]
fn edits_add_no_error() {
    for case in cases() {
        let before = texts(&case.join("before"));
        let command = fs::read_to_string(case.join("command")).expect("a command");
        let Ok((after, _)) = done(&command, &before) else { continue };
        let errors = |texts: &Texts| snapshot(texts).report().errors();
        assert!(errors(&after) <= errors(&before), "{}: {}", case.display(), snapshot(&after).report());
    }
}

#[test]
fn catalog_of_the_rules_needs_no_fixes() {
    let fixed = fix(&Snapshot::read(Path::new("rules")), Some(TODAY));
    assert!(fixed.is_empty(), "{fixed:#?}");
}
