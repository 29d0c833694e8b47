use std::path::Path;

use errbook_catalog::Snapshot;
use proptest::prelude::*;

use super::*;

fn shop() -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-cli/tests/catalogs/shop");
    Snapshot::read(&folder)
}

/// A response with codes of a dependency, in a catalog whose codes look the same, and in one that only has
/// `depends`.
#[test]
fn finds_the_codes_of_dependencies() {
    for catalog in ["payments", "portal"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/company").join(catalog);
        let snapshot = Snapshot::read(&folder.join("catalog"));
        let observer = Observer::new(&snapshot, None).unwrap();
        let catalog = snapshot.valid_part().unwrap().joined(|_| true).unwrap();
        let url = "https://docs.example.com/platform/platform/auth/token_missing";
        for response in [
            format!(r#"{{"type": "{url}", "title": "x"}}"#),
            format!(r#"{{"type": "{url}.html", "title": "x"}}"#),
            format!(r#"{{"oops": {{"see": "{url}"}}}}"#),
            format!("<a href='{url}'>"),
            r#"{"code": "err:platform:auth:token_missing"}"#.to_owned(),
        ] {
            let Some(Found { answer: Answer::One(entry), .. }) = errors(&catalog, &observer, &response) else {
                panic!("{response}")
            };
            assert_eq!(entry.code, "err:platform:auth:token_missing");
        }
    }
}

/// The codes that a response names, as in the tests of `lookup`, and what it has of them.
fn found(response: &str) -> String {
    let snapshot = shop();
    let catalog = snapshot.valid_part().unwrap();
    let observer = Observer::new(&snapshot, None).unwrap();
    let codes =
        |entries: &[&Entry]| entries.iter().map(|entry| entry.code.replace("err:", "")).collect::<Vec<_>>().join(" ");
    match errors(&catalog, &observer, response) {
        None => "nothing".to_owned(),
        Some(Found { sent, answer: Answer::One(entry) }) => format!("{sent} = {}", codes(&[entry])),
        Some(Found { answer: Answer::Several(all), .. }) => format!("? {}", codes(&all)),
        Some(Found { sent, answer: Answer::Status(_, all) }) => format!("{sent} {}", codes(&all)),
        Some(Found { sent, answer: Answer::Nothing(near) }) => format!("{sent} ~ {}", codes(&near)),
    }
}

#[test]
fn finds_the_code_of_any_body() {
    for body in [
        r#"{"error": {"code": "err:orders:not_paid", "detail": "x"}}"#,
        r#"[{"error": {"code": "err:orders:not_paid"}}]"#,
        r#"{"code": "err:orders:not_paid"}"#,
        r#"{"log": "{\"error\": {\"code\": \"err:orders:not_paid\"}}"}"#,
        "\u{feff} {\"a\": 1}\n{\"error\": {\"code\": \"err:orders:not_paid\"}}\n",
        "<html><b>Failed with err:orders:not_paid.</b></html>",
        "\"err:orders:not_paid\"",
        "\u{0}\u{fffd}\u{1}err:orders:not_paid",
    ] {
        let body = body.replace("\u{0}\u{fffd}\u{1}", "\u{fffd}\n");
        assert_eq!(found(&body), "err:orders:not_paid = orders:not_paid", "{body}");
    }
    assert_eq!(found(r#"{"error": {"code": "err:order:missing"}}"#), "err:order:missing = orders:not_found");
    let url = "https://shop.example/docs/errors/orders/not_paid";
    assert_eq!(found(&format!(r#"{{"type": "{url}"}}"#)), format!("{url} = orders:not_paid"));
    assert_eq!(found(&format!("<a href='{url}'>")), format!("{url} = orders:not_paid"));
}

#[test]
fn a_body_without_anything_else_has_a_status() {
    let all = found("HTTP/1.1 404 Not Found\n\n");
    assert!(all.starts_with("404 "), "{all}");
    for body in [
        r#"{"status": 404}"#,
        r#"{"type": "about:blank", "status": 404, "title": "Something"}"#,
        r#"{"error": {"statusCode": 404, "detail": "x"}}"#,
        "404",
        " HTTP 404\n",
    ] {
        assert_eq!(found(body), all, "{body}");
    }
    assert_eq!(found(r#"{"status": 200, "code": 7}"#), "nothing");
    // A status decides between codes, but a name always counts.
    assert_eq!(found(r#"{"code": "err:orders:not_paid", "status": 404}"#), "err:orders:not_paid = orders:not_paid");
}

#[test]
fn finds_the_message_of_a_body_without_a_code() {
    let message = "There is no order `ord_17`";
    for body in [
        format!("{{\"message\": \"{message}\"}}"),
        format!("<html><h1>{message}</h1></html>"),
        format!("{message}\n"),
        format!("[[\"{message}\"]]"),
    ] {
        assert_eq!(found(&body), format!("{message} = orders:not_found"));
    }
    assert_eq!(found(r#"{"title": "Order not paid"}"#), "Order not paid = orders:not_paid");
}

#[test]
fn reads_http_messages() {
    let head = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 402 \r\ncontent-type: application/json\r\n\r\n";
    assert_eq!(
        found(&format!("{head}{{\"error\": {{\"code\": \"err:orders:not_paid\"}}}}")),
        "err:orders:not_paid = orders:not_paid"
    );
    assert_eq!(found(head), "402 = orders:not_paid");
    assert_eq!(found("HTTP/1.1 409 Conflict\n\n<html>"), "409 orders:split orders:type");
    assert_eq!(found("HTTP/1.1 404 Not Found\n\n{}"), "404 customers:not_found customers:unknown orders:not_found");
    assert_eq!(found("HTTP/1.1 404 Not Found\nerror-code: err:orders:type\n\n"), "err:orders:type = orders:type");
    assert_eq!(found("HTTP/1.1 418 I'm a teapot\n\nx"), "nothing");
}

#[test]
fn several_and_unknown_codes() {
    let two = r#"{"a": {"error": {"code": "err:orders:type"}}, "b": {"error": {"code": "err:orders:not_paid"}}}"#;
    assert_eq!(found(two), "? orders:type orders:not_paid");
    assert_eq!(found(r#"{"error": {"code": "err:orders:not_payd"}}"#), "err:orders:not_payd ~ orders:not_paid");
    assert_eq!(found("it was err:orders:not_payd, sorry"), "err:orders:not_payd ~ orders:not_paid");
    for nothing in ["{}", "[]", "null", "1", "\"\"", "{\"a\":", "err:", "<html></html>", "\u{fffd}\u{fffd}"] {
        assert_eq!(found(nothing), "nothing", "{nothing}");
    }
}

proptest! {
    #[test]
    fn accepts_any_response(response in "(HTTP/1.1 |404|\r\n|\n|[{}\\[\\]\":,<>]|err:orders:|not_paid|\\PC){0,20}") {
        let _ = found(&response);
    }
}
