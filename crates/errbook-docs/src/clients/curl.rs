//! A request as a curl command for POSIX shells.

use super::{Call, indented};

pub(super) fn source(call: &Call<'_>) -> String {
    command(call.method, &call.url, call.headers, call.body.as_ref().map(|body| body.text.as_str()))
}

fn command(method: &str, url: &str, headers: &[(String, String)], body: Option<&str>) -> String {
    let mut command = format!("curl -X {} {}", word(method), word(url));
    if url.contains(['[', ']', '{', '}']) {
        // Otherwise, curl treats brackets and braces in a URL as patterns.
        command.push_str(" --globoff");
    }
    for (name, value) in headers {
        // `Name:` without a value would remove the header. `Name;` sends it empty.
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        command.push_str(&format!(" \\\n  -H {}", double_quoted(&header)));
    }
    if let Some(body) = body {
        command.push_str(&format!(" \\\n  -d {}", single_quoted(&indented(body, "  "))));
    }
    command
}

/// Quotes a word, unless the shell treats all of its characters literally.
fn word(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "+,-./:%=@_~".contains(char);
    // A leading tilde stands for a home directory.
    if !text.is_empty() && !text.starts_with('~') && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        double_quoted(text)
    }
}

/// Text in double quotes, as documentation writes headers. Text that an interactive bash would
/// still interpret is in single quotes.
fn double_quoted(text: &str) -> String {
    if text.contains(['!', '\\', '\n']) {
        return single_quoted(text);
    }
    let mut out = String::from("\"");
    for char in text.chars() {
        if matches!(char, '"' | '$' | '`') {
            out.push('\\');
        }
        out.push(char);
    }
    out + "\""
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
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
        fn shells_pass_the_intended_words(url in HOSTILE, name in "[A-Za-z-]{1,8}", value in HOSTILE, body in HOSTILE) {
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
    fn options_are_on_their_own_lines() {
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
