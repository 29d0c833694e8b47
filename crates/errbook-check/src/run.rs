//! Runs all rules over a snapshot.

use std::num::NonZero;
use std::thread;

use errbook_catalog::{Code, Diagnostic, RuleLevel, Severity, Snapshot};

use crate::context::{Context, EntryContext, Texts};
use crate::exemption;
use crate::facts::Facts;
use crate::finding::{self, Finding, Findings};
use crate::level;
use crate::manifest_texts;
use crate::rules::{RULES, Rule, Scope};

/// What the command line adds to a check.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Today as `YYYY-MM-DD`, for exemptions that end; without it none has ended.
    pub today: Option<String>,
}

/// Judges a snapshot. Rules look at what could be read, so that a catalog with errors is judged as well; one without a manifest is not.
pub fn check(snapshot: &Snapshot, options: &Options) -> Vec<Diagnostic> {
    let Some(manifest) = snapshot.manifest() else { return Vec::new() };
    let mut context = Context::new(snapshot, manifest, options);
    let rules: Vec<&'static Rule> = RULES.iter().filter(|rule| !level::is_off(manifest, rule)).collect();
    let (mut found, facts) = of_entries(&context, &rules);
    context.facts = facts;
    of_catalog(&context, &rules, &mut found);
    exemption::apply(snapshot, options.today.as_deref(), &mut found);
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
    let entry = EntryContext::new(code, entry);
    let texts = Texts { entry: Some(entry.entry), texts: &entry.texts };
    for rule in rules {
        let mut findings = Findings::default();
        match rule.scope {
            Scope::Entry(check) => check(context, &entry, &mut findings),
            Scope::Texts(check) => check(context, &texts, &mut findings),
            Scope::Catalog(_) | Scope::Run => {}
        }
        found.extend(findings.found.into_iter().map(|finding| (rule.id, finding)));
    }
    Facts::of(&context.graph, &entry)
}

/// Runs the rules that look at the catalog as a whole, and those about texts over the manifest's.
fn of_catalog(context: &Context<'_>, rules: &[&'static Rule], found: &mut Found) {
    let texts = manifest_texts::of(context);
    let texts = Texts { entry: None, texts: &texts };
    for rule in rules {
        let mut findings = Findings::default();
        match rule.scope {
            Scope::Catalog(check) => check(context, &mut findings),
            Scope::Texts(check) => check(context, &texts, &mut findings),
            Scope::Entry(_) | Scope::Run => {}
        }
        found.extend(findings.found.into_iter().map(|finding| (rule.id, finding)));
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
