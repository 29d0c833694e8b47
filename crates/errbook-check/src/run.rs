//! Runs all rules over a snapshot.

use std::num::NonZero;
use std::thread;

use errbook_catalog::{Diagnostic, FileId, RuleLevel, Severity, Snapshot};

use crate::context::{Context, EntryContext};
use crate::exemption;
use crate::finding::{self, Finding, Findings};
use crate::level;
use crate::names::Names;
use crate::openapi::Openapi;
use crate::response::Shapes;
use crate::rules::{RULES, Rule, Scope};

/// What the command line adds to a check.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Today as `YYYY-MM-DD`, for exemptions that end; without it none has ended.
    pub today: Option<String>,
    /// The OpenAPI document, a file of the snapshot (see [`Snapshot::attach`]); without it the one that the manifest names.
    pub openapi: Option<FileId>,
}

/// Judges a snapshot. Rules look at what could be read, so that a catalog with errors is judged as well; one without a manifest is not.
pub fn check(snapshot: &Snapshot, options: &Options) -> Vec<Diagnostic> {
    let Some(manifest) = snapshot.manifest() else { return Vec::new() };
    let context = Context {
        snapshot,
        manifest,
        options,
        names: Names::new(snapshot),
        shapes: Shapes::new(manifest),
        openapi: Openapi::of(snapshot, manifest, options),
    };
    let mut found = of_entries(&context);
    for rule in RULES {
        if let Scope::Catalog(check) = rule.scope {
            let mut findings = Findings::default();
            check(&context, &mut findings);
            found.extend(findings.found.into_iter().map(|finding| (rule.id, finding)));
        }
    }
    exemption::apply(snapshot, options.today.as_deref(), &mut found);
    finding::diagnostics(
        snapshot,
        found.into_iter().filter_map(|(rule, finding)| graded(&context, rule, finding)).collect(),
    )
}

/// Runs the rules that look at one entry at a time, on all processors.
fn of_entries(context: &Context<'_>) -> Vec<(&'static str, Finding)> {
    /// Fewer entries than this are done before a thread would have started.
    const WORTH_A_THREAD: usize = 256;
    let codes = context.snapshot.codes();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(codes.len() / WORTH_A_THREAD + 1);
    let parts = codes.chunks(codes.len().div_ceil(threads).max(1));
    let of_part = |part: &[errbook_catalog::Code]| {
        let mut found = Vec::new();
        for code in part {
            let Some(entry) = &code.entry else { continue };
            of_entry(context, &EntryContext::new(code, entry), &mut found);
        }
        found
    };
    thread::scope(|scope| {
        let running: Vec<_> = parts.map(|part| scope.spawn(move || of_part(part))).collect();
        running
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn of_entry(context: &Context<'_>, entry: &EntryContext<'_>, found: &mut Vec<(&'static str, Finding)>) {
    for rule in RULES {
        if let Scope::Entry(check) = rule.scope {
            let mut findings = Findings::default();
            check(context, entry, &mut findings);
            found.extend(findings.found.into_iter().map(|finding| (rule.id, finding)));
        }
    }
}

/// The finding with its severity; `None` where the rule is off.
fn graded(context: &Context<'_>, rule: &'static str, finding: Finding) -> Option<(&'static str, Severity, Finding)> {
    let code = context.snapshot.code_in(finding.place.file).map(|index| &context.snapshot.codes()[index]);
    let path = code.and_then(|code| code.entry.as_ref());
    let path = path.map_or("", |entry| entry.file.as_str());
    let level = Rule::by_id(rule).map_or(RuleLevel::Warn, |rule| level::of(context.manifest, rule, path));
    match level {
        RuleLevel::Error => Some((rule, Severity::Error, finding)),
        RuleLevel::Warn => Some((rule, Severity::Warning, finding)),
        RuleLevel::Allow => None,
    }
}
