//! For every catalog that the loader accepts, the generator writes valid Rust, with the catalog's
//! strings unchanged.

use std::collections::BTreeSet;

use errbook_build::{Options, rust_with};
use errbook_catalog::{Catalog, Sources};
use proptest::prelude::*;

const MANIFEST: &str = "\
name: any
codes:
  levels: [{name: code}]
profiles: {api: rfc9457}
";

const ENTRY: &str = "\
name: \"One \\\"name\\\"\"
status: {api: 404}
summary: A summary with `code`.
message: \"Message of {one} and {{two}}\"
params:
  one: {type: string, example: x, about: \"About [it]\"}
what_happened:
  text: |
    Text with a [link](https://example.com).

    ```rust
    fenced();
    ```
  causes: [\"A cause\", 'Another <b>']
how_to_fix:
  steps:
    - title: Step
      text: Do it.
related: [{code: other}]
action: {kind: wait, by: operator, reason: \"a reason\"}
headers: {X-One: two}
extensions: [one]
since: \"2025-01-01\"
aliases: [former]
";

fn load(entry: &str) -> Option<Catalog> {
    let other = "status: 404\nmessage: other\n";
    let files = [("catalog.yaml", MANIFEST), ("one.yaml", entry), ("other.yaml", other)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    errbook_catalog::read_sources(Sources::from_texts(files)).0
}

/// All string literals of the generated source, which must be valid Rust.
fn literals(catalog: &Catalog, derive_error: bool) -> BTreeSet<String> {
    let source = rust_with(catalog, &Options { derive_error: Some(derive_error), ..Options::default() });
    let file = syn::parse_file(&source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    let mut literals = BTreeSet::new();
    collect(quote::ToTokens::to_token_stream(&file), &mut literals);
    literals
}

fn collect(tokens: proc_macro2::TokenStream, literals: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => collect(group.stream(), literals),
            proc_macro2::TokenTree::Literal(literal) => {
                literals.extend(syn::parse_str::<syn::LitStr>(&literal.to_string()).map(|literal| literal.value()));
            }
            _ => {}
        }
    }
}

/// Text with characters that are special in Rust, Markdown, or YAML.
fn hostile() -> impl Strategy<Value = String> {
    let parts = [
        "\"", "\\", "{{", "}}", "*/", "/*", "\"#", "r##\"", "'", "`", "```", "\u{202e}", "\u{feff}", "😀", "\n", "\t",
        " ", "a", "é", "[x]", "\0", "//!", "\\u{0}", "#[", ")]",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 1..10).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn strings_are_unchanged_in_the_source(name in hostile(), message in hostile(), summary in hostile(), about in hostile(), cause in hostile()) {
        let quoted = |text: &str| serde_json::to_string(text).expect("a string");
        let entry = format!(
            "name: {}\nstatus: 404\nsummary: {}\nmessage: {}\nparams: {{p: {{type: string, example: x, about: {}}}}}\nwhat_happened: {{causes: [{}]}}\n",
            quoted(&name), quoted(&summary), quoted(&format!("m {{p}} {message} m")), quoted(&about), quoted(&cause),
        );
        if let Some(catalog) = load(&entry) {
            for derive_error in [true, false] {
                let literals = literals(&catalog, derive_error);
                let entry = &catalog.entries()[0];
                let message = entry.message().map(|message| message.template.clone()).unwrap_or_default();
                for text in [&entry.name, &message, entry.summary.as_ref().unwrap_or(&entry.name)] {
                    prop_assert!(literals.contains(text), "{:?} is not in the source", text);
                }
            }
        }
    }

    #[test]
    fn a_mutated_entry_is_rejected_or_generates_valid_rust(edits in prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, hostile()), 1..4)) {
        let mut entry = ENTRY.to_owned();
        for (at, length, text) in edits {
            let mut start = at.index(entry.len());
            while !entry.is_char_boundary(start) {
                start -= 1;
            }
            let end = (start + length..=entry.len()).find(|end| entry.is_char_boundary(*end)).unwrap_or(entry.len());
            entry.replace_range(start..end, &text);
        }
        if let Some(catalog) = load(&entry) {
            literals(&catalog, true);
            literals(&catalog, false);
        }
    }
}

#[test]
fn the_entry_is_valid_before_it_is_mutated() {
    let catalog = load(ENTRY).expect("valid");
    assert!(literals(&catalog, true).contains("Message of {} and {{two}}"));
}
