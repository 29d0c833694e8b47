//! Reads the values of params back from a message. Clients need it where a response has a value
//! only in its message.

use std::collections::HashMap;

use crate::format::characters;
use crate::message::{Token, tokens};
use crate::param::OwnedValue;
use crate::sensitive::MASKED;
use crate::tables::Param;

/// Longer messages aren't read, so a response can't cost much time or memory.
const MOST_BYTES: usize = 1 << 16;

/// The params that `text` has, if it is the message of one of the templates with some values. A
/// value is left out if it is masked or has another type. If the text can be split in several ways,
/// by one template or by two, all are left out.
pub(crate) fn read<'p>(templates: &[&'static str], params: &[&'p Param], text: &str) -> Vec<(&'p Param, OwnedValue)> {
    let mut found: HashMap<&str, Option<&str>> = HashMap::new();
    for (name, value) in only_split(templates, params, text).unwrap_or_default() {
        // A param can occur twice, and then has one value.
        let known = found.entry(name).or_insert(Some(value));
        *known = known.filter(|known| *known == value);
    }
    let value = |param: &&'p Param| {
        let text = found.get(param.name).copied().flatten()?;
        let is_masked = param.sensitive && text == MASKED;
        let value = if is_masked { None } else { OwnedValue::parse(param.ty, param.format, text) };
        Some((*param, value?))
    };
    params.iter().filter_map(value).collect()
}

/// The placeholders of a template, each with its text.
type Split<'t> = Vec<(&'t str, &'t str)>;

/// The only way to split `text` by one of the templates. `None` if there isn't exactly one.
fn only_split<'t>(templates: &[&'t str], params: &[&Param], text: &'t str) -> Option<Split<'t>> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let mut only = None;
    for template in templates {
        match split(template, params, text) {
            Ways::None => {}
            Ways::One(split) if only.is_none() => only = Some(split),
            Ways::One(_) | Ways::Several => return None,
        }
    }
    only
}

/// The ways to split a text by a template.
enum Ways<'t> {
    None,
    One(Split<'t>),
    Several,
}

fn split<'t>(template: &'t str, params: &[&Param], text: &'t str) -> Ways<'t> {
    let tokens: Vec<Token<'_>> = tokens(template).collect();
    // For each token, the number of ways (at most 2) in which it and the later ones can be the rest
    // of the text from each byte.
    let mut ways = vec![vec![0; text.len() + 1]; tokens.len() + 1];
    ways[tokens.len()][text.len()] = 1;
    for (at, token) in tokens.iter().enumerate().rev() {
        let (before, after) = ways.split_at_mut(at + 1);
        ways_of(token, params, text.as_bytes(), &after[0], &mut before[at]);
    }
    match ways[0][0] {
        0 => Ways::None,
        1 => values(&tokens, params, &ways, text).map_or(Ways::Several, Ways::One),
        _ => Ways::Several,
    }
}

/// The text of each placeholder, if there is only one way. `None` if a value isn't whole
/// characters.
fn values<'t>(tokens: &[Token<'t>], params: &[&Param], ways: &[Vec<u8>], text: &'t str) -> Option<Split<'t>> {
    let (mut values, mut start) = (Vec::new(), 0);
    for (at, token) in tokens.iter().enumerate() {
        let end = match token {
            Token::Text(literal) => start + literal.len(),
            Token::Param(name) => {
                let least = start + least(of(params, name));
                let end = (least..=text.len()).find(|end| ways[at + 1][*end] > 0)?;
                values.push((*name, text.get(start..end)?));
                end
            }
        };
        start = end;
    }
    Some(values)
}

fn ways_of(token: &Token<'_>, params: &[&Param], text: &[u8], after: &[u8], ways: &mut [u8]) {
    match token {
        Token::Text(literal) => {
            for (start, ways) in ways.iter_mut().enumerate() {
                if text[start..].starts_with(literal.as_bytes()) {
                    *ways = after[start + literal.len()];
                }
            }
        }
        Token::Param(name) => {
            let param = of(params, name);
            let (first, others) = param.map_or(("", ""), |param| characters(param.ty, param.format));
            let is_sensitive = param.is_some_and(|param| param.sensitive);
            let has = |set: &str, at: usize| {
                let is_in_set = |byte: &u8| set.is_empty() || set.as_bytes().contains(byte);
                text.get(at).is_some_and(|byte| is_in_set(byte) || (is_sensitive && *byte == b'*'))
            };
            // Ways for a value that goes on at `start`, or ends there.
            let mut open = 0;
            for start in (0..=text.len()).rev() {
                let begins = if has(first, start) { open } else { 0 };
                open = (after[start] + if has(others, start) { open } else { 0 }).min(2);
                ways[start] = if first.is_empty() { open } else { begins };
            }
        }
    }
}

fn of<'p>(params: &[&'p Param], name: &str) -> Option<&'p Param> {
    params.iter().copied().find(|param| param.name == name)
}

/// The fewest bytes of a value.
fn least(param: Option<&Param>) -> usize {
    usize::from(param.is_some_and(|param| !characters(param.ty, param.format).0.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Format;
    use crate::tables::ParamType;

    const PARAMS: &[Param] = &[
        Param::new("kind", ParamType::String),
        Param::new("name", ParamType::String),
        Param::new("count", ParamType::Integer),
        Param::new("size", ParamType::Integer).format(Format::Bytes),
        Param::new("wait", ParamType::Duration).format(Format::GoDuration),
        Param::new("tags", ParamType::List).format(Format::Joined),
        Param::new("others", ParamType::List),
        Param::new("card", ParamType::Integer).sensitive(),
        Param::new("pause", ParamType::Duration),
    ];

    fn shown(template: &'static str, text: &str) -> String {
        shown_of(&[template], text)
    }

    fn shown_of(templates: &[&'static str], text: &str) -> String {
        let params: Vec<&Param> = PARAMS.iter().collect();
        let read = read(templates, &params, text);
        read.iter().map(|(param, value)| format!("{}={};", param.name, value.borrow())).collect()
    }

    #[test]
    fn reads_values_between_literals() {
        assert_eq!(shown("No {kind} `{name}`", "No key `a b`"), "kind=key;name=a b;");
        assert_eq!(shown("{{{count}}} of {name}", "{-3} of x"), "name=x;count=-3;");
        assert_eq!(shown("{size} after {wait}", "1.5 MiB after 1m30s"), "size=1572864;wait=90s;");
        assert_eq!(shown("Tags: {tags}", "Tags: a, b"), "tags=a, b;");
        assert_eq!(shown("Tags: {tags}", "Tags: "), "tags=;");
        assert_eq!(shown("{count}{name}", "5kg"), "name=kg;count=5;");
        assert_eq!(shown("{count}: {others}", "2: a, b"), "count=2;");
    }

    #[test]
    fn reads_durations_with_and_without_their_unit() {
        assert_eq!(shown("Wait {pause} for {name}", "Wait 30s for x"), "name=x;pause=30s;");
        assert_eq!(shown("Wait {pause}", "Wait 30"), "pause=30s;");
        assert_eq!(shown("Wait {pause}, twice {pause}", "Wait 30s, twice 30s"), "pause=30s;");
        // Catalogs that name the unit themselves.
        assert_eq!(shown("Wait {pause}s", "Wait 30s"), "pause=30s;");
        assert_eq!(shown("Wait {pause} seconds", "Wait 30 seconds"), "pause=30s;");
        assert_eq!(shown("Wait {pause}s", "Wait 30ss"), "pause=30s;");
    }

    #[test]
    fn other_and_ambiguous_texts_have_no_values() {
        assert_eq!(shown("No {kind}", "One key"), "");
        assert_eq!(shown("{count} left", "many left"), "");
        assert_eq!(shown("{kind} in {name}", "a in b in c"), "");
        assert_eq!(shown("{count} in {name}", "1 in b in c"), "name=b in c;count=1;");
        assert_eq!(shown("{kind}{name}", "ab"), "");
        assert_eq!(shown("{count} or {count}", "1 or 2"), "");
        assert_eq!(shown("{count} or {count}", "1 or 1"), "count=1;");
        assert_eq!(shown("{count}", "99999999999999999999"), "");
        assert_eq!(shown("nothing", "nothing"), "");
    }

    #[test]
    fn several_templates_are_read_if_one_of_them_fits() {
        let templates = ["No {kind}", "Only {count} of {name}", "Gone"];
        assert_eq!(shown_of(&templates, "No key"), "kind=key;");
        assert_eq!(shown_of(&templates, "Only 3 of x"), "name=x;count=3;");
        assert_eq!(shown_of(&templates, "Gone"), "");
        assert_eq!(shown_of(&["{kind}", "No {kind}"], "key"), "kind=key;");
        // Both fit.
        assert_eq!(shown_of(&["{kind}", "No {kind}"], "No key"), "");
        assert_eq!(shown_of(&["{kind}", "Gone"], "Gone"), "");
        assert_eq!(shown_of(&["{kind} in {name}", "{kind} in b in c"], "a in b in c"), "");
    }

    #[test]
    fn masked_values_are_absent() {
        assert_eq!(shown("Card {card} of {name}", "Card *** of Ann"), "name=Ann;");
        assert_eq!(shown("Card {card} of {name}", "Card 42 of Ann"), "name=Ann;card=42;");
        assert_eq!(shown("{name}", "***"), "name=***;");
    }
}
