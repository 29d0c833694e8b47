//! What is made for the public has nothing of internal fields: no name, title, or value of one, in
//! any target, export, data file, or response. What is made for the inside has all of it, so this
//! test would notice if it looked in the wrong place.

use std::collections::BTreeMap;

use errbook_catalog::registry::Registry;
use errbook_catalog::{Audience, Catalog, Snapshot, Sources};
use errbook_docs::{Site, Surroundings, Target, Templates};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A field, and which groups and entries set it. A value is a marker that occurs nowhere else.
#[derive(Debug, Clone)]
struct Declared {
    ty: &'static str,
    internal: bool,
    list_by: bool,
    required: bool,
    in_groups: Vec<bool>,
    in_entries: Vec<bool>,
    in_envelope: bool,
}

/// All types but booleans, whose values can't be markers.
const TYPES: [&str; 6] = ["string", "integer", "enum", "url", "date", "list"];
const GROUPS: usize = 3;
const ENTRIES: usize = 5;

fn declared() -> impl Strategy<Value = Declared> {
    (
        prop::sample::select(TYPES.to_vec()),
        prop::array::uniform4(any::<bool>()),
        prop::collection::vec(any::<bool>(), GROUPS),
        prop::collection::vec(any::<bool>(), ENTRIES),
    )
        .prop_map(|(ty, [internal, list_by, required, in_envelope], in_groups, in_entries)| Declared {
            ty,
            internal,
            list_by,
            required,
            // The outer group sets a required field, so each entry has it.
            in_groups: in_groups.into_iter().enumerate().map(|(at, set)| set || required && at == 0).collect(),
            in_entries,
            in_envelope: in_envelope && !internal,
        })
}

/// Unique texts of a field: words that no other file has.
struct Markers {
    field: usize,
    ty: &'static str,
}

impl Markers {
    /// The start of all its words, which no other word has. The search index leaves out what a word
    /// shares with the one before it.
    fn word(&self) -> String {
        let start = ["qzx", "zjx", "jqz", "vxq", "kqj"][self.field];
        format!("{start}{}", self.field)
    }

    fn name(&self) -> String {
        format!("{}name", self.word())
    }

    /// The value at one of the places that can set the field, and the marker in it.
    fn value(&self, place: usize) -> (Value, String) {
        let word = format!("{}at{place}v", self.word());
        let number = 770_000_000 + self.field * 100 + place;
        match self.ty {
            "integer" => (json!(number), number.to_string()),
            "url" => (json!(format!("https://{word}.example.com/")), word),
            "date" => {
                let date = format!("3{:01}{:02}-01-31", self.field, place);
                (json!(date), date)
            }
            "list" => (json!(["shared", word]), word),
            _ => (json!(word), word),
        }
    }
}

/// The files of a catalog, and the markers of its internal fields: names and titles, and the values
/// that some code has.
fn files(fields: &[Declared]) -> (BTreeMap<String, Value>, Vec<String>) {
    let (mut declarations, mut envelope) = (Map::new(), Map::new());
    let (mut of_groups, mut of_entries) = (vec![Map::new(); GROUPS], vec![Map::new(); ENTRIES]);
    let mut found = Vec::new();
    for (field, of) in fields.iter().enumerate() {
        let markers = Markers { field, ty: of.ty };
        let name = markers.name();
        let audience = if of.internal { "internal" } else { "public" };
        let mut declaration = json!({
            "type": of.ty, "audience": audience, "list_by": of.list_by, "required": of.required,
            "title": format!("{}title", markers.word()), "about": format!("About {}about.", markers.word()),
        });
        if of.ty == "enum" {
            declaration["values"] = (0..GROUPS + ENTRIES).map(|place| markers.value(place).0).collect();
        }
        declarations.insert(name.clone(), declaration);
        if of.in_envelope {
            envelope.insert(format!("{name}?"), format!("$field.{name}").into());
        }
        for (group, _) in of.in_groups.iter().enumerate().filter(|(_, set)| **set) {
            of_groups[group].insert(name.clone(), markers.value(group).0);
        }
        let mut used = Vec::new();
        for (entry, own) in of_entries.iter_mut().enumerate() {
            if of.in_entries[entry] {
                own.insert(name.clone(), markers.value(GROUPS + entry).0);
                used.push(GROUPS + entry);
            } else {
                // The groups of an entry, the nearest first.
                used.extend(groups_of(entry).into_iter().find(|group| of.in_groups[*group]));
            }
        }
        if of.internal && !used.is_empty() {
            found.push(name);
            found.push(format!("{}title", markers.word()));
            found.extend(used.into_iter().map(|place| markers.value(place).1));
        }
    }
    envelope.insert("code".to_owned(), "$code".into());
    let inner: Map<String, Value> =
        (1..GROUPS).map(|group| (format!("g{group}"), json!({"fields": of_groups[group]}))).collect();
    let manifest = json!({
        "name": "demo",
        "codes": {"prefix": "err", "levels": [{"name": "area"}, {"name": "group"}, {"name": "specific"}]},
        "groups": {"top": {"fields": of_groups[0], "status": 404, "groups": inner}},
        "fields": declarations,
        "profiles": {"api": {"envelope": envelope}, "problem": "rfc9457"},
        "site": {"root": "https://example.com", "errors": "errors"},
    });
    let entries = of_entries.into_iter().enumerate().map(|(entry, fields)| {
        let path = format!("top/g{}/e{entry}.yaml", groups_of(entry)[0]);
        (path, json!({"message": "Nothing {x}", "params": {"x": {"type": "string", "example": "x"}}, "fields": fields}))
    });
    (entries.chain([("catalog.yaml".to_owned(), manifest)]).collect(), found)
}

fn groups_of(entry: usize) -> [usize; 2] {
    [1 + entry % (GROUPS - 1), 0]
}

fn sources(files: &BTreeMap<String, Value>) -> Sources {
    Sources::from_texts(files.iter().map(|(path, file)| (path.clone(), file.to_string())))
}

/// Every file of a target with its path, and what it merges into a document.
fn files_of(catalog: &Catalog, target: Target, templates: &Templates) -> String {
    let site = Site::new(catalog, target, templates).expect("templates parse");
    let mut all = site.partial(&Surroundings::default()).expect("templates render").unwrap_or_default();
    for page in site.pages() {
        all.push_str(page.path());
        for piece in site.pieces(&page) {
            all.push_str(&String::from_utf8_lossy(&piece.expect("a page")));
        }
    }
    all
}

/// Everything that is made from a catalog, by what makes it. The bodies of services come from the
/// tables of the generated code, which also has accessors and their own tables.
fn outputs(catalog: &Catalog, snapshot: &Snapshot, templates: &Templates) -> BTreeMap<String, String> {
    let targets = templates.targets();
    let mut outputs: BTreeMap<String, String> =
        targets.map(|target| (target.name().to_owned(), files_of(catalog, target.clone(), templates))).collect();
    let registries = [Some(Registry::of(catalog)), Registry::of_snapshot(snapshot, catalog.audience())];
    let registries = registries.into_iter().flatten().map(|registry| registry.to_json().expect("JSON"));
    outputs.insert("errors.json".to_owned(), registries.collect());
    outputs
}

fn tables(catalog: &Catalog) -> String {
    let source = errbook_build::rust(catalog);
    let start = source.find("static __ERRBOOK: ").expect("the tables");
    source[start..].to_owned()
}

#[test]
fn internal_fields_are_only_in_internal_outputs() {
    let templates = Templates::default();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let seen = std::cell::Cell::new(0);
    let fields = prop::collection::vec(declared(), 1..6);
    let ran = runner.run(&fields, |fields| {
        let (files, markers) = files(&fields);
        let snapshot = Snapshot::from_sources(sources(&files));
        let catalog = snapshot.catalog().ok_or_else(|| TestCaseError::fail(snapshot.report().to_string()))?;
        let internal = fields.iter().enumerate().filter(|(_, of)| of.internal);
        // Without their first letter, which a word before one in the search index could share.
        let words: Vec<String> =
            internal.map(|(field, of)| Markers { field, ty: of.ty }.word()[1..].to_owned()).collect();
        let mut public = outputs(&catalog, &snapshot, &templates);
        public.insert("tables".to_owned(), tables(&catalog));
        for (output, text) in &public {
            for marker in markers.iter().chain(&words) {
                prop_assert!(!text.contains(marker.as_str()), "{} in the public {}", marker, output);
            }
        }
        let internal = catalog.for_audience(Audience::Internal);
        // The services of an internal catalog send the same.
        prop_assert_eq!(&public["tables"], &tables(&internal));
        let internal = outputs(&internal, &snapshot, &templates);
        let pages = ["html", "markdown", "mintlify", "mdbook"];
        let exports = ["errors.json", "openapi", "typescript", "go", "python", "sql"];
        for output in pages.into_iter().chain(exports) {
            let has_names = matches!(output, "errors.json" | "sql");
            let has_titles = !matches!(output, "openapi" | "typescript" | "go" | "python" | "sql");
            for marker in &markers {
                let is_expected = match marker {
                    marker if marker.ends_with("name") => has_names,
                    marker if marker.ends_with("title") => has_titles,
                    _ => true,
                };
                prop_assert!(
                    !is_expected || internal[output].contains(marker),
                    "no {} in the internal {}",
                    marker,
                    output
                );
                seen.set(seen.get() + 1);
            }
        }
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    assert!(seen.get() > 100, "only {} values of internal fields", seen.get());
}

/// A page of an internal catalog says that it is one, and no other page does.
#[test]
fn internal_pages_are_marked() {
    let field = Declared {
        ty: "string",
        internal: true,
        list_by: true,
        required: false,
        in_groups: vec![true; GROUPS],
        in_entries: vec![false; ENTRIES],
        in_envelope: false,
    };
    let (files, _) = files(&[field]);
    let templates = Templates::default();
    for audience in [Audience::Public, Audience::Internal] {
        let catalog = Snapshot::from_sources(sources(&files)).catalog().expect("a catalog").for_audience(audience);
        for target in templates.targets().filter(|target| !target.is_export()) {
            let site = Site::new(&catalog, target.clone(), &templates).expect("templates parse");
            let is_page = |page: &errbook_docs::Page| {
                matches!(page.kind(), errbook_docs::PageKind::List { .. } | errbook_docs::PageKind::Entry { .. })
            };
            for page in site.pages().filter(is_page) {
                let marked = site.render(&page).expect("a page").contains("Don't publish them.");
                assert_eq!(marked, audience == Audience::Internal, "{} of {}", page.path(), target.name());
            }
        }
    }
}
