//! Computes safe fixes. Callers write the files.
//!
//! A formatting fix (`form`, `order`) is kept only if it doesn't change what the file means. A
//! content fix (`near`, `action`, `related`, `unit`, `cut`) is kept only if its finding is gone from the
//! edited catalog and there is no new error.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::{Diagnostic, FileId, Severity, Snapshot, Span};

use crate::edit::{self, Edit, FileEdit};
use crate::options::Options;
use crate::run::check;

mod action;
mod cut;
mod form;
mod near;
mod order;
mod related;
mod unit;

/// A kind of fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// Quotes a plain string that YAML truncates or can't parse.
    Quotes,
    /// Replaces tabs in indentation with spaces.
    Tabs,
    /// Replaces an unknown key with the similar key.
    Key,
    /// Replaces an unknown code with a similar one, or an alias with its code.
    Code,
    /// Replaces an old key with the one that replaced it.
    DeprecatedKey,
    /// Adds the other direction of a relation.
    Related,
    /// Removes a unit after a duration.
    Unit,
    /// Makes line endings consistent.
    LineEnds,
    /// Removes trailing whitespace.
    TrailingSpace,
    /// Adds a final newline.
    LastLine,
    /// Sorts keys in the order of the format.
    Order,
}

impl Repair {
    /// The name of the problem, singular or plural.
    pub fn name(self, count: usize) -> &'static str {
        let names = match self {
            Repair::Quotes => ("unquoted string", "unquoted strings"),
            Repair::Tabs => ("line indented with a tab", "lines indented with tabs"),
            Repair::Key => ("unknown key", "unknown keys"),
            Repair::Code => ("wrong code", "wrong codes"),
            Repair::DeprecatedKey => ("deprecated key", "deprecated keys"),
            Repair::Related => ("one-way relation", "one-way relations"),
            Repair::Unit => ("unit after a duration", "units after durations"),
            Repair::LineEnds => ("inconsistent line ending", "inconsistent line endings"),
            Repair::TrailingSpace => ("line with trailing whitespace", "lines with trailing whitespace"),
            Repair::LastLine => ("missing final newline", "missing final newlines"),
            Repair::Order => ("key out of order", "keys out of order"),
        };
        if count == 1 { names.0 } else { names.1 }
    }
}

/// A fixed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file, before and after.
    pub file: FileEdit,
    /// The number of fixes of each kind.
    pub repairs: BTreeMap<Repair, usize>,
}

/// Fixes the files of a catalog. `today`, as `YYYY-MM-DD`, decides which suppressions have expired.
/// Fixing the result again changes nothing.
///
/// ```
/// use errbook_catalog::{Snapshot, Sources};
/// use errbook_check::fix::fix;
///
/// let files = [
///     ("catalog.yaml", "name: shop\ncodes: {levels: [{name: code}]}\nprofiles: {api: rfc9457}\n"),
///     ("sold_out.yaml", "status: 409\nmesage: The item is sold out\n"),
/// ];
/// let texts = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
/// let snapshot = Snapshot::from_sources(Sources::from_texts(texts));
///
/// let fixed = fix(&snapshot, None);
/// assert_eq!(fixed[0].file.after, "status: 409\nmessage: The item is sold out\n");
/// ```
pub fn fix(snapshot: &Snapshot, today: Option<&str>) -> Vec<Fixed> {
    /// Maximum number of rounds. One fix can make others possible, for example by making a file
    /// readable.
    const ROUNDS: usize = 64;
    let options = Options { today: today.map(str::to_owned), ..Options::default() };
    let mut fixed: BTreeMap<String, Fixed> = BTreeMap::new();
    let mut denied = Denied::default();
    let mut current: Option<Snapshot> = None;
    let mut found = all_findings(snapshot, &options);
    for _ in 0..ROUNDS {
        let now = current.as_ref().unwrap_or(snapshot);
        let drafts = drafts(now, &found, &denied);
        if drafts.is_empty() {
            break;
        }
        let texts = drafts.iter().map(|(path, draft)| (path.clone(), Some(draft.text.clone()))).collect();
        let next = now.edited(&texts);
        let then = all_findings(&next, &options);
        if denied.refuse(&drafts, &Keys::of(now, &found), &Keys::of(&next, &then)) {
            continue;
        }
        record(&mut fixed, snapshot, drafts);
        (current, found) = (Some(next), then);
    }
    fixed.into_values().filter(|fixed| fixed.file.before != fixed.file.after).collect()
}

/// All findings of a catalog, from reading it and from the rules.
fn all_findings(snapshot: &Snapshot, options: &Options) -> Vec<Diagnostic> {
    let mut found = snapshot.report().diagnostics().to_vec();
    found.extend(check(snapshot, options));
    found
}

/// A file with its fixes.
#[derive(Debug, Default)]
struct Draft {
    text: String,
    repairs: BTreeMap<Repair, usize>,
    /// The findings that the fixes must remove.
    targets: Vec<Key>,
    /// The file was unreadable, so its earlier findings are unknown.
    unreadable: bool,
}

impl Draft {
    fn count(&mut self, repair: Repair, count: usize) {
        if count > 0 {
            *self.repairs.entry(repair).or_default() += count;
        }
    }
}

/// An edit that fixes findings.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The file that it changes.
    pub file: FileId,
    /// The kind of fix.
    pub repair: Repair,
    /// The edit.
    pub edit: Edit,
    /// Positions of the findings that it fixes.
    pub fixes: Vec<usize>,
}

/// The edits that may fix `found`, for editors. Nobody has checked that the findings are gone
/// afterwards, as [`fix`] does.
///
/// ```
/// use errbook_catalog::{Snapshot, Sources};
/// use errbook_check::fix::proposals;
///
/// let files = [
///     ("catalog.yaml", "name: shop\ncodes: {levels: [{name: code}]}\nprofiles: {api: rfc9457}\n"),
///     ("sold_out.yaml", "status: 409\nmesage: The item is sold out\n"),
/// ];
/// let texts = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
/// let snapshot = Snapshot::from_sources(Sources::from_texts(texts));
/// assert_eq!(proposals(&snapshot, snapshot.report().diagnostics())[0].edit.text, "message");
/// ```
pub fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let all = near::proposals(snapshot, found).into_iter().chain(action::proposals(snapshot, found));
    let all = all.chain(related::proposals(snapshot, found)).chain(unit::proposals(snapshot, found));
    all.chain(cut::proposals(snapshot, found)).collect()
}

/// A file with its formatting fixed, and quotes where YAML needs them. `None` if nothing changes.
pub fn formatted(snapshot: &Snapshot, file: FileId) -> Option<String> {
    let before = snapshot.report().text(file);
    let mut draft = Draft { text: before.to_owned(), ..Draft::default() };
    finish(&mut draft, snapshot.file("catalog.yaml") == Some(file), is_draft(snapshot, file), &|_| true);
    (draft.text != before).then_some(draft.text)
}

/// A proposal for each finding in a file that an edit can fix.
fn propose(
    file: FileId,
    repair: Repair,
    findings: Vec<(usize, Span)>,
    edit: impl Fn(Span) -> Option<Edit>,
) -> impl Iterator<Item = Proposal> {
    let proposal = move |(index, span)| Some(Proposal { file, repair, edit: edit(span)?, fixes: vec![index] });
    findings.into_iter().filter_map(proposal)
}

/// The files with something to fix, after their fixes.
fn drafts(snapshot: &Snapshot, found: &[Diagnostic], denied: &Denied) -> BTreeMap<String, Draft> {
    let mut proposals: BTreeMap<FileId, Vec<Proposal>> = BTreeMap::new();
    for proposal in self::proposals(snapshot, found) {
        proposals.entry(proposal.file).or_default().push(proposal);
    }
    let manifest = snapshot.file("catalog.yaml");
    let files = snapshot.codes().iter().map(|code| code.file).chain(manifest);
    let readable: BTreeSet<FileId> = snapshot.files().collect();
    let mut drafts = BTreeMap::new();
    for file in files.filter(|file| readable.contains(file)) {
        let path = snapshot.path(file);
        let mut draft = Draft { text: snapshot.report().text(file).to_owned(), ..Draft::default() };
        let mut wanted = proposals.remove(&file).unwrap_or_default();
        let keys = |proposal: &Proposal| -> Vec<Key> {
            proposal.fixes.iter().filter_map(|&index| Key::of(snapshot, &found[index])).collect()
        };
        wanted.retain(|proposal| !keys(proposal).iter().any(|key| denied.targets.contains(key)));
        apply_proposals(&mut draft, wanted, denied.careful.contains(path), keys);
        let allowed = |repair: Repair| !denied.repairs.contains(&(path.to_owned(), repair));
        finish(&mut draft, Some(file) == manifest, is_draft(snapshot, file), &allowed);
        if draft.text != snapshot.report().text(file) {
            drafts.insert(path.to_owned(), draft);
        }
    }
    drafts
}

/// Applies the edits of proposals for the same text. Applies one kind of fix per round, because it
/// may also resolve findings of another kind.
fn apply_proposals(draft: &mut Draft, mut wanted: Vec<Proposal>, one_only: bool, keys: impl Fn(&Proposal) -> Vec<Key>) {
    let Some(repair) = wanted.first().map(|proposal| proposal.repair) else { return };
    wanted.retain(|proposal| proposal.repair == repair);
    let mut edits: Vec<Edit> = wanted.iter().map(|proposal| proposal.edit.clone()).collect();
    if one_only || edit::apply(&draft.text, &edits).is_err() {
        wanted.truncate(1);
        edits.truncate(1);
    }
    let Ok(text) = edit::apply(&draft.text, &edits) else { return };
    draft.text = text;
    draft.targets = wanted.iter().flat_map(keys).collect();
    draft.count(repair, draft.targets.len());
}

/// The positions and spans of the findings of some rules, by file.
fn by_file(found: &[Diagnostic], rules: impl Fn(&str) -> bool) -> BTreeMap<FileId, Vec<(usize, Span)>> {
    let mut by_file: BTreeMap<FileId, Vec<(usize, Span)>> = BTreeMap::new();
    for (index, found) in found.iter().enumerate().filter(|(_, found)| rules(found.rule)) {
        let Some(label) = found.labels.first() else { continue };
        by_file.entry(label.file).or_default().push((index, label.span));
    }
    by_file
}

/// Makes an unreadable file readable, then fixes its formatting.
fn finish(draft: &mut Draft, manifest: bool, unfinished: bool, allowed: &impl Fn(Repair) -> bool) {
    if let Some((text, repairs)) = cut::readable(&draft.text) {
        draft.unreadable = true;
        if !repairs.iter().all(|(repair, _)| allowed(*repair)) {
            return;
        }
        draft.text = text;
        repairs.into_iter().for_each(|(repair, count)| draft.count(repair, count));
    }
    for (repair, tidy) in form::REPAIRS {
        if let Some((text, count)) = allowed(*repair).then(|| tidy(&draft.text)).flatten() {
            draft.text = text;
            draft.count(*repair, count);
        }
    }
    // Keeps the order in a draft from `errbook new`, whose comments explain its keys from top to
    // bottom.
    let orders = !manifest && !unfinished && allowed(Repair::Order);
    if let Some((text, count)) = orders.then(|| order::restored(&draft.text)).flatten() {
        draft.text = text;
        draft.count(Repair::Order, count);
    }
}

fn is_draft(snapshot: &Snapshot, file: FileId) -> bool {
    let entry = snapshot.code_in(file).and_then(|index| snapshot.codes()[index].entry.as_ref());
    entry.is_some_and(|entry| entry.draft)
}

/// Identifies a finding across versions of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: &'static str,
    message: String,
}

impl Key {
    fn of(snapshot: &Snapshot, found: &Diagnostic) -> Option<Key> {
        let path = snapshot.path(found.labels.first()?.file).to_owned();
        Some(Key { path, rule: found.rule, message: found.message.clone() })
    }
}

/// The number of findings with each key, and the keys of errors.
struct Keys {
    counts: BTreeMap<Key, usize>,
    errors: BTreeSet<Key>,
}

impl Keys {
    fn of(snapshot: &Snapshot, found: &[Diagnostic]) -> Keys {
        let mut keys = Keys { counts: BTreeMap::new(), errors: BTreeSet::new() };
        for diagnostic in found {
            let Some(key) = Key::of(snapshot, diagnostic) else { continue };
            if diagnostic.severity == Severity::Error {
                keys.errors.insert(key.clone());
            }
            *keys.counts.entry(key).or_default() += 1;
        }
        keys
    }

    fn count(&self, key: &Key) -> usize {
        self.counts.get(key).copied().unwrap_or_default()
    }

    fn has_new_errors(&self, path: &str, before: &Keys) -> bool {
        self.errors.difference(&before.errors).any(|key| key.path == path)
    }
}

/// Fixes that failed.
#[derive(Debug, Default)]
struct Denied {
    /// Findings that no edit fixes.
    targets: BTreeSet<Key>,
    /// Files in which only one finding is fixed per round, because fixing several at a time failed.
    careful: BTreeSet<String>,
    /// Fixes that cause errors, by file.
    repairs: BTreeSet<(String, Repair)>,
}

impl Denied {
    /// Checks that fixed findings are gone and that no file has a new error. Returns whether it
    /// refused a fix.
    fn refuse(&mut self, drafts: &BTreeMap<String, Draft>, before: &Keys, after: &Keys) -> bool {
        let mut refused = false;
        for (path, draft) in drafts {
            let mut fixed: BTreeMap<&Key, usize> = BTreeMap::new();
            draft.targets.iter().for_each(|key| *fixed.entry(key).or_default() += 1);
            let stays = |(key, count): &(&Key, usize)| after.count(key) + count > before.count(key);
            let staying: Vec<Key> = fixed.into_iter().filter(stays).map(|(key, _)| key.clone()).collect();
            if !staying.is_empty() {
                self.targets.extend(staying);
            } else if draft.unreadable || !after.has_new_errors(path, before) {
                continue;
            } else if draft.targets.is_empty() {
                self.repairs.extend(draft.repairs.keys().map(|repair| (path.clone(), *repair)));
            } else if draft.targets.len() == 1 || !self.careful.insert(path.clone()) {
                self.targets.extend(draft.targets.iter().cloned());
            }
            refused = true;
        }
        refused
    }
}

fn record(fixed: &mut BTreeMap<String, Fixed>, first: &Snapshot, drafts: BTreeMap<String, Draft>) {
    for (path, draft) in drafts {
        let fixed = fixed.entry(path.clone()).or_insert_with(|| {
            let before = first.file(&path).map_or("", |file| first.report().text(file)).to_owned();
            Fixed { file: FileEdit { path, moved_to: None, before, after: String::new() }, repairs: BTreeMap::new() }
        });
        fixed.file.after = draft.text;
        draft.repairs.into_iter().for_each(|(repair, count)| *fixed.repairs.entry(repair).or_default() += count);
    }
}

#[cfg(test)]
mod tests {
    use errbook_catalog::Rule;

    #[test]
    fn fixed_rules_exist() {
        let loader = Rule::ALL.iter().map(|rule| rule.id());
        let known: Vec<&str> = crate::RULES.iter().map(|rule| rule.id).chain(loader).collect();
        let fixed = super::near::CODES.iter();
        let fixed = fixed.chain([&super::near::KEY, &super::action::RULE, &super::related::RULE, &super::cut::RULE]);
        for rule in fixed {
            assert!(known.contains(rule), "unknown rule `{rule}`");
        }
    }
}
