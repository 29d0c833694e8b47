//! What the text of a template mentions: fields of views, components, other templates.

use std::collections::{BTreeMap, BTreeSet};

/// What a template, or one of its components, mentions.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Mentions {
    /// Fields of what has a name, such as `summary` of `entry`, and whether more is asked of it than whether it is there.
    pub(super) fields: BTreeMap<(String, String), bool>,
    /// Names that stand alone.
    pub(super) alone: BTreeSet<String>,
    /// Every name behind a dot.
    pub(super) names: BTreeSet<String>,
    pub(super) components: BTreeSet<String>,
    pub(super) includes: BTreeSet<String>,
    pub(super) extends: Option<String>,
}

/// What a template mentions, and what each component that it defines does.
pub(super) fn mentions(template: &str) -> (Mentions, BTreeMap<String, Mentions>) {
    let mut own = Mentions::default();
    let mut components: BTreeMap<String, Mentions> = BTreeMap::new();
    let mut component: Option<String> = None;
    for tag in tags(template) {
        match tag.as_slice() {
            [Token::Word("component"), Token::Word(name), ..] => component = Some((*name).to_owned()),
            [Token::Word("endcomponent"), ..] => component = None,
            _ => {}
        }
        let of = component.as_ref().map_or(&mut own, |name| components.entry(name.clone()).or_default());
        of.read(&tag);
    }
    (own, components)
}

impl Mentions {
    fn read(&mut self, tag: &[Token<'_>]) {
        match tag {
            [Token::Word("include"), Token::Text(name), ..] => drop(self.includes.insert((*name).to_owned())),
            [Token::Word("extends"), Token::Text(name), ..] => self.extends = Some((*name).to_owned()),
            _ => {}
        }
        let condition = matches!(tag, [Token::Word("if" | "elif"), ..]);
        let mut before = None;
        for (at, token) in tag.iter().enumerate() {
            if let Token::Word(word) = token {
                self.word(word, before, &tag[at + 1..], condition);
            }
            before = Some(token);
        }
    }

    fn word(&mut self, word: &str, before: Option<&Token<'_>>, after: &[Token<'_>], condition: bool) {
        match (before, after) {
            (Some(Token::Sign('.')), _) => drop(self.names.insert(word.to_owned())),
            (Some(Token::Sign('<')), _) => drop(self.components.insert(word.to_owned())),
            (_, [Token::Sign('.'), Token::Word(field), after @ ..]) => {
                // Behind `==` or `in`, it matters what is there.
                let alone = matches!(before, Some(Token::Word("if" | "elif" | "or" | "and" | "not")))
                    && matches!(after, [] | [Token::Word("or" | "and"), ..]);
                let more = self.fields.entry((word.to_owned(), (*field).to_owned())).or_default();
                *more |= !(condition && alone);
            }
            _ => drop(self.alone.insert(word.to_owned())),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'t> {
    /// A name, a keyword or a number.
    Word(&'t str),
    /// What is in quotes.
    Text(&'t str),
    Sign(char),
}

/// The tags of a template, without comments.
fn tags(template: &str) -> Vec<Vec<Token<'_>>> {
    let mut tags = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let inside = &rest[start + 1..];
        rest = if let Some(comment) = inside.strip_prefix('#') {
            comment.find("#}").map_or("", |end| &comment[end + 2..])
        } else if inside.starts_with(['{', '%']) {
            let mut tag = Vec::new();
            let rest = tokens(&inside[1..], &mut tag);
            tags.push(tag);
            rest
        } else {
            inside
        };
    }
    tags
}

/// Reads up to the end of a tag, and tells what follows.
fn tokens<'t>(mut rest: &'t str, tag: &mut Vec<Token<'t>>) -> &'t str {
    while let Some(char) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("%}").or_else(|| rest.strip_prefix("}}")) {
            return after;
        }
        let after = &rest[char.len_utf8()..];
        rest = match char {
            '"' | '\'' | '`' => {
                let end = after.find(char).unwrap_or(after.len());
                tag.push(Token::Text(&after[..end]));
                after.get(end + 1..).unwrap_or_default()
            }
            _ if char.is_alphanumeric() || char == '_' => {
                let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len());
                tag.push(Token::Word(&rest[..end]));
                &rest[end..]
            }
            // White space, and what takes it away at the ends of a tag.
            _ if char.is_whitespace() || char == '-' => after,
            _ => {
                tag.push(Token::Sign(char));
                after
            }
        };
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn fields_components_and_templates_are_found() {
        let (own, components) = mentions(
            "{#- entry.comment -#}\n{% extends \"a.html\" %}{ entry.text }{% include 'b.html' -%}\n\
             {%- if entry.a or entry.b and entry.c.d %}{{ <link to={entry.e} name=\"entry.f\" /> | safe }}{% elif entry.a %}{% endif %}\
             {% component link(to) %}{{ <bold text={to.title} /> }}{{ to.href }}{% endcomponent link %}{{ entry.g | code }}{{ entry }}\
             {% if entry.h == entry.i or x in entry.j %}{% elif not entry.k and entry.a %}{% endif %}",
        );
        let fields: Vec<(&str, bool)> = own
            .fields
            .iter()
            .filter(|((of, _), _)| of == "entry")
            .map(|((_, name), more)| (name.as_str(), *more))
            .collect();
        assert_eq!(
            fields,
            [
                ("a", false),
                ("b", false),
                ("c", true),
                ("e", true),
                ("g", true),
                ("h", true),
                ("i", true),
                ("j", true),
                ("k", false)
            ]
        );
        assert_eq!(own.names, set(&["a", "b", "c", "d", "e", "g", "h", "i", "j", "k"]));
        assert_eq!((own.extends.as_deref(), own.includes), (Some("a.html"), set(&["b.html"])));
        assert!(own.alone.contains("entry"), "{:?}", own.alone);
        assert_eq!(own.components, set(&["link"]));
        assert_eq!(components["link"].names, set(&["href", "title"]));
        assert_eq!(components["link"].components, set(&["bold"]));
    }
}
