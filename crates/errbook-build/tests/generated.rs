//! The generated source: matches its snapshots, and is valid Rust for several catalogs.

use std::path::Path;

use errbook_build::{Options, Pages, rust, rust_with};
use errbook_catalog::{Catalog, Sources};

fn catalog(files: &[(&str, &str)]) -> Catalog {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

fn formatted(source: &str) -> String {
    prettyplease::unparse(&syn::parse_file(source).expect("Rust"))
}

const MANIFEST: &str = "\
name: shop
description: Errors of a shop.
codes:
  levels: [{name: system}, {name: specific}]
groups:
  card: {title: Cards, status: 402, log_level: info}
profiles:
  api:
    content_type: application/json
    envelope: {code: $code, message: $detail, \"card?\": $param.last4}
site: {root: https://example.com, errors: errors}
";

const DECLINED: &str = "\
name: Card declined
summary: The bank said no.
message: \"The card that ends in {last4} was declined\"
params:
  last4: {type: string, example: \"4242\", about: \"The last four digits\"}
what_happened:
  text: |
    The bank declined the charge.
  causes: [\"Not enough money\"]
how_to_fix:
  steps: [\"Use another card\"]
related: [{code: \"card:expired\"}]
aliases: [\"card:refused\"]
raised_by: [cards.charge]
";

const EXPIRED: &str = "name: Card expired\nmessage: The card has expired\nlog_level: warn\nraised_by: all\n";

const BLOCKED: &str = "name: Card blocked\nretired: {since: \"2026-01-01\", replaced_by: \"card:declined\"}\n";

fn shop() -> Catalog {
    catalog(&[
        ("catalog.yaml", MANIFEST),
        ("card/declined.yaml", DECLINED),
        ("card/expired.yaml", EXPIRED),
        ("card/blocked.yaml", BLOCKED),
    ])
}

#[test]
fn a_small_catalog() {
    insta::assert_snapshot!(formatted(&rust(&shop())));
}

/// What fields add to the same catalog. Without fields, there is nothing of them.
#[test]
fn fields_of_a_small_catalog() {
    let manifest = MANIFEST.replace(
        "profiles:\n",
        "fields:\n  owner: {type: enum, values: [checkout, 24/7], required: true, about: Who fixes it}\n  \
         runbook: {type: url, audience: internal}\n  tags: {type: list}\nprofiles:\n",
    );
    let manifest = manifest.replace("log_level: info}", "log_level: info, fields: {owner: checkout}}");
    let manifest = manifest.replace("$param.last4}", "$param.last4, team: $field.owner}");
    let expired = format!("{EXPIRED}fields: {{owner: 24/7, runbook: \"https://runbooks.example.com\", tags: [a]}}\n");
    let files =
        [("catalog.yaml", manifest.as_str()), ("card/declined.yaml", DECLINED), ("card/expired.yaml", &expired)];
    let with = formatted(&rust(&catalog(&[&files[..], &[("card/blocked.yaml", BLOCKED)]].concat())));
    let without = formatted(&rust(&shop()));
    let added: Vec<&str> = with.lines().filter(|line| !without.lines().any(|other| other == *line)).collect();
    insta::assert_snapshot!(added.join("\n"));
}

#[test]
fn errors_that_read_the_tables_and_pages() {
    let pages = Pages { file: "errbook.pages.md", ends: &[5, 9, 12] };
    let all = formatted(&rust(&shop()));
    let other = formatted(&rust_with(
        &shop(),
        &Options { derive_error: Some(false), pages: Some(pages), ..Options::default() },
    ));
    let added: Vec<&str> = other.lines().filter(|line| !all.lines().any(|other| other == *line)).collect();
    insta::assert_snapshot!(added.join("\n"));
}

#[test]
fn source_of_consumers_parses() {
    for (name, folder) in [("hostile", "catalog"), ("flat", "errors")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers").join(name).join(folder);
        let catalog = errbook_catalog::load(&folder).unwrap_or_else(|report| panic!("{report}"));
        for derive_error in [true, false] {
            formatted(&rust_with(&catalog, &Options { derive_error: Some(derive_error), ..Options::default() }));
        }
    }
}

#[test]
fn source_of_a_catalog_without_errors_parses() {
    let manifest = MANIFEST.split("profiles:").next().unwrap_or_default();
    let catalog = catalog(&[("catalog.yaml", manifest), ("card/blocked.yaml", "name: Blocked\nretired: {}\n")]);
    formatted(&rust(&catalog));
}

#[test]
fn output_is_deterministic() {
    assert_eq!(rust(&shop()), rust(&shop()));
}
