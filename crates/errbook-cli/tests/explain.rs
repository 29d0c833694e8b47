//! `errbook explain` with a response on standard input, and pages at the widths of terminals.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn errbook(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalogs"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_HYPERLINK"] {
        command.env_remove(name);
    }
    command
}

fn piped(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = errbook(arguments);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("errbook starts");
    // A command that fails early closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("errbook ends")
}

/// What a command prints to both streams, and its exit code.
fn shown(output: &Output) -> (String, Option<i32>) {
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (text.into_owned(), output.status.code())
}

fn explained(catalog: &str, input: &[u8]) -> (String, Option<i32>) {
    shown(&piped(&["-C", catalog, "explain", "-"], input))
}

#[test]
fn explains_responses() {
    for (input, start) in [
        (r#"{"error": {"code": "err:orders:not_paid", "detail": "x"}}"#, "Order not paid\n"),
        (r#"[{"error": {"code": "err:order:missing"}}]"#, "Order not found\n"),
        (r#"{"message": "There is no order `ord_17`"}"#, "Order not found\n"),
        ("HTTP/2 402\r\n\r\n{\"message\": \"The order is not paid yet\"}", "Order not paid\n"),
        ("<a href=\"https://shop.example/docs/errors/orders/type\">x</a>", "Wrong type of order\n"),
    ] {
        let (text, exit) = explained("shop", input.as_bytes());
        assert!(text.starts_with(start) && exit == Some(0), "{input}: {text}");
    }
    let (text, exit) = explained("shop", b"HTTP/1.1 404 Not Found\r\n\r\n<html>");
    assert!(text.contains("err:orders:not_found") && text.ends_with("sent with status 404\n"), "{text}");
    assert_eq!(exit, Some(0));
}

#[test]
fn says_why_a_response_cannot_be_explained() {
    for (input, error) in [
        (&b""[..], "error: standard input is empty\n"),
        (b"\r\n \n", "error: standard input is empty\n"),
        (b"\xff\xfe\x00\x01", "error: the response has no code, page URL, or message of this catalog\n"),
        (b"<html></html>", "error: the response has no code, page URL, or message of this catalog\n"),
        (
            br#"[{"error": {"code": "err:orders:not_paid"}}, {"error": {"code": "err:orders:type"}}]"#,
            "error: the response has 2 codes\nhelp: explain one of these:\n  err:orders:not_paid  Order not paid\n",
        ),
        (b"{\"error\": {\"code\": \"err:orders:not_payd\"}}", "error: unknown code `err:orders:not_payd`\n"),
    ] {
        let (text, exit) = explained("shop", input);
        assert!(text.starts_with(error) && exit == Some(1), "{text}");
        assert!(text.contains("\nhelp: "), "{text}");
    }
    let (text, exit) = explained("partly", br#"{"code": "err:orders:lost"}"#);
    assert!(text.starts_with("error: the entry of `err:orders:lost` has errors\n") && exit == Some(1), "{text}");
    let (text, exit) = explained("partly", br#"{"code": "err:orders:order"}"#);
    assert!(text.starts_with("Order\n") && exit == Some(0), "a broken catalog: {text}");
    let empty = tempfile::tempdir().expect("a folder");
    let (text, exit) = explained(&empty.path().display().to_string(), b"{}");
    assert!(text.starts_with("error: no `catalog.yaml`") && exit == Some(2), "{text}");
}

/// A page with long prose in everything that can be around it.
fn long() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "Some `long code span` and **words** that a [reader](https://docs.example/a/long/path/of/a/page) must be \
                able to read, 漢字かな交じり文は空白を含まないので折り返しが難しい 👩‍🔧 and https://docs.example/another/long/path/of/a/page.";
    let manifest = "name: long\ncodes: {levels: [{name: a}]}\nprofiles: {api: {envelope: {code: $code}}}\n\
                    site: {root: 'https://e.example'}\n";
    let indented = |by: usize, text: &str| text.replace('\n', &format!("\n{}", " ".repeat(by)));
    let text = format!(
        "{long}\n\n- {long}\n  - {long}\n    1. {long}\n\n> {long}\n\n| A | B |\n|---|---|\n| {long} | {long} |\n\n```\n{}\n```\n",
        "x".repeat(100)
    );
    let entry = format!(
        "name: {}\nstatus: 404\nmessage: Nothing\nsummary: \"{long}\"\nwhat_happened:\n  text: |\n    {}\nhow_to_fix:\n  steps:\n    - \"{long}\"\nnotes:\n  - {{kind: warning, text: \"{long}\"}}\n",
        "Name ".repeat(20),
        indented(4, &text)
    );
    std::fs::write(folder.path().join("catalog.yaml"), manifest).expect("written");
    std::fs::write(folder.path().join("long.yaml"), entry).expect("written");
    folder
}

#[test]
fn no_line_is_longer_than_the_terminal() {
    let folder = long();
    for columns in [20, 40, 80, 200] {
        let mut command = errbook(&["explain", "long"]);
        let output = command.current_dir(&folder).env("COLUMNS", columns.to_string()).output().expect("errbook runs");
        let (text, exit) = shown(&output);
        assert_eq!(exit, Some(0), "{text}");
        assert!(text.contains(&"x".repeat(100)), "code isn't wrapped");
        let (before, after) = text.split_once("\nExample\n").expect("an example, which is code");
        let after = after.split_once("\nDetails\n").expect("details").1;
        // A URL that is broken can't be copied.
        let after = after.strip_suffix("\nhttps://e.example/long\n").expect("the URL of the page");
        for line in before.lines().chain(after.lines()).filter(|line| !line.ends_with("xxx")) {
            let width = textwrap::core::display_width(line);
            assert!(width <= columns, "{width} columns at {columns}: {line}");
        }
    }
    let (text, _) = shown(&errbook(&["explain", "long"]).current_dir(&folder).output().expect("errbook runs"));
    assert!(text.lines().any(|line| line.len() > 200), "a pipe isn't wrapped: {text}");
}

/// `script` runs a command in a terminal.
#[cfg(target_os = "linux")]
#[test]
fn terminals_get_their_width_colors_and_links() {
    let in_terminal = |columns: usize, term: &str| {
        let errbook = format!("{} -C shop explain err:orders:not_found", env!("CARGO_BIN_EXE_errbook"));
        let mut command = Command::new("script");
        command.args(["-qec", &format!("stty rows 20 cols {columns}; {errbook}"), "/dev/null"]);
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalogs")).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CI", "TERM_PROGRAM", "VTE_VERSION"] {
            command.env_remove(name);
        }
        command.env("TERM", term).output().ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    // Minimal systems lack `script`.
    let Some(narrow) = in_terminal(40, "xterm-kitty") else { return };
    assert!(narrow.contains("\u{1b}[1mOrder not found\u{1b}[0m"), "{narrow:?}");
    let link = "\u{1b}]8;;https://shop.example/docs/errors/customers/not_found\u{1b}\\";
    assert!(narrow.contains(link), "{narrow:?}");
    let width = |line: &str| textwrap::core::display_width(line);
    let prose =
        |text: &str| text.lines().filter(|line| !line.starts_with("    ") && !line.contains("://")).map(width).max();
    assert!(prose(&narrow) <= Some(40), "{narrow}");
    let wide = in_terminal(80, "xterm").expect("`script` exists");
    assert!(prose(&wide) > Some(40) && !wide.contains("\u{1b}]8"), "{wide:?}");
    let dumb = in_terminal(80, "dumb").expect("`script` exists");
    assert!(!dumb.contains('\u{1b}'), "{dumb:?}");
}
