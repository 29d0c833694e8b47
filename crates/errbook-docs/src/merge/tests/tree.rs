//! Trees of pages: what a navigation lists stays where it is.

use super::*;

const TREE: &str = r#"{"n": {
    "+groups": [{"group": "Errors", "+pages": [
        "e/index",
        {"group": "A", "+pages": ["e/a/index", "e/a/1", "e/a/2"]},
        {"group": "B", "+pages": ["e/b/index", "e/b/1"]}
    ]}],
    "-groups": ["e/gone", "e/b/gone", ["e/old", "e/a/1"], ["e/older", "e/a/1"]]
}}"#;

/// The navigation after the tree is merged, on one line and without quotes.
fn placed(navigation: &str) -> String {
    let document = format!(r#"{{"n": {navigation}}}"#);
    let once = merged(&document, TREE);
    assert_eq!(merged(&once, TREE), once, "a second merge changes nothing");
    let value: Value = serde_json::from_str(&once).expect("JSON");
    value["n"].to_string().replace('"', "")
}

#[test]
fn pages_stay_where_they_are_and_others_join_their_group() {
    for (navigation, expected) in [
        // Groups in tabs, each with pages of the owner.
        (
            r#"{"tabs": [{"tab": "Guide", "pages": ["x"]}, {"tab": "E", "groups": [
                {"group": "Second", "pages": ["e/b/1", "e/b/notes"]},
                {"group": "First", "pages": ["e/a/overview", "e/a/2"]}]}]}"#,
            "{tabs:[{tab:Guide,pages:[x]},{tab:E,groups:[\
                {group:Second,pages:[e/b/index,e/b/1,e/b/notes]},\
                {group:First,pages:[e/a/overview,e/a/index,e/a/1,e/a/2]},\
                {group:Errors,pages:[e/index]}]}]}",
        ),
        // A flat list of pages, as the owner writes paths.
        (
            r#"{"tabs": [{"tab": "E", "pages": ["/e/index", "e/a/2.mdx", "mine", "e/b/1"]}]}"#,
            "{tabs:[{tab:E,pages:[/e/index,e/a/index,e/a/1,e/a/2.mdx,mine,e/b/index,e/b/1]}]}",
        ),
        // A missing group follows its sibling.
        (
            r#"{"anchors": [{"anchor": "E", "groups": [{"group": "One", "pages": ["e/a/1"]}, {"group": "Last", "pages": ["z"]}]}]}"#,
            "{anchors:[{anchor:E,groups:[\
                {group:One,pages:[e/a/index,e/a/1,e/a/2]},{group:B,pages:[e/b/index,e/b/1]},\
                {group:Last,pages:[z]},{group:Errors,pages:[e/index]}]}]}",
        ),
        // A page that is listed twice stays twice, and its group is where most of its pages are.
        (
            r#"{"versions": [{"version": "1", "groups": [{"group": "Popular", "pages": ["e/a/1"]}, {"group": "A", "pages": ["e/a/1", "e/a/2"]}]}]}"#,
            "{versions:[{version:1,groups:[{group:Popular,pages:[e/a/1]},{group:A,pages:[e/a/index,e/a/1,e/a/2]},\
                {group:B,pages:[e/b/index,e/b/1]},{group:Errors,pages:[e/index]}]}]}",
        ),
        // The page of a group itself.
        (
            r#"{"groups": [{"group": "Mine", "root": "e/index", "pages": [{"group": "A", "icon": "a", "pages": ["e/a/index"]}]}]}"#,
            "{groups:[{group:Mine,root:e/index,pages:[{group:A,icon:a,pages:[e/a/index,e/a/1,e/a/2]},\
                {group:B,pages:[e/b/index,e/b/1]}]}]}",
        ),
        // The place that the owner marked. Other groups may have the title of an inner one.
        (
            r#"{"tabs": [{"tab": "API", "groups": [{"group": "A", "pages": ["api/a"]}]}, {"tab": "E", "groups": [{"group": "Errors", "pages": ["mine"]}]}]}"#,
            "{tabs:[{tab:API,groups:[{group:A,pages:[api/a]}]},{tab:E,groups:[{group:Errors,pages:[mine,e/index,\
                {group:A,pages:[e/a/index,e/a/1,e/a/2]},{group:B,pages:[e/b/index,e/b/1]}]}]}]}",
        ),
    ] {
        assert_eq!(placed(navigation), expected);
    }
}

#[test]
fn pages_that_moved_or_are_gone_leave_their_place() {
    let known = ["e/index", "e/a/index", "e/a/2", "e/b/index", "e/b/1"];
    for (navigation, expected) in [
        (r#""e/old", "mine""#, "e/a/1,mine"),
        (r#""e/older", "/e/old.mdx", "e/gone""#, "e/a/1"),
        (r#""e/a/1", "e/old""#, "e/a/1"),
        // Only groups that stay empty are removed.
        (r#""e/a/1", {"group": "G", "pages": ["e/b/gone"]}, {"group": "H", "pages": []}"#, "e/a/1,{group:H,pages:[]}"),
    ] {
        let document = format!(r#"{{"pages": ["{}", {navigation}]}}"#, known.join("\", \""));
        assert_eq!(placed(&document), format!("{{pages:[{},{expected}]}}", known.join(",")));
    }
}

#[test]
fn lists_keep_their_layout() {
    let document = r#"{
  "n": {
    "groups": [
      {"group": "A",  "pages": ["e/a/index", "e/a/2" ,"mine"]},
      {
        "group": "B", "pages": [
          "e/b/index"
        ]
      }
    ]
  }
}"#;
    insta::assert_snapshot!(merged(document, TREE), @r#"
    {
      "n": {
        "groups": [
          {"group": "A",  "pages": ["e/a/index", "e/a/1", "e/a/2" ,"mine"]},
          {
            "group": "B", "pages": [
              "e/b/index",
              "e/b/1"
            ]
          },
          {
            "group": "Errors",
            "pages": [
              "e/index"
            ]
          }
        ]
      }
    }
    "#);
}

#[test]
fn a_document_without_lists_gets_one_or_is_rejected() {
    let all =
        "{group:Errors,pages:[e/index,{group:A,pages:[e/a/index,e/a/1,e/a/2]},{group:B,pages:[e/b/index,e/b/1]}]}";
    assert_eq!(placed("{}"), format!("{{groups:[{all}]}}"));
    assert_eq!(placed(r#"{"pages": ["x"]}"#), format!("{{pages:[x,{all}]}}"));
    let value = |document: &str| serde_json::from_str::<Value>(&merged(document, TREE)).expect("JSON");
    assert_eq!(value("{}"), value(r#"{"n": {}}"#));
    let outer = merged("{}", &format!(r#"{{"o": {TREE}}}"#));
    assert_eq!(serde_json::from_str::<Value>(&outer).expect("JSON")["o"], value("{}"));
    let error = merge(r#"{"n": {"tabs": [{"tab": "T", "pages": ["x"]}]}}"#, TREE).expect_err("no location");
    assert_eq!(error.message, "no group \"Errors\" found, and no list of groups next to `tabs`");
    assert_eq!(error.help, "add `{\"group\": \"Errors\", \"pages\": []}` where the pages belong, and errbook fills it");
}

const OF_TREE: [&str; 6] = ["e/index", "e/a/index", "e/a/1", "e/a/2", "e/b/index", "e/b/1"];
const GONE: [&str; 4] = ["e/old", "e/older", "e/gone", "e/b/gone"];
const OF_OWNER: [&str; 4] = ["x", "y", "e/z", "e/a/overview"];

/// A page, or a group of them.
fn item() -> impl Strategy<Value = Value> {
    let page = prop::sample::select([&OF_TREE[..], &GONE, &OF_OWNER].concat()).prop_map(Value::from);
    page.prop_recursive(3, 24, 5, |inner| {
        let title = prop::sample::select(vec!["A", "B", "Errors", "Mine"]);
        (title, prop::collection::vec(inner, 0..5))
            .prop_map(|(title, pages)| serde_json::json!({"group": title, "pages": pages}))
    })
}

/// All pages of a list that are among `wanted`.
fn pages(value: &Value, wanted: &[&str], into: &mut Vec<String>) {
    match value {
        Value::String(page) if wanted.contains(&page.as_str()) => into.push(page.clone()),
        Value::Array(items) => items.iter().for_each(|item| pages(item, wanted, into)),
        Value::Object(members) => members.values().for_each(|value| pages(value, wanted, into)),
        _ => {}
    }
}

proptest! {
    /// All pages of the tree are listed, none is added twice, and the pages of the owner keep their
    /// order.
    #[test]
    fn any_navigation_keeps_the_pages_of_its_owner(items in prop::collection::vec(item(), 0..5), pretty in any::<bool>()) {
        let document = serde_json::json!({"n": {"pages": items}});
        let text = if pretty { serde_json::to_string_pretty(&document).expect("JSON") } else { document.to_string() };
        let once = merge(&text, TREE).expect("it has a list");
        let result: Value = serde_json::from_str(&once).expect("JSON");
        let all = |value: &Value, wanted: &[&str]| {
            let mut found = Vec::new();
            pages(&value["n"]["pages"], wanted, &mut found);
            found
        };
        prop_assert_eq!(all(&result, &OF_OWNER), all(&document, &OF_OWNER), "{}", once);
        for page in OF_TREE {
            let count = |value: &Value| all(value, &[page]).len();
            prop_assert_eq!(count(&result), count(&document).max(1), "{} in {}", page, once);
        }
        prop_assert!(all(&result, &GONE).is_empty(), "{}", once);
        prop_assert_eq!(merge(&once, TREE), Ok(once));
    }
}
