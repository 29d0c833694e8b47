//! Names of codes in the styles of other languages, derived from the Rust names, which are unique
//! identifiers.

use std::borrow::Cow;
use std::collections::HashSet;

use errbook_catalog::param_name::{go_name, snake_case};
use errbook_catalog::{Catalog, Entry};

use crate::templates::Markup;
use crate::text::{self, capitalised};
use crate::view::catalog::{BodyView, NamesView, ProfileView};

/// The names of all codes or profiles, unique in each style. Those with separators are unique even if
/// case is ignored.
pub(super) fn all(pascal: impl Iterator<Item = impl AsRef<str>>) -> Vec<NamesView> {
    distinct(pascal, |names| vec![names.screaming.0.clone(), format!("go {}", names.go.0)])
}

/// The names of all codes. Those of a dependency start with its name, and come last, so a dependency
/// never changes the name of a code of the catalog.
pub(super) fn of_codes(catalog: &Catalog) -> Vec<NamesView> {
    let entries = catalog.entries();
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| entries[at].dependency);
    let names = all(order.iter().map(|&at| of_code(catalog, &entries[at])));
    let mut named: Vec<(usize, NamesView)> = order.into_iter().zip(names).collect();
    named.sort_unstable_by_key(|(at, _)| *at);
    named.into_iter().map(|(_, names)| names).collect()
}

fn of_code<'e>(catalog: &Catalog, entry: &'e Entry) -> Cow<'e, str> {
    let variant = entry.rust.variant.as_str();
    match entry.dependency {
        None => variant.into(),
        Some(at) => (text::identifier(&catalog.manifest().depends[at].name) + plain(variant)).into(),
    }
}

/// A Rust name without the prefix of raw identifiers.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The names of dependencies, which are unique without separators, too: Go's packages have none.
pub(super) fn all_modules(pascal: impl Iterator<Item = impl AsRef<str>>) -> Vec<NamesView> {
    distinct(pascal, |names| vec![names.flat.0.clone()])
}

/// `styles` are those in which no two names may be equal.
fn distinct(
    pascal: impl Iterator<Item = impl AsRef<str>>,
    styles: impl Fn(&NamesView) -> Vec<String>,
) -> Vec<NamesView> {
    let mut taken = HashSet::new();
    let mut name = |pascal: &str| {
        let mut name = plain(pascal).to_owned();
        loop {
            let names = of(&name);
            // `KeyId` and `KeyID` are different in Rust, but not in uppercase. `KeyI_D` is `KeyID` in Go.
            // Only Go names have lowercase letters.
            let styles = styles(&names);
            if !styles.iter().any(|style| taken.contains(style)) {
                taken.extend(styles);
                return names;
            }
            name.push('X');
        }
    };
    pascal.map(|pascal| name(pascal.as_ref())).collect()
}

/// The names that a type of a code can't have in a target: words that the target reserves, and names
/// of types that exports derive from codes and profiles.
pub(super) fn taken(reserved: &[String], codes: &[NamesView], profiles: &[ProfileView]) -> Distinct {
    let of_codes = codes.iter().map(|names| format!("{}Params", names.pascal.0));
    let of_profiles = profiles.iter().flat_map(|profile| {
        let status = |body: &BodyView| body.status.map_or(String::new(), |status| status.to_string());
        profile.shapes.iter().map(move |body| format!("{}Body{}", profile.names.pascal.0, status(body)))
    });
    Distinct(reserved.iter().cloned().chain(of_codes).chain(of_profiles).collect())
}

/// Names of types that are distinct, in the order in which they are requested.
pub(super) struct Distinct(HashSet<String>);

impl Distinct {
    /// With names that are already taken.
    pub(super) fn of<const N: usize>(taken: [&str; N]) -> Distinct {
        Distinct(taken.map(str::to_owned).into())
    }

    /// `name`, or if it is taken, `name` and a number.
    pub(super) fn name(&mut self, name: String) -> Markup {
        let numbered = (2..).map(|number: usize| format!("{name}{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.0.contains(name));
        let free = free.unwrap_or(name);
        self.0.insert(free.clone());
        Markup(free)
    }
}

/// A name in Pascal case, converted to all styles.
pub(super) fn of(pascal: &str) -> NamesView {
    let words: Vec<String> = words(pascal).iter().map(|word| word.to_lowercase()).collect();
    of_words(pascal.to_owned(), &words)
}

/// The name of a param. Params of a code have distinct names in snake case.
pub(super) fn of_param(name: &str) -> NamesView {
    let snake = snake_case(name);
    let words: Vec<String> = snake.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    of_words(words.iter().map(|word| capitalised(word)).collect(), &words)
}

fn of_words(pascal: String, words: &[String]) -> NamesView {
    let snake = words.join("_");
    let (first, rest) = words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let camel = rest.iter().fold(first.to_owned(), |name, word| name + &capitalised(word));
    NamesView {
        pascal: Markup(pascal),
        go: Markup(go_name(&snake)),
        go_camel: Markup(first.to_owned() + &rest.iter().map(|word| go_name(word)).collect::<String>()),
        camel: Markup(camel),
        screaming: Markup(snake.to_uppercase()),
        flat: Markup(words.concat()),
        snake: Markup(snake),
    }
}

/// Splits a name into words, at capitals and underscores.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for char in name.chars() {
        let starts = char.is_uppercase() && before.is_none_or(|before: char| !before.is_uppercase());
        if starts || words.is_empty() || before == Some('_') {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| char != '_') {
            word.push(char);
        }
        before = Some(char);
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_a_name_to_all_styles() {
        let name = of("DataKeyNotFound");
        let styles = [name.pascal.0, name.camel.0, name.snake.0, name.screaming.0];
        assert_eq!(styles, ["DataKeyNotFound", "dataKeyNotFound", "data_key_not_found", "DATA_KEY_NOT_FOUND"]);
        assert_eq!(of("E0042").screaming.0, "E0042");
    }

    #[test]
    fn names_of_params_differ_where_their_words_do() {
        for (name, camel, pascal) in [("userID", "userId", "UserId"), ("a_b", "aB", "AB"), ("ab", "ab", "Ab")] {
            let names = of_param(name);
            assert_eq!((names.camel.0.as_str(), names.pascal.0.as_str()), (camel, pascal), "{name}");
        }
    }

    #[test]
    fn names_of_modules_are_unique_without_separators() {
        let names = all_modules(["A2b", "A2B"].into_iter());
        assert_eq!(names.iter().map(|name| name.flat.0.as_str()).collect::<Vec<_>>(), ["a2b", "a2bx"]);
    }

    #[test]
    fn names_are_unique_ignoring_case() {
        let names = all(["KeyId", "KeyID", "Key_Id"].into_iter());
        let names: HashSet<String> = names.into_iter().map(|name| name.screaming.0).collect();
        assert_eq!(names.len(), 3, "{names:?}");
        let names = all(["KeyID", "KeyI_D"].into_iter());
        assert_eq!(names.iter().map(|name| name.go.0.as_str()).collect::<Vec<_>>(), ["KeyID", "KeyIDx"]);
    }
}
