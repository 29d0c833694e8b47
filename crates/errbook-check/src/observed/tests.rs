use errbook_catalog::Sources;

use super::*;

fn snapshot() -> Snapshot {
    let manifest = "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\n\
        groups: {a: {title: A, description: A.}}\nprofiles: {api: {envelope: {code: $code}}}\n\
        stages:\n  auth: {title: Auth, operations: all, except: [ping]}\n  pay: {operations: [buy]}\n";
    let entry = |more: &str| format!("message: x\nstatus: 404\n{more}");
    let files = [
        ("catalog.yaml", manifest.to_owned()),
        ("a/all.yaml", entry("raised_by: all\n")),
        ("a/auth.yaml", entry("raised_by: [{stage: auth}, pong]\n")),
        ("a/draft.yaml", "draft: true\n".to_owned()),
        ("a/kept.yaml", entry("reserved: Later.\n")),
        ("a/named.yaml", entry("aliases: ['a:older', 'a:oldest']\nraised_by: [get, {stage: pay}]\n")),
        ("a/unknown.yaml", entry("")),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text));
    let snapshot = Snapshot::from_sources(Sources::from_texts(files));
    assert_eq!(snapshot.report().errors(), 0, "{:?}", snapshot.report().diagnostics());
    snapshot
}

fn sample() -> Observed {
    let mut observed = Observed::new("shop");
    observed.add("a:named", Some("api"), Some("get"), 2);
    observed.add("a:named", Some("api"), None, 1);
    observed.add("a:auth", None, None, 1);
    observed
}

#[test]
fn a_file_has_one_line_per_code() {
    let text = sample().write();
    assert_eq!(
        text,
        "{\n  \"version\": 1,\n  \"catalog\": \"shop\",\n  \"codes\": [\n    {\"code\":\"a:auth\",\"count\":1},\n    \
         {\"code\":\"a:named\",\"count\":3,\"profiles\":{\"api\":3},\"operations\":{\"get\":2}}\n  ]\n}\n"
    );
    assert_eq!(Observed::read(&text), Ok(sample()));
    let empty = Observed::new("\"shop\"\n");
    assert_eq!(Observed::read(&empty.write()), Ok(empty));
}

#[test]
fn the_order_of_additions_does_not_matter() {
    let (mut one, mut other) = (sample(), Observed::new("shop"));
    other.add("a:gone", Some("grpc"), Some("get"), 1);
    other.add("a:auth", Some("api"), None, 4);
    let (first, second) = (one.clone(), other.clone());
    one.merge(second);
    other.merge(first);
    assert_eq!(one.write(), other.write());
    let auth = one.codes().find(|(code, _)| *code == "a:auth").map(|(_, seen)| seen.count);
    assert_eq!((auth, one.codes().count()), (Some(5), 3));
}

#[test]
fn the_latest_check_of_a_code_is_kept() {
    let checked = |date: &str, commit: &str| Checked { date: date.to_owned(), commit: commit.to_owned() };
    let (mut early, mut late) = (sample(), sample());
    early.check("a:auth", checked("2026-01-31", "f00"));
    early.check("a:named", checked("2026-01-31", "f00"));
    early.check("a:unseen", checked("2026-01-31", "f00"));
    late.check("a:auth", checked("2026-02-01", "abc"));
    for (mut one, other) in [(early.clone(), late.clone()), (late, early)] {
        one.merge(other);
        assert_eq!(Observed::read(&one.write()), Ok(one.clone()));
        let commits: Vec<_> = one.codes().map(|(_, seen)| seen.checked.as_ref().map(|of| of.commit.as_str())).collect();
        assert_eq!(commits, [Some("abc"), Some("f00")]);
    }
}

#[test]
fn counts_saturate_and_zero_is_not_seen() {
    let mut observed = Observed::new("shop");
    observed.add("a:all", Some("api"), Some("get"), u64::MAX);
    observed.add("a:all", Some("api"), Some("get"), 1);
    observed.add("a:auth", None, None, 0);
    observed.merge(observed.clone());
    let seen: Vec<_> = observed.codes().collect();
    assert_eq!(seen.len(), 1);
    let (_, seen) = seen[0];
    assert_eq!((seen.count, seen.profiles["api"], seen.operations["get"]), (u64::MAX, u64::MAX, u64::MAX));
    assert_eq!(Observed::read(&observed.write()), Ok(observed));
}

#[test]
fn unusable_files_are_errors() {
    let of = |text: &str| Observed::read(text).expect_err(text);
    assert_eq!(of("{\"version\": 2, \"codes\": 7}"), ReadError::Version(2));
    assert!(of("{\"version\": 2}").is_newer());
    let twice = "{\"version\": 1, \"catalog\": \"\", \"codes\": [{\"code\": \"a\", \"count\": 1}, {\"code\": \"a\", \"count\": 1}]}";
    assert_eq!(of(twice), ReadError::Twice("a".to_owned()));
    for text in [
        "",
        "[]",
        "{}",
        "{\"version\": 1}",
        "{\"version\": 1, \"catalog\": \"\", \"codes\": [{\"code\": \"a\", \"count\": -1}]}",
    ] {
        assert!(matches!(of(text), ReadError::Form { line: 0 | 1, .. }), "{text}");
    }
}

#[test]
fn aliases_count_for_the_current_code() {
    let (snapshot, mut observed) = (snapshot(), sample());
    observed.add("a:older", Some("api"), None, 10);
    observed.add("a:nobody", None, None, 1);
    let found = observed.by_position(&snapshot);
    let at = snapshot.position("a:named").expect("a code");
    assert_eq!((found.len(), found[&at].count, found[&at].profiles["api"]), (2, 13, 13));
    assert_eq!(observed.coverage(&snapshot), Ratio { seen: 2, all: 4 });
}

#[test]
fn a_code_is_elsewhere_only_if_raised_by_excludes_the_operation() {
    let snapshot = snapshot();
    let is_elsewhere =
        |code: &str, operation: &str| elsewhere(&snapshot, snapshot.position(code).expect(code), operation).is_some();
    for (code, operation, expected) in [
        ("a:all", "get", false),
        ("a:unknown", "get", false),
        ("a:draft", "get", false),
        ("a:named", "get", false),
        ("a:named", "buy", false),
        ("a:named", "ping", true),
        ("a:auth", "anything", false),
        ("a:auth", "pong", false),
        ("a:auth", "ping", true),
    ] {
        assert_eq!(is_elsewhere(code, operation), expected, "{code} in {operation}");
    }
    assert_eq!(elsewhere(&snapshot, snapshot.codes().len(), "get"), None);
}
