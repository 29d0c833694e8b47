//! Findings as workflow commands, which GitHub Actions shows at the lines of a pull request.
//!
//! The format is defined in GitHub's documentation, "Workflow commands for GitHub Actions":
//! `::error file=…,line=…::message`.

use std::fmt::Write;

use errbook_catalog::{Diagnostic, Diagnostics};

use super::place::{Root, region};
use super::{message, word};
use crate::terminal::printable;

/// One command for each finding, errors first, because GitHub shows only the first ten of a step.
pub(super) fn github(report: &Diagnostics, root: &Root) -> String {
    let mut found: Vec<&Diagnostic> = report.diagnostics().iter().collect();
    found.sort_by_key(|diagnostic| diagnostic.severity);
    found.into_iter().map(|diagnostic| command(report, root, diagnostic)).collect()
}

fn command(report: &Diagnostics, root: &Root, found: &Diagnostic) -> String {
    let mut text = format!("::{} ", word(found.severity));
    if let Some(label) = found.labels.first() {
        let at = region(report, label);
        let _ = write!(text, "file={},line={},", property(&root.path(report.path(label.file))), at.line);
        // GitHub supports columns only within one line.
        let _ = if at.end_line == at.line {
            write!(text, "col={},endLine={},endColumn={},", at.column, at.end_line, at.end_column)
        } else {
            write!(text, "endLine={},", at.end_line)
        };
    }
    let _ = writeln!(text, "title={}::{}", property(&format!("errbook[{}]", found.rule)), data(&message(found)));
    text
}

/// Escapes a message. A line break would end the command and could start another.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\n', "%0A")
}

/// Escapes a property value, which also ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Sources, Span, read_sources};

    use super::*;

    fn shown(files: &[(&str, &str)]) -> String {
        let sources = Sources::from_texts(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        github(&read_sources(sources).1, &Root::default())
    }

    const MANIFEST: (&str, &str) = ("catalog.yaml", "name: a\ncodes: {levels: [{name: a, pattern: '.*'}]}\n");

    #[test]
    fn findings_within_one_line_have_columns() {
        assert_eq!(
            shown(&[MANIFEST, ("a.yaml", "mesage: x\nmessage: \"A\"\n")]),
            "::error file=a.yaml,line=1,col=1,endLine=1,endColumn=7,title=errbook[unknown-key]::unknown key `mesage`\
             %0Ahelp: did you mean `message`?\n"
        );
    }

    #[test]
    fn findings_across_lines_have_no_columns() {
        let mut report = read_sources(Sources::from_texts([("catalog.yaml".to_owned(), "name:\n".to_owned())])).1;
        let mut found = report.diagnostics()[0].clone();
        found.labels[0].span = Span { start: 0, end: 6 };
        found.help.clear();
        report.extend(vec![found]);
        let shown = github(&report, &Root::default());
        assert!(shown.contains("::error file=catalog.yaml,line=1,endLine=2,title=errbook["), "{shown}");
    }

    #[test]
    fn catalog_content_cannot_inject_commands() {
        let shown = shown(&[MANIFEST, ("a,b:c%.yaml", "\"k%\\n::error::\\r,\": 1\nmessage: \"A\"\n")]);
        // The file name and the key cause one finding each. There must be no other lines.
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert!(shown.lines().all(|line| line.starts_with("::error file=a%2Cb%3Ac%25.yaml,line=1,")), "{shown}");
        assert!(!shown.contains('\r'), "{shown}");
    }
}
