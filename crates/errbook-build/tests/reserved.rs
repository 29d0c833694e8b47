//! Fields can't be called like what generated code has.

use std::collections::BTreeSet;
use std::fs;

use errbook_catalog::Sources;

/// The methods of `Code` in the fixed parts of generated code, and of the traits it implements.
fn methods() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for part in fs::read_dir("src/parts").expect("parts") {
        let text = fs::read_to_string(part.expect("a part").path()).expect("text");
        let functions = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
        names.extend(functions.map(str::to_owned));
    }
    names.remove("__errbook_index");
    names
}

#[test]
fn a_field_with_the_name_of_a_method_is_an_error() {
    let methods = methods();
    assert!(methods.len() > 30 && methods.contains("as_str"), "{methods:?}");
    let is_accepted = |name: &&String| {
        let manifest = format!("name: a\ncodes: {{levels: [{{name: a}}]}}\nfields: {{{name}: {{type: string}}}}\n");
        errbook_catalog::read_sources(Sources::from_texts([("catalog.yaml".to_owned(), manifest)])).0.is_some()
    };
    let accepted: Vec<_> = methods.iter().filter(is_accepted).collect();
    assert!(accepted.is_empty(), "add these to `GENERATED` in errbook-catalog/src/resolve/field.rs: {accepted:?}");
}
