//! Retires a code: its entry, page, and URL stay, with the reason why services no longer send it.

use errbook_catalog::{Entry, Snapshot};

use super::{Refusal, apply, document, edited, entry_of, insert};
use crate::blocks;
use crate::edit::FileEdit;

/// The details of a retirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// Date or version, depending on the manifest.
    pub since: String,
    /// One line of Markdown.
    pub reason: String,
    /// The code that services send instead.
    pub replaced_by: Option<String>,
}

/// The changes that retire a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The entry.
    pub file: FileEdit,
    /// Files of live entries that list the code in `related`, which a person has to review.
    pub related_from: Vec<String>,
}

/// Retires a code.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::lifecycle::{Retirement, retire};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let retirement = Retirement { since: "2026-03-01".into(), reason: "Orders are prepaid.".into(), replaced_by: None };
/// let retired = retire(&snapshot, "err:orders:not_paid", &retirement)?;
/// assert!(retired.file.after.contains("retired:"), "{}", retired.file.after);
/// # Ok::<(), errbook_check::lifecycle::Refusal>(())
/// ```
///
/// # Errors
/// If the code does not exist or is already retired, if its replacement does not exist or is
/// retired, or if the catalog would break.
pub fn retire(snapshot: &Snapshot, code: &str, retirement: &Retirement) -> Result<Retired, Refusal> {
    let (of, entry) = entry_of(snapshot, code)?;
    let tree = document(snapshot, of.file)?;
    if entry.retired.is_some() || tree.root().member("retired").is_some() {
        let since = entry.retired.as_ref().and_then(|ending| ending.since.as_deref());
        let since = since.map_or_else(String::new, |since| format!(" since {since}"));
        let help = format!("edit `{}` to change its retirement", snapshot.path(of.file));
        return Err(Refusal::new(format!("`{code}` is already retired{since}"), help));
    }
    if let Some(other) = &retirement.replaced_by {
        refuse_dead(snapshot, code, other)?;
    }
    let edit = insert(snapshot, of.file, &tree, "retired", &lines(retirement))?;
    let edit = edited(snapshot, of.file, None, &[edit])?;
    apply(snapshot, std::slice::from_ref(&edit))?;
    let position = snapshot.position(code);
    let names = |entry: &&Entry| {
        entry.live() && entry.related.iter().any(|related| position.is_some() && related.to.own() == position)
    };
    let related_from = snapshot.entries().filter(names).map(|entry| entry.file.clone()).collect();
    Ok(Retired { file: edit, related_from })
}

fn lines(retirement: &Retirement) -> Vec<String> {
    let mut lines = vec![
        "retired:".to_owned(),
        format!("  since: {}", blocks::quoted(&retirement.since)),
        format!("  reason: {}", blocks::quoted(&retirement.reason)),
    ];
    lines.extend(retirement.replaced_by.as_ref().map(|code| format!("  replaced_by: {}", blocks::scalar(code))));
    lines
}

/// Refuses a replacement that services no longer send.
fn refuse_dead(snapshot: &Snapshot, code: &str, other: &str) -> Result<(), Refusal> {
    if other == code {
        return Err(Refusal::new("a code cannot replace itself", "use another code, or omit `--replaced-by`"));
    }
    let (_, entry) = entry_of(snapshot, other)?;
    let Some(ending) = &entry.retired else { return Ok(()) };
    let next = ending.replaced_by.and_then(|next| snapshot.codes().get(next)).filter(|next| next.code != code);
    let help = match next {
        Some(next) => format!("use its replacement `{}`", next.code),
        None => "use a code that is still sent, or omit `--replaced-by`".to_owned(),
    };
    Err(Refusal::new(format!("replacement `{other}` is retired"), help))
}
