//! A request as a curl command for a POSIX shell.

use super::{Call, indent};
use crate::text::find;

pub(super) fn source(call: &Call<'_>) -> String {
    command(call.method, &call.url, call.headers, call.body.as_ref().map(|body| body.text.as_str()))
}

fn command(method: &str, url: &str, headers: &[(String, String)], body: Option<&str>) -> String {
    let mut command = String::with_capacity(512);
    command.push_str("curl -X ");
    word(method, &mut command);
    command.push(' ');
    word(url, &mut command);
    if url.contains(['[', ']', '{', '}']) {
        // Else curl takes brackets and braces in a URL for patterns.
        command.push_str(" --globoff");
    }
    for (name, value) in headers {
        command.push_str(" \\\n  -H ");
        // A name with a colon and nothing behind it takes the header away; with a semicolon it is sent empty.
        let header = if value.is_empty() { [name, ";"].concat() } else { [name, ": ", value].concat() };
        double_quoted(&header, &mut command);
    }
    if let Some(body) = body {
        command.push_str(" \\\n  -d ");
        let mut text = String::with_capacity(body.len() * 2);
        indent(body, "  ", &mut text);
        single_quoted(&text, &mut command);
    }
    command
}

/// Appends a word as it is where the shell gives nothing in it a meaning, else in quotes.
fn word(text: &str, out: &mut String) {
    let special = |byte: u8| {
        // Digits, a dot and more are between the plus sign and the colon.
        !(byte.is_ascii_alphabetic()
            | matches!(byte, b'+'..=b':')
            | (byte == b'%')
            | (byte == b'=')
            | (byte == b'@')
            | (byte == b'_')
            | (byte == b'~'))
    };
    // A tilde in front is somebody's home.
    if !text.is_empty() && !text.starts_with('~') && find(text.as_bytes(), 0, special).is_none() {
        out.push_str(text);
    } else {
        double_quoted(text, out);
    }
}

/// Appends text in double quotes, as documentation writes headers; in single quotes where an interactive bash would still find a meaning.
fn double_quoted(text: &str, out: &mut String) {
    if find(text.as_bytes(), 0, |byte| (byte == b'!') | (byte == b'\\') | (byte == b'\n')).is_some() {
        return single_quoted(text, out);
    }
    let mut written = 0;
    out.push('"');
    while let Some(at) = find(text.as_bytes(), written, |byte| (byte == b'"') | (byte == b'$') | (byte == b'`')) {
        out.push_str(&text[written..at]);
        out.push('\\');
        out.push_str(&text[at..=at]);
        written = at + 1;
    }
    out.push_str(&text[written..]);
    out.push('"');
}

fn single_quoted(text: &str, out: &mut String) {
    out.push('\'');
    out.push_str(&text.replace('\'', r"'\''"));
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::process::Command;

    /// The words that a real shell passes to curl.
    fn words(command: &str) -> Vec<String> {
        let script = format!("curl() {{ for word; do printf '%s\\0' \"$word\"; done; }}\n{command}\n");
        let output = Command::new("sh").arg("-c").arg(script).output().expect("sh runs");
        assert!(output.status.success() && output.stderr.is_empty(), "{command}\n{output:?}");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    const HOSTILE: &str = "[a-z\"'$`\\\\!*?~#&;|<>(){}\\[\\]= \n\té-]{0,16}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_shell_reads_what_was_meant(url in HOSTILE, name in "[A-Za-z-]{1,8}", value in HOSTILE, body in HOSTILE) {
            prop_assume!(!value.is_empty());
            let command = command("POST", &url, &[(name.clone(), value.clone())], Some(&body));
            let mut expected = vec!["-X".to_owned(), "POST".to_owned(), url.clone()];
            if url.contains(['[', ']', '{', '}']) {
                expected.push("--globoff".to_owned());
            }
            expected.extend(["-H".to_owned(), format!("{name}: {value}"), "-d".to_owned(), body.replace('\n', "\n  ")]);
            prop_assert_eq!(words(&command), expected);
        }
    }

    #[test]
    fn looks_as_documentation_writes_it() {
        let headers = [("Authorization".to_owned(), "Bearer KEY".to_owned()), ("X-Empty".to_owned(), String::new())];
        let command = command("POST", "https://api.example.com/v2/a.b", &headers, Some("{\n  \"a\": \"it's\"\n}"));
        insta::assert_snapshot!(command, @r#"
        curl -X POST https://api.example.com/v2/a.b \
          -H "Authorization: Bearer KEY" \
          -H "X-Empty;" \
          -d '{
            "a": "it'\''s"
          }'
        "#);
    }
}
