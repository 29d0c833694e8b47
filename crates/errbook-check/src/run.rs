//! Runs all rules over a snapshot.

use std::num::NonZero;
use std::thread;

use errbook_catalog::registry::Registry;
use errbook_catalog::{Code, Diagnostic, FileId, Manifest, RuleLevel, Severity, Snapshot};

use crate::against;
use crate::context::{self, Context, EntryContext, Texts};
use crate::exemption;
use crate::facts::Facts;
use crate::finding::{self, Finding, Findings};
use crate::level;
use crate::rules::{RULES, Rule, Scope};
use crate::scan::Scan;

/// What the command line adds to a check.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Today as `YYYY-MM-DD`, for exemptions that end; without it none has ended.
    pub today: Option<String>,
    /// The catalog as it was released: of a git revision, or a saved `errors.json`.
    pub past: Option<Registry>,
    /// The source code that raises the codes.
    pub scan: Option<Scan>,
    /// The OpenAPI document, a file of the snapshot (see [`Snapshot::attach`]); without it the one that the manifest names.
    pub openapi: Option<FileId>,
}

impl Options {
    /// Whether there is an OpenAPI document. One that cannot be read is a finding of its own.
    pub(crate) fn have_openapi(&self, manifest: Option<&Manifest>) -> bool {
        self.openapi.is_some() || manifest.is_some_and(|manifest| manifest.openapi.is_some())
    }

    /// Whether there is what a rule looks at.
    pub(crate) fn allow_to_run(&self, has_openapi: bool, rule: &Rule) -> bool {
        match rule.scope {
            Scope::OpenapiEntry(_) | Scope::Openapi(_) => has_openapi,
            Scope::Past(_) => self.past.is_some(),
            Scope::Source(_) => self.scan.is_some(),
            Scope::Entry(_) | Scope::Texts(_) | Scope::Catalog(_) | Scope::Run => true,
        }
    }
}

/// Judges a snapshot. Rules look at what could be read, so that a catalog with errors is judged as well; one without a manifest is not.
pub fn check(snapshot: &Snapshot, options: &Options) -> Vec<Diagnostic> {
    let Some(manifest) = snapshot.manifest() else { return Vec::new() };
    let mut context = Context::new(snapshot, manifest, options);
    let has_openapi = options.have_openapi(Some(manifest));
    let runs = |rule: &&Rule| !level::is_off(manifest, rule) && options.allow_to_run(has_openapi, rule);
    let rules: Vec<&'static Rule> = RULES.iter().filter(runs).collect();
    let (mut found, facts) = of_entries(&context, &rules);
    context.facts = facts;
    of_catalog(&context, &rules, &mut found);
    if let Some(past) = &options.past {
        let changes = against::compare(past, snapshot);
        found.extend(changes.into_iter().filter_map(|change| change.rule.zip(change.finding)));
    }
    exemption::apply(snapshot, options, &mut found);
    finding::diagnostics(
        snapshot,
        found.into_iter().filter_map(|(rule, finding)| graded(&context, rule, finding)).collect(),
    )
}

type Found = Vec<(&'static str, Finding)>;

/// Runs the rules that look at one entry at a time, on all processors; gives what rules about all entries want to know of each.
fn of_entries(context: &Context<'_>, rules: &[&'static Rule]) -> (Found, Vec<Facts>) {
    /// Fewer entries than this are done before a thread would have started.
    const WORTH_A_THREAD: usize = 256;
    let codes = context.snapshot.codes();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(codes.len() / WORTH_A_THREAD + 1);
    let parts = codes.chunks(codes.len().div_ceil(threads).max(1));
    let of_part = |part: &[Code]| {
        let mut found = Vec::new();
        let facts: Vec<Facts> = part.iter().map(|code| of_code(context, rules, code, &mut found)).collect();
        (found, facts)
    };
    let (mut found, mut facts) = (Vec::new(), Vec::with_capacity(codes.len()));
    thread::scope(|scope| {
        let running: Vec<_> = parts.map(|part| scope.spawn(move || of_part(part))).collect();
        for part in running {
            let (found_there, facts_there) = part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            found.extend(found_there);
            facts.extend(facts_there);
        }
    });
    (found, facts)
}

fn of_code(context: &Context<'_>, rules: &[&'static Rule], code: &Code, found: &mut Found) -> Facts {
    let Some(entry) = &code.entry else { return Facts::default() };
    let texts = context.snapshot.texts(code.file);
    let entry = EntryContext::new(code, entry, &texts);
    let texts = Texts { entry: Some(entry.entry), texts: &entry.texts };
    for rule in rules {
        let mut findings = Findings::default();
        match rule.scope {
            Scope::Entry(check) => check(context, &entry, &mut findings),
            Scope::Texts(check) => check(context, &texts, &mut findings),
            Scope::OpenapiEntry(check) => {
                if let Some(document) = context.openapi.document() {
                    check(context, &entry, document, &mut findings);
                }
            }
            Scope::Catalog(_) | Scope::Openapi(_) | Scope::Past(_) | Scope::Source(_) | Scope::Run => {}
        }
        found.extend(findings.found.into_iter().map(|finding| (rule.id, finding)));
    }
    Facts::of(&context.graph, &entry)
}

/// Runs the rules that look at the catalog as a whole, and those about texts over the manifest's.
fn of_catalog(context: &Context<'_>, rules: &[&'static Rule], found: &mut Found) {
    let written = context.manifest_file().map(|file| (file, context.snapshot.texts(file)));
    let texts = written.iter().flat_map(|(file, written)| context::texts(*file, written)).collect::<Vec<_>>();
    let texts = Texts { entry: None, texts: &texts };
    for rule in rules {
        let mut findings = Findings::default();
        match rule.scope {
            Scope::Catalog(check) => check(context, &mut findings),
            Scope::Texts(check) => check(context, &texts, &mut findings),
            Scope::Openapi(check) => {
                if let Some(document) = context.openapi.document() {
                    check(context, document, &mut findings);
                }
            }
            Scope::Source(check) => {
                if let Some(scan) = &context.options.scan {
                    check(context, scan, &mut findings);
                }
            }
            Scope::Entry(_) | Scope::OpenapiEntry(_) | Scope::Past(_) | Scope::Run => {}
        }
        found.extend(findings.found.into_iter().map(|finding| (rule.id, finding)));
    }
}

/// The finding with its severity; `None` where the rule is off.
fn graded(context: &Context<'_>, rule: &'static str, finding: Finding) -> Option<(&'static str, Severity, Finding)> {
    let path = context.snapshot.path(finding.place.file);
    let level = Rule::by_id(rule).map_or(RuleLevel::Warn, |rule| level::of(context.manifest, rule, path));
    match level {
        RuleLevel::Error => Some((rule, Severity::Error, finding)),
        RuleLevel::Warn => Some((rule, Severity::Warning, finding)),
        RuleLevel::Allow => None,
    }
}
