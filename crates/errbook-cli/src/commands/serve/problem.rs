//! What is wrong with the catalog, the templates, or a request: as a page, as Markdown, or for the
//! overlay, which `overlay.js` shows on top of other pages.

use std::fmt::Write as _;

use errbook_catalog::{Diagnostic, Diagnostics, Severity};
use serde_json::json;

use super::answer::{Answer, Kind, STYLE, escaped};
use crate::failure::Failure;
use crate::findings;

/// More findings don't help on a page. The rest appear once the first ones are fixed.
const MOST: usize = 50;

/// A problem, in the forms that clients ask for.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    title: String,
    /// A few words for the button that opens the overlay.
    label: String,
    severity: Severity,
    html: String,
    markdown: String,
}

impl Problem {
    /// Findings in the files of a report.
    pub(super) fn findings(report: &Diagnostics, mut found: Vec<&Diagnostic>, has_editor: bool) -> Problem {
        let errors = found.iter().filter(|found| found.severity == Severity::Error).count();
        let label = findings::counted(errors, found.len() - errors);
        let title = format!("The catalog has {label}");
        let (mut html, mut markdown) = (String::new(), String::new());
        found.sort_by_key(|found| found.severity);
        for found in found.iter().take(MOST) {
            html += &finding(report, found, has_editor);
            let _ = writeln!(markdown, "{}\n", indented(report.human(found, false).trim_end()));
        }
        if found.len() > MOST {
            let more = format!("And {} more.", found.len() - MOST);
            let _ = writeln!(html, "<p>{more}</p>");
            let _ = writeln!(markdown, "{more}");
        }
        let severity = if errors > 0 { Severity::Error } else { Severity::Warning };
        Problem { title, label, severity, html, markdown }
    }

    /// The reason that pages can't be rendered, such as a mistake in a template.
    pub(super) fn failure(failure: &Failure) -> Problem {
        let mut html = format!("<pre>{}</pre>\n", escaped(&failure.message));
        let mut markdown = indented(&failure.message) + "\n";
        for help in &failure.help {
            let _ = writeln!(html, "<p class=\"help\">{}</p>", escaped(help));
            let _ = writeln!(markdown, "\n{help}");
        }
        let title = "The site cannot be shown".to_owned();
        Problem { title, label: "1 error".to_owned(), severity: Severity::Error, html, markdown }
    }

    /// A page of its own.
    pub(super) fn answer(&self, kind: Kind, version: &str) -> Answer {
        if kind == Kind::Markdown {
            return markdown(500, &self.title, &self.markdown);
        }
        let wait = "<p class=\"wait\">This page follows the catalog: it changes when a file is saved.</p>\n";
        page(500, &self.title, &format!("{wait}{}", self.html), version)
    }
}

/// What the overlay shows. It opens automatically if the pages are from before the `problem`.
pub(super) fn overlay(problem: Option<&Problem>, opens: bool, round: &str) -> Answer {
    let text = |of: fn(&Problem) -> &str| problem.map_or("", of);
    let value = json!({
        "round": round,
        "opens": opens && problem.is_some(),
        "title": text(|problem| &problem.title),
        "label": text(|problem| &problem.label),
        "severity": text(|problem| findings::word(problem.severity)),
        "html": text(|problem| &problem.html),
    });
    Answer::file(".json", value.to_string().into_bytes())
}

/// The page for an unknown path.
pub(super) fn missing(path: &str, home: &str, kind: Kind, version: &str) -> Answer {
    const TITLE: &str = "No such page";
    if kind == Kind::Markdown {
        // In a code span, with a fence that the path doesn't contain.
        let fence = "`".repeat(1 + path.split(|letter| letter != '`').map(str::len).max().unwrap_or_default());
        let path = path.replace(char::is_control, "\u{fffd}");
        return markdown(
            404,
            TITLE,
            &format!("The site has nothing at {fence} {path} {fence}.\n\n[First page](/{home})\n"),
        );
    }
    let text = format!(
        "<p>The site has nothing at <code>{}</code>.</p>\n<p><a href=\"/{home}\">First page</a></p>\n",
        escaped(path)
    );
    page(404, TITLE, &text, version)
}

fn markdown(status: u16, title: &str, text: &str) -> Answer {
    Answer { status, ..Answer::file(".md", format!("# {title}\n\n{}\n", text.trim_end()).into_bytes()) }
}

fn page(status: u16, title: &str, text: &str, version: &str) -> Answer {
    let title = escaped(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{STYLE}\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {text}</main>\n</body>\n</html>\n"
    );
    Answer::page(status, &html, version, None)
}

/// A finding: its message, its locations, the source lines, and help.
fn finding(report: &Diagnostics, found: &Diagnostic, has_editor: bool) -> String {
    let word = findings::word(found.severity);
    let class = if found.severity == Severity::Error { "red" } else { "yellow" };
    let mut html = format!(
        "<article class=\"{word}\">\n<p class=\"message\"><strong class=\"{class}\">{word}[{}]</strong>: {}</p>\n<p class=\"places\">",
        found.rule,
        escaped(&found.message)
    );
    html += &places(report, found, has_editor);
    html += "</p>\n";
    let excerpt = report.excerpt(found, true);
    if !excerpt.is_empty() {
        let _ = writeln!(html, "<pre tabindex=\"0\">{}</pre>", coloured(excerpt.trim_end()));
    }
    for (word, text) in
        found.notes.iter().map(|text| ("note", text)).chain(found.help.iter().map(|text| ("help", text)))
    {
        let _ = writeln!(html, "<p class=\"help\"><strong>{word}</strong>: {}</p>", escaped(text));
    }
    html + "</article>\n"
}

/// The location of a finding in each of its files.
fn places(report: &Diagnostics, found: &Diagnostic, has_editor: bool) -> String {
    let mut html = String::new();
    let mut files = Vec::new();
    for label in &found.labels {
        if files.contains(&label.file) {
            continue;
        }
        files.push(label.file);
        let (line, column) = report.position(label.file, label.span.start);
        let shown = escaped(&format!("{}:{line}:{column}", report.path(label.file)));
        let file = escaped(report.path_in_catalog(label.file));
        let _ = match has_editor {
            true => write!(
                html,
                "<button type=\"button\" title=\"Open in your editor\" data-errbook-file=\"{file}\" data-line=\"{line}\" data-column=\"{column}\">{shown}</button> "
            ),
            false => write!(html, "<code>{shown}</code> "),
        };
    }
    html
}

/// A code block that no text can end.
fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
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
