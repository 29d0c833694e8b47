//! What an editor offers to do: fixes of findings, and changes of an entry.

use std::ops::Range;
use std::path::Path;

use errbook_catalog::{Diagnostic, Document};
use errbook_check::Rule;
use errbook_check::blocks;
use errbook_check::edit::Edit;
use errbook_check::fix::{self, Proposal, Repair};
use errbook_check::lifecycle::{Refusal, Retirement, retire};

use crate::book::Book;
use crate::desk::{Desk, Page};
use crate::rename;
use crate::spot::Change;
use crate::workspace::Workspace;

/// What a retired entry says until its author writes the reason.
const REASON: &str = "Say why services no longer send it.";

/// Something to do.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) title: String,
    pub(crate) kind: ActionKind,
    /// Positions, in the findings of the file, of those that it fixes.
    pub(crate) fixes: Vec<usize>,
    /// `None` if [`retired`] computes them.
    pub(crate) changes: Option<Vec<Change>>,
    pub(crate) is_preferred: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActionKind {
    Fix,
    FixAll,
    Retire,
}

/// The findings whose main location touches a range of a file.
pub(crate) fn findings<'p>(page: &Page<'p>, range: &Range<usize>) -> Vec<&'p Diagnostic> {
    let touches = |found: &&Diagnostic| {
        let span = found.labels[0].span.range();
        span.start <= range.end && range.start <= span.end
    };
    page.book.diagnostics_in(page.file).filter(touches).collect()
}

/// The actions for a range of a file, and for the `found` findings in it.
pub(crate) fn actions(page: &Page<'_>, found: &[&Diagnostic]) -> Vec<Action> {
    let all: Vec<Diagnostic> = found.iter().map(|found| (*found).clone()).collect();
    let mut actions: Vec<Action> = Vec::new();
    for proposal in fix::proposals(&page.book.snapshot, &all) {
        actions.push(of_proposal(page.book, proposal));
    }
    for (index, found) in all.iter().enumerate() {
        let is_fixed = actions.iter().any(|action| action.fixes.contains(&index));
        if !is_fixed {
            actions.extend(meant(page, found).map(|(title, edit)| fixing(page, index, title, edit)));
        }
        actions.extend(with_param(page, found).map(|(title, edit)| fixing(page, index, title, edit)));
    }
    for (index, found) in all.iter().enumerate() {
        actions.extend(
            allowed(page, found)
                .map(|(title, edit)| Action { is_preferred: false, ..fixing(page, index, title, edit) }),
        );
    }
    actions.extend(fix_all(page));
    actions.extend(retirement(page));
    actions
}

fn fixing(page: &Page<'_>, index: usize, title: String, edit: Edit) -> Action {
    let changes = vec![Change::Edit(page.book.disk_path(page.file), vec![edit])];
    Action { title, kind: ActionKind::Fix, fixes: vec![index], changes: Some(changes), is_preferred: true }
}

fn of_proposal(book: &Book, proposal: Proposal) -> Action {
    let Proposal { file, repair, edit, fixes } = proposal;
    let text = &edit.text;
    let title = match repair {
        Repair::Key | Repair::Code => format!("Replace with `{text}`"),
        Repair::DeprecatedKey => format!("Replace with `{}`", text.trim()),
        Repair::Related => format!("Add the relation to `{}`", book.snapshot.path(file)),
        Repair::Unit => "Remove the unit".to_owned(),
        Repair::Quotes => "Quote the string".to_owned(),
        Repair::Tabs | Repair::LineEnds | Repair::TrailingSpace | Repair::LastLine | Repair::Order => {
            format!("Fix the {}", repair.name(1))
        }
    };
    let changes = vec![Change::Edit(book.disk_path(file), vec![edit])];
    Action { title, kind: ActionKind::Fix, fixes, changes: Some(changes), is_preferred: true }
}

/// Replaces a word with the one that the help of a finding suggests.
fn meant(page: &Page<'_>, found: &Diagnostic) -> Option<(String, Edit)> {
    let help = found.help.iter().find_map(|help| help.strip_prefix("did you mean `")?.strip_suffix("`?"))?;
    let span = found.labels.first()?.span.range();
    let written = page.text.get(span.clone()).filter(|written| !written.is_empty())?;
    let plain = written.trim_matches(['"', '\'']);
    // The help has the braces of a placeholder, and the label may not.
    let inner = help.trim_matches(['{', '}']);
    let new = if plain.starts_with('{') || help == inner { help } else { inner };
    let is_word = !plain.is_empty() && !plain.contains(['\n', ' ']);
    let start = span.start + written.find(plain)?;
    is_word.then(|| (format!("Replace with `{new}`"), Edit::replace(start..start + plain.len(), new)))
}

/// Declares a param that a text uses.
fn with_param(page: &Page<'_>, found: &Diagnostic) -> Option<(String, Edit)> {
    let name = found.message.strip_prefix("undeclared param `{")?.strip_suffix("}`")?;
    page.book.snapshot.code_in(page.file)?;
    let document = Document::parse(page.text).ok()?;
    let root = document.root();
    let line = format!("{name}: {{type: string, example: {name}_1}}");
    let edit = match root.member("params") {
        Some((_, params)) if params.is_flow() => {
            let end = params.span().end as usize - 1;
            let comma = if params.members().len() == 0 { "" } else { ", " };
            Edit::insert(end, format!("{comma}{line}"))
        }
        // Params have the order in which the constructor takes them, so a new one is the last.
        Some((_, params)) => {
            let known: Vec<&str> = params.members().filter_map(|(key, _)| key.scalar()).chain([name]).collect();
            blocks::insert(page.text, &params, &known, name, &[line])?
        }
        None => blocks::insert(
            page.text,
            &root,
            &blocks::entry_order(&document),
            "params",
            &["params:".to_owned(), format!("  {line}")],
        )?,
    };
    Some((format!("Declare the param `{name}`"), edit))
}

/// Suppresses a finding in its entry. Rules of the loader can't be suppressed.
fn allowed(page: &Page<'_>, found: &Diagnostic) -> Option<(String, Edit)> {
    let rule = Rule::by_id(found.rule)?;
    page.book.snapshot.code_in(page.file)?;
    if matches!(rule.id, "allow-expired" | "allow-unneeded" | "unknown-rule") {
        return None;
    }
    let document = Document::parse(page.text).ok()?;
    let root = document.root();
    let item = format!("{{rule: {}, reason: \"Say why this is fine.\"}}", rule.id);
    let edit = match root.member("allow") {
        Some((_, list)) => blocks::push(page.text, &list, &[item])?,
        None => {
            let lines = ["allow:".to_owned(), format!("  - {item}")];
            blocks::insert(page.text, &root, &blocks::entry_order(&document), "allow", &lines)?
        }
    };
    Some((format!("Allow `{}` in this entry", rule.id), edit))
}

/// Everything in the file that has one safe fix.
fn fix_all(page: &Page<'_>) -> Option<Action> {
    let found: Vec<Diagnostic> = page.book.diagnostics_in(page.file).cloned().collect();
    let proposals = fix::proposals(&page.book.snapshot, &found);
    let mut edits: Vec<Edit> = Vec::new();
    for proposal in proposals.into_iter().filter(|proposal| proposal.file == page.file) {
        edits.push(proposal.edit);
        if errbook_check::edit::apply(page.text, &edits).is_err() {
            edits.pop();
        }
    }
    if edits.is_empty() {
        let formatted = fix::formatted(&page.book.snapshot, page.file)?;
        edits.push(rename::difference(page.text, &formatted));
    }
    Some(Action {
        title: "Apply safe fixes to this file".to_owned(),
        kind: ActionKind::FixAll,
        fixes: Vec::new(),
        changes: Some(vec![Change::Edit(page.book.disk_path(page.file), edits)]),
        is_preferred: false,
    })
}

/// Retires the code of an entry. Computed when the user chooses it, because the whole catalog is read
/// again to be sure that it stays valid.
fn retirement(page: &Page<'_>) -> Option<Action> {
    let snapshot = &page.book.snapshot;
    let code = &snapshot.codes()[snapshot.code_in(page.file)?];
    let is_live = code.entry.as_deref().is_some_and(|entry| entry.retired.is_none());
    is_live.then(|| Action {
        title: format!("Retire `{}`", code.code),
        kind: ActionKind::Retire,
        fixes: Vec::new(),
        changes: None,
        is_preferred: false,
    })
}

/// The changes that retire the code of an entry.
pub(crate) fn retired<W: Workspace>(desk: &Desk<W>, path: &Path) -> Result<Vec<Change>, Refusal> {
    let nothing = || Refusal::new("the file is not an entry", "open the entry of the code");
    let page = desk.page(path).ok_or_else(nothing)?;
    let snapshot = &page.book.snapshot;
    let code = &snapshot.codes()[snapshot.code_in(page.file).ok_or_else(nothing)?];
    let retirement = Retirement { since: since(&page, desk), reason: REASON.to_owned(), replaced_by: None };
    let edit = retire(snapshot, &code.code, &retirement)?.file;
    Ok(rename::changes(page.book, &edit))
}

/// Today, or the version that the newest entry has.
fn since<W: Workspace>(page: &Page<'_>, desk: &Desk<W>) -> String {
    let snapshot = &page.book.snapshot;
    match snapshot.manifest().map(|manifest| manifest.since) {
        Some(errbook_catalog::SinceKind::Version) => {
            let version = |since: &&str| since.split('.').map(|part| part.parse().unwrap_or(0_u64)).collect::<Vec<_>>();
            let all = snapshot.entries().filter_map(|entry| entry.since.as_deref());
            all.max_by_key(version).unwrap_or("1.0").to_owned()
        }
        _ => desk.workspace.today(),
    }
}
