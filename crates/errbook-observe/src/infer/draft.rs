//! Writes drafts of unknown codes.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::{Manifest, Snapshot, reason_phrase};
use errbook_check::blocks;
use errbook_check::lifecycle::{Refusal, require_groups, segments};

use super::MOST_OPERATIONS;
use super::addition::{Addition, Change};
use super::pattern::Pattern;
use super::texts::Wordings;
use super::yaml::{self, Names};
use crate::observation::{Detail, Origin};
use crate::text::is_plain;

const FIRST_LINES: &str = "\
# errbook inferred this draft from traffic. Check it, add what readers need, delete the next line,
# and run `errbook check`.
draft: true
";

/// What was seen of an unknown code.
#[derive(Debug)]
pub(super) struct Draft<'o> {
    code: String,
    segments: Vec<String>,
    seen: Vec<&'o (Detail, Origin)>,
}

/// The drafts of a catalog, by the paths of their files.
#[derive(Debug, Default)]
pub(super) struct Drafts<'o> {
    drafts: BTreeMap<String, Draft<'o>>,
}

impl<'o> Drafts<'o> {
    /// Adds a code or type URL, and what was seen of it. Refused if it can't have a file.
    pub(super) fn add(
        &mut self,
        snapshot: &Snapshot,
        manifest: &Manifest,
        sent: &str,
        seen: impl Iterator<Item = &'o (Detail, Origin)>,
    ) -> Result<(), Refusal> {
        let code = code_of_url(manifest, sent).unwrap_or_else(|| sent.to_owned());
        let segments = segments(&manifest.scheme, &code)?;
        let codes = snapshot.entries().map(|entry| entry.segments.as_slice());
        require_groups(snapshot.groups(), codes, "catalog.yaml", &segments)?;
        let path = format!("{}.yaml", segments.join("/"));
        if snapshot.file(&path).is_some() {
            let help = vec!["run `errbook check` to see why errbook doesn't read the code from it".to_owned()];
            return Err(Refusal { message: format!("`{path}` already exists"), help });
        }
        self.drafts.entry(path).or_insert_with(|| Draft { code, segments, seen: Vec::new() }).seen.extend(seen);
        Ok(())
    }

    /// The drafts, and the codes with texts that have no wording.
    pub(super) fn additions(mut self, snapshot: &Snapshot, manifest: &Manifest) -> (Vec<Addition>, Vec<LeftOut>) {
        let (mut additions, mut left_out) = (Vec::new(), Vec::new());
        if self.drafts.is_empty() {
            return (additions, left_out);
        }
        self.drafts.values_mut().for_each(|draft| draft.seen.sort_by_key(|(_, origin)| origin));
        // The group's status is known only by reading the drafts.
        let bare = self.drafts.keys().map(|path| (path.clone(), Some(FIRST_LINES.to_owned()))).collect();
        let bare = snapshot.edited(&bare);
        for (path, draft) in self.drafts {
            let wordings = Wordings::of(draft.seen.iter().copied());
            let text = draft.text(&wordings.patterns, draft.status(manifest, &bare), snapshot);
            left_out.extend(wordings.left_out.into_iter().map(|why| (draft.code.clone(), why)));
            additions.push(Addition { path, code: draft.code, change: Change::Draft(text) });
        }
        (additions, left_out)
    }
}

/// A code, why one of its texts has no wording, and help.
type LeftOut = (String, (String, &'static str));

impl Draft<'_> {
    fn text(&self, patterns: &[Pattern], status: Option<u16>, snapshot: &Snapshot) -> String {
        let mut text = FIRST_LINES.to_owned();
        if let Some(status) = status {
            if reason_phrase(status).is_none() {
                text += &format!("# {status} has no standard reason phrase. Set `title`, too.\n# ");
            }
            text += &format!("status: {status}\n");
        }
        let mut names = Names::default();
        let mut patterns = patterns.iter().peekable();
        // The message would have to go on where that of the code above ends.
        if !is_in_family(snapshot, &self.segments)
            && let Some(message) = patterns.next()
        {
            let own = names.of_pattern(message);
            text += &format!("message: {}\n", blocks::quoted(&message.template(&own)));
            if !own.is_empty() {
                text += &format!("params: {}\n", yaml::params(message, &own));
            }
        }
        if patterns.peek().is_some() {
            text += "wordings:\n";
        }
        for pattern in patterns {
            let own = names.of_pattern(pattern);
            text += &format!("  - {}\n", yaml::wording(pattern, &own));
        }
        let operations = self.operations();
        if !operations.is_empty() && operations.len() <= MOST_OPERATIONS {
            text += &format!("raised_by: {}\n", yaml::list(&operations.into_iter().collect::<Vec<_>>()));
        }
        text
    }

    /// The status that was seen first, unless its group has it.
    fn status(&self, manifest: &Manifest, bare: &Snapshot) -> Option<u16> {
        let seen = self.seen.iter().find_map(|(detail, _)| detail.status)?;
        let is_valid = (400..600).contains(&seen) || manifest.extra_statuses.contains(&i64::from(seen));
        let entry = bare.position(&self.code).and_then(|position| bare.codes().get(position)?.entry.as_ref());
        let is_set = entry.is_some_and(|entry| entry.statuses().contains(&seen));
        (is_valid && !is_set && !manifest.profiles.is_empty()).then_some(seen)
    }

    fn operations(&self) -> BTreeSet<&str> {
        self.seen
            .iter()
            .flat_map(|(detail, _)| detail.operations.iter().flatten())
            .map(String::as_str)
            .filter(|of| is_plain(of))
            .collect()
    }
}

/// The code whose page has a URL.
fn code_of_url(manifest: &Manifest, url: &str) -> Option<String> {
    let site = manifest.site.as_ref()?;
    let path = url.strip_prefix(site.root.as_str())?.trim_start_matches('/');
    let path = path.strip_prefix(site.errors.trim_matches('/'))?.trim_start_matches('/');
    let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    (manifest.page_url(&segments).as_deref() == Some(url)).then(|| manifest.scheme.code(&segments))
}

/// Whether the nearest code above starts the messages of the codes below it.
fn is_in_family(snapshot: &Snapshot, segments: &[String]) -> bool {
    let above = (1..segments.len()).rev().filter_map(|len| segments.get(..len));
    let code = |above: &[String]| {
        snapshot.codes().iter().find(|code| code.entry.as_ref().is_some_and(|of| of.segments == above))
    };
    let Some(code) = { above }.find_map(code) else { return false };
    snapshot.document(code.file).is_some_and(|document| document.root().member("family").is_some())
}
