//! Pages for a broken catalog, a broken template, or an unknown path. They reload like any other
//! page.

use std::fmt::Write as _;

use errbook_catalog::Diagnostics;

use super::answer::{Answer, STYLE};
use crate::failure::Failure;
use crate::findings;

/// More findings don't help on a page. The rest appear once the first ones are fixed.
const MOST: usize = 50;

/// The findings of a catalog, formatted as in the terminal.
pub(super) fn report(report: &Diagnostics, version: &str) -> Answer {
    let mut text = String::new();
    for found in report.diagnostics().iter().take(MOST) {
        let _ = writeln!(text, "<pre>{}</pre>", coloured(report.human(found, true).trim_end()));
    }
    if report.diagnostics().len() > MOST {
        let _ = writeln!(text, "<p>And {} more.</p>", report.diagnostics().len() - MOST);
    }
    page(500, &format!("The catalog has {}", findings::counts(report)), &text, version)
}

/// The reason that pages can't be rendered, such as a mistake in a template.
pub(super) fn failure(failure: &Failure, version: &str) -> Answer {
    let mut text = format!("<pre>{}</pre>\n", escaped(&failure.message));
    for help in &failure.help {
        let _ = writeln!(text, "<p>{}</p>", escaped(help));
    }
    page(500, "The site cannot be shown", &text, version)
}

/// The page for an unknown path.
pub(super) fn missing(path: &str, home: &str, version: &str) -> Answer {
    let text = format!(
        "<p>The site has nothing at <code>{}</code>.</p>\n<p><a href=\"/{home}\">First page</a></p>\n",
        escaped(path)
    );
    page(404, "No such page", &text, version)
}

fn page(status: u16, title: &str, text: &str, version: &str) -> Answer {
    let title = escaped(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{STYLE}\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"wait\">This page follows the catalog: it changes when a file is saved.</p>\n{text}</main>\n</body>\n</html>\n"
    );
    Answer::page(status, &html, version)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Converts terminal output to HTML, with classes for colors.
fn coloured(text: &str) -> String {
    let mut html = String::new();
    let mut parts = text.split("\u{1b}[");
    html.push_str(&escaped(parts.next().unwrap_or_default()));
    let mut open = 0;
    for part in parts {
        let (codes, text) = part.split_once('m').unwrap_or(("", part));
        for code in codes.split(';') {
            match class(code) {
                Some(class) => {
                    let _ = write!(html, "<span class=\"{class}\">");
                    open += 1;
                }
                None => html.push_str(&"</span>".repeat(std::mem::take(&mut open))),
            }
        }
        html.push_str(&escaped(text));
    }
    html + &"</span>".repeat(open)
}

/// The class of a style (ECMA-48, select graphic rendition). Unknown codes reset all styles, as 0
/// does.
fn class(code: &str) -> Option<&'static str> {
    Some(match code {
        "1" => "bold",
        "31" | "91" => "red",
        "32" | "92" => "green",
        "33" | "93" => "yellow",
        "34" | "94" => "blue",
        "35" | "95" => "violet",
        "36" | "96" => "cyan",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_colors_to_classes_and_escapes_text() {
        let text = "a\u{1b}[1m\u{1b}[91merror<b>\u{1b}[0m: \u{1b}[1;94m&\u{1b}[0m";
        let html = "a<span class=\"bold\"><span class=\"red\">error&lt;b&gt;</span></span>: <span class=\"bold\"><span class=\"blue\">&amp;</span></span>";
        assert_eq!(coloured(text), html);
        assert_eq!(coloured("\u{1b}[<script>m"), "");
        assert_eq!(coloured("\u{1b}[1mopen"), "<span class=\"bold\">open</span>");
    }
}
