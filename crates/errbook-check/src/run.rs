//! Runs all rules over a snapshot.

use errbook_catalog::{Code, Diagnostic, Manifest, RuleLevel, Severity, Snapshot};

use crate::against::{self, Base, Change, Changes, Comparison};
use crate::call::Calls;
use crate::context::Context;
use crate::exemption;
use crate::facts::Facts;
use crate::finding::{self, Finding, Findings, Found};
use crate::level;
use crate::options::Options;
use crate::rules::{RULES, Rule, Scope};
use crate::text::{self, EntryContext, Texts};

/// Checks a snapshot, as far as it could be read. Without a manifest, nothing is checked.
///
/// ```
/// use errbook_catalog::{Snapshot, Sources};
/// use errbook_check::{Options, check};
///
/// let files = [
///     ("catalog.yaml", "name: shop\ncodes: {levels: [{name: code}]}\nprofiles: {api: rfc9457}\n"),
///     ("sold_out.yaml", "status: 409\nmessage: The item is sold out\nhow_to_fix: {text: Wait.}\n"),
/// ];
/// let texts = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
/// let snapshot = Snapshot::from_sources(Sources::from_texts(texts));
///
/// let findings = check(&snapshot, &Options::default());
/// let found = findings.iter().find(|finding| finding.rule == "stub").expect("a section with one word");
/// assert_eq!(found.message, "`how_to_fix` has 1 word but needs at least 8");
/// ```
pub fn check(snapshot: &Snapshot, options: &Options) -> Vec<Diagnostic> {
    let Some(manifest) = snapshot.manifest() else { return Vec::new() };
    let mut context = Context::new(snapshot, manifest, options);
    let rules = rules(manifest, options);
    let (mut found, facts) = of_entries(&context, &rules);
    context.facts = facts;
    found.extend(of_catalog(&context, &rules));
    // Frees memory before the diagnostics are built.
    drop(context);
    if let Some(base) = &options.base {
        let changes = compare(base, snapshot);
        found.extend(changes.into_iter().filter_map(|change| change.rule.zip(change.finding.map(Box::new))));
    }
    exemption::apply(snapshot, options, &mut found);
    finding::diagnostics(snapshot, found, |rule, finding| severity(snapshot, manifest, rule, finding))
}

/// What [`check`] finds in one entry with the rules that need no other entry's text, for editors while
/// somebody types. `position` is that of the code in [`Snapshot::codes`]. Says nothing about
/// suppressions that are unused.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::{Options, check_entry};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let position = snapshot.position("err:orders:not_paid").expect("a code");
/// assert_eq!(check_entry(&snapshot, &Options::default(), position), []);
/// ```
pub fn check_entry(snapshot: &Snapshot, options: &Options, position: usize) -> Vec<Diagnostic> {
    let Some((manifest, code)) = snapshot.manifest().zip(snapshot.codes().get(position)) else { return Vec::new() };
    let context = Context::new(snapshot, manifest, options);
    let (found, _) = of_code(&context, &rules(manifest, options), code);
    unsuppressed(snapshot, manifest, options.today.as_deref(), found)
}

/// The rules that run with these options.
fn rules(manifest: &Manifest, options: &Options) -> Vec<&'static Rule> {
    let runs = |rule: &&Rule| !level::is_off(manifest, rule) && level::may_run(options, Some(manifest), rule);
    RULES.iter().filter(runs).collect()
}

/// Findings about what services sent, as diagnostics: with the levels of the manifest, and without
/// those that entries allow.
/// `today`, as `YYYY-MM-DD`, decides which of these have expired.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::{Finding, Place, traffic};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let file = snapshot.file("orders/not_paid.yaml").expect("a file");
/// let finding = Finding::new("status 409 was sent", Place::key(file, "status"), "send status 402");
/// let diagnostics = traffic(&snapshot, None, vec![("observed-status", finding)]);
/// assert!(snapshot.report().short(&diagnostics[0]).starts_with("shop/orders/not_paid.yaml:2:"));
/// ```
pub fn traffic(snapshot: &Snapshot, today: Option<&str>, found: Vec<(&'static str, Finding)>) -> Vec<Diagnostic> {
    let Some(manifest) = snapshot.manifest() else { return Vec::new() };
    let found = found.into_iter().map(|(rule, finding)| (rule, Box::new(finding))).collect();
    unsuppressed(snapshot, manifest, today, found)
}

/// Findings as diagnostics, without those that entries allow.
fn unsuppressed(snapshot: &Snapshot, manifest: &Manifest, today: Option<&str>, mut found: Found) -> Vec<Diagnostic> {
    found.retain(|(rule, finding)| exemption::suppression(snapshot, today, rule, finding).is_none());
    finding::diagnostics(snapshot, found, |rule, finding| severity(snapshot, manifest, rule, finding))
}

/// What rules find in the source code of `options.scan`, for editors.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::{Options, in_source};
/// use errbook_scan::{Scan, Scanner};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let mut snapshot = Snapshot::read("shop".as_ref());
/// let scanner = Scanner::new(&snapshot).expect("a manifest");
/// let text = "throw new ShopError('err:orders:not_payd')";
/// // Attached once per file. Diagnostics need only its ID.
/// let id = snapshot.attach("src/pay.ts".to_owned(), String::new());
/// let file = scanner.file("src/pay.ts".to_owned(), text.to_owned());
///
/// let mut options = Options::default();
/// options.scan = Some(Scan::of_file(&snapshot, file, id, text));
/// let found = in_source(&snapshot, &options);
/// assert_eq!((found[0].rule, found[0].labels[0].span.range()), ("unknown-code-in-source", 21..40));
/// ```
pub fn in_source(snapshot: &Snapshot, options: &Options) -> Vec<Diagnostic> {
    let (Some(manifest), Some(scan)) = (snapshot.manifest(), &options.scan) else { return Vec::new() };
    let context = Context::new(snapshot, manifest, options);
    let mut findings = Findings::default();
    for rule in rules(manifest, options) {
        findings.rule = rule.id;
        if let Scope::Source(check) = rule.scope {
            check(&context, scan, &mut findings);
        }
    }
    unsuppressed(snapshot, manifest, options.today.as_deref(), findings.found)
}

/// All differences between a catalog and its base, by rule and code. Compares a catalog with errors
/// as far as it could be read. Without a manifest, nothing is compared.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_catalog::registry::Registry;
/// use errbook_check::against::{Base, Bump, bump};
/// use errbook_check::compare;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let mut registry = Registry::of(&catalog);
/// registry.codes.iter_mut().filter(|code| code.code == "err:orders:not_paid").for_each(|code| {
///     code.message = Some("Pay for the order".to_owned());
/// });
///
/// let changes = compare(&Base::new(registry), &Snapshot::read("shop".as_ref()));
/// assert_eq!(changes[0].rule, Some("message-changed"));
/// assert_eq!(bump(&changes), Some(Bump::Patch));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn compare(base: &Base, now: &Snapshot) -> Vec<Change> {
    let Some(comparison) = Comparison::of(base, now) else { return Vec::new() };
    let mut changes = Changes::default();
    for rule in RULES {
        if let Scope::Base(check) = rule.scope {
            changes.rule = Some(rule.id);
            check(&comparison, &mut changes);
        }
    }
    changes.explain(&comparison);
    against::notes::add(&comparison, &mut changes);
    let of_dependencies = against::depends::changes(&comparison, &changes.changes, compare);
    changes.changes.extend(of_dependencies);
    changes.changes
}

/// Runs the per-entry rules. Also returns the facts of each entry, for rules that need all entries.
fn of_entries(context: &Context<'_>, rules: &[&'static Rule]) -> (Found, Vec<Facts>) {
    let of = |code: &Code| of_code(context, rules, code);
    let (found, facts): (Vec<Found>, Vec<Facts>) =
        context.snapshot.jobs().map(context.snapshot.codes(), of).into_iter().unzip();
    (found.into_iter().flatten().collect(), facts)
}

fn of_code(context: &Context<'_>, rules: &[&'static Rule], code: &Code) -> (Found, Facts) {
    let Some(entry) = &code.entry else { return Default::default() };
    let mut findings = Findings::default();
    let texts = context.snapshot.texts(code.file);
    let entry = EntryContext::new(Some(context.manifest), code, entry, &texts);
    let texts = Texts { entry: Some(entry.entry), texts: &entry.texts };
    let calls = context.openapi.document().map(|document| (document, Calls::of_entry(&entry)));
    for rule in rules {
        findings.rule = rule.id;
        match rule.scope {
            Scope::Entry(check) => check(context, &entry, &mut findings),
            Scope::Texts(check) => check(context, &texts, &mut findings),
            Scope::OpenapiEntry(check) => {
                if let Some(document) = context.openapi.document() {
                    check(context, &entry, document, &mut findings);
                }
            }
            Scope::Calls(check) => {
                if let Some((document, calls)) = &calls {
                    check(context, calls, document, &mut findings);
                }
            }
            Scope::Catalog(_)
            | Scope::Openapi(_)
            | Scope::Base(_)
            | Scope::Source(_)
            | Scope::Observed(_)
            | Scope::Traffic
            | Scope::Run => {}
        }
    }
    (findings.found, Facts::of(context.snapshot, &context.names, &entry))
}

/// Runs the rules that check the whole catalog, and the text rules on the manifest's texts.
fn of_catalog(context: &Context<'_>, rules: &[&'static Rule]) -> Found {
    let written = context.manifest_file().map(|file| (file, context.snapshot.texts(file)));
    let texts = written
        .iter()
        .flat_map(|(file, written)| text::texts(Some(context.manifest), *file, written))
        .collect::<Vec<_>>();
    let calls = context.openapi.document().map(|document| (document, Calls::of_manifest(&texts)));
    let texts = Texts { entry: None, texts: &texts };
    let run = |rule: &&'static Rule| {
        let mut findings = Findings { rule: rule.id, ..Findings::default() };
        match rule.scope {
            Scope::Catalog(check) => check(context, &mut findings),
            Scope::Texts(check) => check(context, &texts, &mut findings),
            Scope::Calls(check) => {
                if let Some((document, calls)) = &calls {
                    check(context, calls, document, &mut findings);
                }
            }
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
            Scope::Observed(check) => {
                if let Some(observed) = &context.options.observed {
                    check(context, observed, &mut findings);
                }
            }
            Scope::Entry(_) | Scope::OpenapiEntry(_) | Scope::Base(_) | Scope::Traffic | Scope::Run => {}
        }
        findings.found
    };
    context.snapshot.jobs().map(rules, run).into_iter().flatten().collect()
}

/// The severity of a finding. `None` if the rule is off.
fn severity(snapshot: &Snapshot, manifest: &Manifest, rule: &str, finding: &Finding) -> Option<Severity> {
    let path = snapshot.path(finding.place.file);
    match Rule::by_id(rule).map_or(RuleLevel::Warn, |rule| level::of(manifest, rule, path)) {
        RuleLevel::Error => Some(Severity::Error),
        RuleLevel::Warn => Some(Severity::Warning),
        RuleLevel::Allow => None,
    }
}
