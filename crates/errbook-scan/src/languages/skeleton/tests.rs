use errbook_catalog::{Snapshot, Sources};
use proptest::prelude::*;

use super::*;

fn skeleton(literal: &str) -> Skeleton {
    let mut skeleton = Skeleton::default();
    skeleton.push_literal(literal);
    skeleton
}

/// The texts of an entry with this message.
fn texts(message: &str) -> Texts {
    let entry = format!(
        "status: 404\nmessage: {message:?}\nparams:\n{}",
        "  id: {type: string, example: ord_1}\n  reason: {type: string, example: a b}\n  count: {type: integer, example: 3}\n"
    );
    let manifest = "name: demo\ncodes: {levels: [{name: code}]}\nprofiles: {api: rfc9457}\n";
    let files = [("catalog.yaml", manifest), ("thing.yaml", entry.as_str())];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let snapshot = Snapshot::from_sources(Sources::from_texts(files));
    let entry = snapshot.entries().next().unwrap_or_else(|| panic!("{}", snapshot.report()));
    Texts::of(entry)
}

#[test]
fn shows_values_as_braces() {
    assert_eq!(skeleton("Order %s has {count} items").to_string(), "Order {} has {count} items");
}

#[test]
fn compares_words_and_not_values() {
    for (message, sent, fits) in [
        ("Order {id} was not found", "Order %s was not found", true),
        ("Order {id} was not found", "Order {} was not found", true),
        ("Order {id} was not found", "Order {0} was not found", true),
        ("Order {id} was not found", "Order ${order.id} was not found", true),
        ("Order {id} was not found", "Order %(id)s was not found", true),
        ("Order {id} was not found", "Order `%-10.3q` was not found", true),
        ("Order {id} was not found", "Order 42 was not found", true),
        ("Order {id} was not found", "Order '{id}' was not found", true),
        ("Order '{id}' was not found", "Order {id} was not found", true),
        // The value can be the rest of the message, unless it has the name of a param.
        ("Order {id} was not found", "Order %s", true),
        ("Order {id} was not found", "Order {id}", false),
        ("Order {id} was not found", "Order %d", false),
        ("Order {id} was not found", "%s", true),
        ("Order {id} was not found", "Order %s was not found!", false),
        ("Order {id} was not found", "order %s was not found", false),
        ("Order {id} was not found", "Order was not found", false),
        ("Order {id} was not found", "", false),
        // Words between values differ, whatever the values are.
        ("Order {id} failed: {reason}", "Order %s was refused: %s", false),
        ("Order {id} failed: {reason}", "Order %s failed: card was refused", true),
        ("Order {id} failed: {reason}", "Order %s failed: %s (%d)", true),
        ("Found {count} items", "Found %d items", true),
        ("Found {count} items", "Found 1,000 items", true),
        ("Found {count} items", "Found many items", false),
        ("100% of {count}", "100% of %d", true),
        ("100% of {count}", "100%% of %d", true),
    ] {
        assert_eq!(texts(message).fit(&skeleton(sent)), fits, "`{sent}` as `{message}`");
    }
}

proptest! {
    #[test]
    fn each_text_is_itself_with_any_placeholders(
        words in prop::collection::vec("[a-zé日]{1,5}", 1..6),
        holes in prop::collection::vec(prop::sample::select(vec!["%s", "{}", "{0}", "{id}", "${id}", "%v"]), 6),
    ) {
        let message = words.join(" {id} ");
        let sent = words.iter().zip(&holes).map(|(word, hole)| format!("{word} {hole} ")).collect::<String>();
        let last = sent.rfind([' ']).map_or("", |_| sent.trim_end());
        let sent = &last[..last.rfind(' ').unwrap_or(0)];
        prop_assert!(texts(&message).fit(&skeleton(sent)), "{} / {}", message, sent);
    }

    #[test]
    fn another_word_is_found(
        words in prop::collection::vec("[a-y]{1,5}", 2..6), at in any::<prop::sample::Index>(),
    ) {
        let message = words.join(" {id} ");
        let mut other = words.clone();
        let at = at.index(other.len());
        other[at].push('z');
        prop_assert!(!texts(&message).fit(&skeleton(&other.join(" %s "))));
    }

    #[test]
    fn any_literal_can_be_a_value(literal in "[%{}$a-z0-9 .:()!é]{0,30}") {
        let is_value = texts("{reason}").fit(&skeleton(&literal));
        prop_assert!(is_value);
    }
}
