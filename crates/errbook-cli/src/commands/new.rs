//! `errbook new`: writes the file of a new code, as a draft that explains every key.

use std::path::{Path, PathBuf};

use errbook_catalog::{Catalog, SinceKind};
use errbook_check::lifecycle::{require_groups, segments, shape, words};

use super::edits;
use crate::args::{FindingFormat, Global, New};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About};
use crate::output;
use crate::terminal::{CODE, GOOD, Terminal, printable};

const ENTRY_TEXT: &str = include_str!("../texts/entry.yaml");

/// Only included if the catalog has services that respond with a status.
const STATUS_TEXT: &str = "\
# HTTP status, when the group has no default or another one.
# Per profile where services differ, such as {api: 400, gateway: 401}.
# status: 400

";

/// Writes the entry, and reads the catalog again to check it.
pub(crate) fn run(global: &Global, new: &New, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let path = create(&folder, global, &new.code)?;
    terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    let (catalog, report) = super::read(&folder, global).into_parts();
    if catalog.is_none() {
        let about = About::reading(&report);
        terminal.print(&findings::show(&report, &about, FindingFormat::Human, terminal.colors()));
        terminal.say(&findings::summary(&report, &about));
        return Ok(Exit::Findings);
    }
    let check = global.command("check");
    terminal.say(&format!("next: write its message, delete `draft: true`, and run {CODE}`{check}`{CODE:#}"));
    Ok(Exit::Clean)
}

/// Writes the entry, unless the code is taken or invalid, and returns its path.
pub(super) fn create(folder: &Path, global: &Global, code: &str) -> Result<PathBuf, Failure> {
    let catalog = super::open(folder, global, "add a code")?;
    if catalog.manifest().is_portal() {
        let names: Vec<String> = catalog.manifest().depends.iter().map(|of| format!("`{}`", of.name)).collect();
        let message = format!("this catalog only has the codes of its dependencies: {}", names.join(", "));
        return Err(Failure::finding(message).help("run the command in the catalog of the dependency"));
    }
    let segments = segments(&catalog.manifest().scheme, code).map_err(edits::refused)?;
    refuse_taken(&catalog, folder, code)?;
    let codes = catalog.entries().iter().map(|entry| entry.segments.as_slice());
    let manifest = super::file(folder, super::MANIFEST).display().to_string();
    require_groups(catalog.groups(), codes, &manifest, &segments).map_err(edits::refused)?;

    let path = super::file(folder, &format!("{}.yaml", segments.join("/")));
    let schema = super::schema::line_of_entry(folder, &segments).map(|line| line + "\n").unwrap_or_default();
    output::create(&path, &(schema + &text(&catalog, code, &segments)))?;
    Ok(path)
}

fn refuse_taken(catalog: &Catalog, folder: &Path, code: &str) -> Result<(), Failure> {
    let Some(entry) = catalog.entry(code) else { return Ok(()) };
    let file = super::file(folder, &entry.file);
    let message = if entry.code == code {
        format!("`{code}` already exists in `{}`", file.display())
    } else {
        format!("`{code}` is an alias of `{}`, in `{}`", entry.code, file.display())
    };
    Err(Failure::trouble(message).help("choose another code, or edit that file; a code keeps its meaning permanently"))
}

fn text(catalog: &Catalog, code: &str, segments: &[String]) -> String {
    let manifest = catalog.manifest();
    let (since, example) = match manifest.since {
        SinceKind::Date => ("The day a service first sent it.", "2026-01-31"),
        SinceKind::Version => ("The version that first sent it.", "1.2.0"),
    };
    let blanks = [
        ("{status}\n", if manifest.profiles.is_empty() { String::new() } else { STATUS_TEXT.to_owned() }),
        ("{code}", printable(code)),
        ("{shape}", shape(&manifest.scheme)),
        ("{name}", words(segments.last().map_or(code, String::as_str))),
        ("{since}", since.to_owned()),
        ("{since_example}", example.to_owned()),
    ];
    blanks.iter().fold(ENTRY_TEXT.to_owned(), |text, (blank, value)| text.replace(blank, value))
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Severity, Sources, read_sources};

    use super::*;

    const MANIFEST: &str = "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\nprofiles: {api: rfc9457}\n\
        site: {root: 'https://shop.example'}\ngroups: {a: {title: A, description: A.}}\n";
    const OTHER: &str = "status: 404\nmessage: \"Nothing here\"\n";

    fn file(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    fn catalog() -> Catalog {
        let sources = Sources::from_texts([file("catalog.yaml", MANIFEST), file("a/other.yaml", OTHER)]);
        read_sources(sources).0.unwrap()
    }

    /// The loader's findings for an entry in a catalog with one other entry.
    fn findings(entry: &str) -> Vec<(Severity, &'static str)> {
        let files = [file("catalog.yaml", MANIFEST), file("a/other.yaml", OTHER), file("a/some_thing.yaml", entry)];
        let (_, report) = read_sources(Sources::from_texts(files));
        report.diagnostics().iter().map(|found| (found.severity, found.rule)).collect()
    }

    fn skeleton() -> String {
        text(&catalog(), "err:a:some_thing", &["a".to_owned(), "some_thing".to_owned()])
    }

    #[test]
    fn the_only_finding_for_a_new_entry_is_that_it_is_a_draft() {
        assert_eq!(findings(&skeleton()), [(Severity::Warning, "draft")]);
    }

    #[test]
    fn commented_keys_form_a_valid_entry() {
        let is_key = |line: &str| {
            let key = line.split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with(' '));
            line.starts_with([' ', '-']) || key.is_some_and(|(key, _)| !key.contains(' '))
        };
        let lines = skeleton()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(text) if is_key(text) => text.to_owned(),
                _ => line.to_owned(),
            })
            .collect::<Vec<_>>();
        let entry = lines
            .join("\n")
            .replace("draft: true", "")
            .replace("code: err:AREA:SPECIFIC", "code: err:a:other")
            .replace("err:AREA:SPECIFIC", "err:a:former");
        assert_eq!(findings(&entry), [], "{entry}");
        let keys =
            ["name", "status", "message", "params", "what_happened", "how_to_fix", "related", "since", "aliases"];
        assert!(keys.iter().all(|key| entry.contains(&format!("\n{key}:"))), "{entry}");
    }
}
