//! Fixes, renames, and retires entries with random key order and comments, and checks that no
//! comment is lost.

use errbook_catalog::{Document, Snapshot, Sources};
use errbook_check::edit::FileEdit;
use errbook_check::fix::fix;
use errbook_check::lifecycle::{Retirement, rename, retire};
use proptest::prelude::*;

const MANIFEST: &str = include_str!("edits/rename/before/catalog.yaml");

const OTHER: &str = "message: \"x\"\nrelated:\n  - code: err:data:thing\n    when: \"it is a thing\"\n";

/// The members of an entry, in order. Each one moves as a whole.
const MEMBERS: &[&str] = &[
    "name: Thing\n",
    "summary: >-\n  Folded\n  text.\n\n",
    "message: \"The {role} is\n  gone\"\n",
    "params:\n  role: {type: string,\n    example: admin}\n",
    "what_happened:\n  text: |+\n    Kept.\n\n\n  causes:\n  - \"One\"\n  -\n    Two\n",
    "how_to_fix:\n    steps:\n      - text: |\n          # a heading\n          err:data:thing\n        title: One\n      - \"err:data:thing\"\n    text: |\n      Text\n",
    "related:\n  - code: err:more:other\n",
    "log_level: info\n",
    "since: \"2026-01-01\"\n",
    "aliases:\n  - err:data:stuff\n",
    "redirects: [/old/page,\n  /older/page]\n",
];

/// An entry with comments, each on its own line or at the end of one.
fn entry() -> impl Strategy<Value = (String, usize)> {
    let order = Just(MEMBERS.to_vec()).prop_shuffle();
    let comment = (any::<prop::sample::Index>(), 0_usize..10, 0..4);
    (
        order,
        prop::collection::vec(comment, 1..10),
        prop::sample::subsequence((0..MEMBERS.len()).collect::<Vec<_>>(), 4..MEMBERS.len()),
    )
        .prop_map(|(members, comments, kept)| {
            let text: String = kept.iter().map(|&index| members[index]).collect();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            for (number, (place, indent, kind)) in comments.iter().enumerate() {
                let at = place.index(lines.len());
                let alone = format!("{}# comment {number}.", " ".repeat(*indent));
                match kind {
                    0 => lines[at] += &format!(" # comment {number}."),
                    1 => lines.insert(at, alone),
                    // At the top of the file above an empty line, or anywhere between empty lines.
                    2 => drop(lines.splice(0..0, [alone, String::new()])),
                    _ => drop(lines.splice(at..at, [String::new(), alone, String::new()])),
                }
            }
            (lines.join("\n") + "\n", comments.len())
        })
}

fn snapshot(entry: &str) -> Snapshot {
    let texts = [("catalog.yaml", MANIFEST), ("data/thing.yaml", entry), ("more/other.yaml", OTHER)];
    Snapshot::from_sources(Sources::from_texts(texts.map(|(path, text)| (path.to_owned(), text.to_owned()))))
}

/// Checks that each comment is in the edited entry exactly once.
fn all_there(edit: &FileEdit, comments: usize) -> Result<(), TestCaseError> {
    for number in 0..comments {
        let comment = format!("# comment {number}.");
        prop_assert_eq!(edit.after.matches(&comment).count(), 1, "{} in\n{}\nof\n{}", comment, edit.after, edit.before);
    }
    Ok(())
}

/// The lines of a text, without indentation.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches([' ', '-'])).collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fix_keeps_comments((entry, comments) in entry()) {
        for fixed in fix(&snapshot(&entry), None) {
            let edit = fixed.file;
            prop_assert_eq!(edit.path.as_str(), "data/thing.yaml");
            all_there(&edit, comments)?;
            if let (Ok(before), Ok(after)) = (Document::parse(&edit.before), Document::parse(&edit.after)) {
                prop_assert!(before.root().means(&after.root()));
                prop_assert_eq!(lines(&edit.before), lines(&edit.after));
            }
            prop_assert!(fix(&snapshot(&edit.after), None).is_empty(), "fixed twice:\n{}\n{}", edit.before, edit.after);
        }
    }

    #[test]
    fn rename_keeps_comments((entry, comments) in entry()) {
        let segments = ["more".to_owned(), "object".to_owned()];
        if let Ok(renamed) = rename(&snapshot(&entry), "err:data:thing", &segments) {
            let (own, _) = &renamed.files[0];
            all_there(own, comments)?;
            let after = Document::parse(&own.after).expect("YAML");
            let (_, aliases) = after.root().member("aliases").expect("aliases");
            prop_assert!(aliases.items().any(|alias| alias.scalar() == Some("err:data:thing")));
        }
    }

    #[test]
    fn retire_keeps_comments((entry, comments) in entry()) {
        let retirement = Retirement { since: "2026-11-01".into(), reason: "Gone".into(), replaced_by: None };
        if let Ok(retired) = retire(&snapshot(&entry), "err:data:thing", &retirement) {
            all_there(&retired.file, comments)?;
            let (before, after) = (Document::parse(&entry).expect("YAML"), Document::parse(&retired.file.after).expect("YAML"));
            let kept = |(key, value): (errbook_catalog::Written<'_>, errbook_catalog::Written<'_>)| {
                after.root().member(key.scalar().unwrap_or_default()).is_some_and(|(_, now)| now.means(&value))
            };
            prop_assert!(before.root().members().all(kept), "{}", retired.file.after);
        }
    }
}

#[test]
fn many_generated_entries_can_be_edited() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut fixed, mut renamed, mut retired) = (0, 0, 0);
    for _ in 0..200 {
        let (entry, _) = an_entry(&mut runner).current();
        let snapshot = snapshot(&entry);
        fixed += usize::from(!fix(&snapshot, None).is_empty());
        renamed += usize::from(rename(&snapshot, "err:data:thing", &["more".into(), "object".into()]).is_ok());
        let retirement = Retirement { since: "2026-11-01".into(), reason: "Gone".into(), replaced_by: None };
        retired += usize::from(retire(&snapshot, "err:data:thing", &retirement).is_ok());
    }
    assert!(fixed > 40 && renamed > 40 && retired > 40, "{fixed} fixed, {renamed} renamed, {retired} retired of 200");
}

fn an_entry(
    runner: &mut proptest::test_runner::TestRunner,
) -> impl proptest::strategy::ValueTree<Value = (String, usize)> + use<> {
    entry().new_tree(runner).expect("an entry")
}
