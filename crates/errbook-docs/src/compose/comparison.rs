//! The page about what changed between two states of a catalog.

use super::pieces::{CODE, pieces};
use crate::comparison::{Change, Comparison, Section};
use crate::paths::Spot;
use crate::plan::Plan;
use crate::prose::Scope;
use crate::templates::Markup;
use crate::view::comparison::{AudienceView, ChangeView, ChangedView, ComparisonView, MigrationView, SectionView};

/// The audiences, in the order of the page.
const AUDIENCES: [&str; 3] = ["clients", "services", "links"];

/// IDs of other headings of the page.
const IDS: [&str; 2] = ["content", "migration"];

/// The view of a comparison. `css` are the style sheets, and `scope` renders prose.
pub(crate) fn comparison(of: &Comparison, plan: &Plan<'_>, scope: &mut Scope<'_>, css: Vec<Markup>) -> ComparisonView {
    for id in IDS.into_iter().chain(of.sections.iter().map(|section| section.id)) {
        scope.id(id);
    }
    let changes = || of.sections.iter().flat_map(|section| &section.changes);
    ComparisonView {
        css,
        home: plan.paths.public(Spot::Index),
        from: of.from.clone(),
        to: of.to.clone(),
        bump: of.bump,
        count: changes().count(),
        audiences: AUDIENCES.into_iter().filter_map(|name| audience(name, changes())).collect(),
        sections: of.sections.iter().map(|section| self::section(section, of, plan)).collect(),
        migrations: of.migrations.iter().map(|(code, text)| migration(code, text, of, scope)).collect(),
        skipped: of.skipped.clone(),
    }
}

fn audience<'c>(name: &'static str, changes: impl Iterator<Item = &'c Change>) -> Option<AudienceView> {
    let of: Vec<&Change> = changes.filter(|change| change.audience == name).collect();
    let breaking = of.iter().filter(|change| change.bump == "major").count();
    (!of.is_empty()).then_some(AudienceView { name, count: of.len(), breaking })
}

/// The changes of a kind, by code. Codes are in the order of their first changes.
fn section(of: &Section, comparison: &Comparison, plan: &Plan<'_>) -> SectionView {
    let mut codes: Vec<ChangedView> = Vec::new();
    for change in &of.changes {
        let message = pieces(&change.message, &[CODE]);
        let view = ChangeView { bump: change.bump, audience: change.audience, message };
        match codes.iter_mut().find(|code| code.code == change.code) {
            Some(code) => code.changes.push(view),
            None => codes.push(ChangedView { changes: vec![view], ..changed(change, of.describes, comparison, plan) }),
        }
    }
    SectionView { id: of.id, title: of.title, codes }
}

fn changed(of: &Change, describes: bool, comparison: &Comparison, plan: &Plan<'_>) -> ChangedView {
    let entry = of.code.as_deref().and_then(|code| plan.catalog.entry(code));
    ChangedView {
        name: entry.map(|entry| entry.name.clone()),
        summary: entry.filter(|_| describes).and_then(|entry| entry.summary.clone()),
        href: of.code.as_deref().and_then(|code| comparison.pages.get(code)).cloned(),
        code: of.code.clone(),
        changes: Vec::new(),
    }
}

fn migration(code: &str, text: &str, of: &Comparison, scope: &mut Scope<'_>) -> MigrationView {
    MigrationView {
        id: scope.id(code),
        text: Markup(scope.block(text)),
        href: of.pages.get(code).cloned(),
        code: code.to_owned(),
    }
}
