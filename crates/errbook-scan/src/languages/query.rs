//! Compiles the query files of a catalog, and says what is wrong in one.

use std::ops::Range;

use tree_sitter::{Query, QueryError, QueryErrorKind};

use super::grammar::{GRAMMARS, Grammar};
use crate::query_file::{BrokenQuery, LANGUAGES, QueryFile};

/// What a query file can capture. Names that start with `_` are free.
const CAPTURES: &[&str] = &[
    "argument",
    "chain",
    "code",
    "const.name",
    "const.of",
    "const.value",
    "ignore",
    "mention",
    "message",
    "row",
    "site",
    "status",
    "type",
];

/// The queries of a catalog, for each of [`GRAMMARS`].
#[derive(Debug, Default)]
pub(crate) struct Queries {
    pub(super) own: [Vec<Query>; GRAMMARS.len()],
}

impl Queries {
    /// Compiles query files. Returns the mistakes in those that are left out.
    pub(crate) fn of(files: &[QueryFile]) -> (Queries, Vec<BrokenQuery>) {
        let (mut queries, mut broken) = (Queries::default(), Vec::new());
        for (index, file) in files.iter().enumerate() {
            let Some(language) = file.language() else {
                let help = format!("use `NAME.LANGUAGE.scm`, with {} as the language", listed(LANGUAGES));
                broken.push(file.broken(index, "name of a query file has no known language", help));
                continue;
            };
            let grammars = GRAMMARS.iter().enumerate().filter(|(_, grammar)| grammar.name == language);
            for (at, grammar) in grammars {
                match compiled(grammar, index, file) {
                    Ok(query) => queries.own[at].push(query),
                    Err(found) => {
                        // Both grammars of TypeScript have the same mistake.
                        broken.push(found);
                        break;
                    }
                }
            }
        }
        (queries, broken)
    }
}

fn compiled(grammar: &Grammar, file: usize, source: &QueryFile) -> Result<Query, BrokenQuery> {
    let text = &source.text;
    if let Some(range) = field_of_predicate(text) {
        let help = "move the predicate out of the field, and put a node there";
        let message = "field has a predicate instead of a node".to_owned();
        return Err(BrokenQuery { file, message, range, help: help.to_owned() });
    }
    let query = Query::new(&(grammar.language)(), text).map_err(|error| explained(&error, grammar, file, text))?;
    if let Some(name) = query.capture_names().iter().find(|name| !name.starts_with('_') && !CAPTURES.contains(name)) {
        let near = errbook_catalog::suggest::nearest(name, CAPTURES.iter().copied());
        let start = text.find(&format!("@{name}")).unwrap_or_default();
        return Err(BrokenQuery {
            file,
            message: format!("unknown capture `@{name}`"),
            range: start..start + name.len() + 1,
            help: match near {
                Some(near) => format!("did you mean `@{near}`?"),
                None => format!("use `@code`, `@message`, and `@status`, or `@_{name}` for a name in a predicate"),
            },
        });
    }
    let predicate = (0..query.pattern_count()).find(|pattern| !query.general_predicates(*pattern).is_empty());
    if let Some(pattern) = predicate {
        let start = query.start_byte_for_pattern(pattern);
        let name = &query.general_predicates(pattern)[0].operator;
        let at = text[start..].find(&format!("#{name}")).map_or(start, |at| start + at);
        return Err(BrokenQuery {
            file,
            message: format!("unknown predicate `#{name}`"),
            range: at..at + name.len() + 1,
            help: "use `#eq?`, `#match?`, `#any-of?`, or their opposites with `not-`".to_owned(),
        });
    }
    if !query.capture_names().iter().any(|name| ["argument", "code", "const.name", "ignore", "mention"].contains(name))
    {
        return Err(source.broken(file, "query does not capture a code", "add `@code` after the node of the code"));
    }
    Ok(query)
}

/// A field whose pattern is a predicate, which would abort the process: tree-sitter 0.26 asserts that it has
/// a node.
fn field_of_predicate(text: &str) -> Option<Range<usize>> {
    // The last characters that aren't white space, and where they are.
    let mut before = [(0, ' '); 2];
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => {
                while let Some((_, char)) = chars.next().filter(|(_, char)| *char != '"') {
                    if char == '\\' {
                        chars.next();
                    }
                }
            }
            ';' => {
                chars.find(|(_, char)| *char == '\n');
                continue;
            }
            '#' if before[0].1 == ':' && before[1].1 == '(' => return Some(before[0].0..at + 1),
            _ if char.is_whitespace() => continue,
            _ => {}
        }
        before = [before[1], (at, char)];
    }
    None
}

fn explained(error: &QueryError, grammar: &Grammar, file: usize, text: &str) -> BrokenQuery {
    let range = word(text, error.offset);
    let (name, shown) = (grammar.name, &text[range.clone()]);
    let language = (grammar.language)();
    let (message, help) = match error.kind {
        QueryErrorKind::NodeType => {
            let kinds = (0..language.node_kind_count()).filter_map(|id| u16::try_from(id).ok());
            let kinds = kinds.filter(|id| language.node_kind_is_named(*id) && language.node_kind_is_visible(*id));
            (format!("{name} has no node `{shown}`"), near(shown, kinds.filter_map(|id| language.node_kind_for_id(id))))
        }
        QueryErrorKind::Field => {
            let fields = (1..=language.field_count()).filter_map(|id| u16::try_from(id).ok());
            let fields = fields.filter_map(|id| language.field_name_for_id(id));
            (format!("{name} has no field `{shown}`"), near(shown, fields))
        }
        QueryErrorKind::Capture => (
            format!("capture `{shown}` is not in this pattern"),
            "capture the node in the same pattern, before the predicate".to_owned(),
        ),
        QueryErrorKind::Structure => (
            format!("no {name} source can match this pattern"),
            format!("check which nodes can be inside of which: {NODES}"),
        ),
        QueryErrorKind::Predicate => return predicate(error, range, file, text),
        QueryErrorKind::Syntax | QueryErrorKind::Language if text[error.offset.min(text.len())..].trim().is_empty() => {
            ("query ends too early".to_owned(), "close all parentheses, brackets, and quotes".to_owned())
        }
        QueryErrorKind::Syntax | QueryErrorKind::Language => {
            ("invalid query syntax".to_owned(), "check parentheses, brackets, and quotes before this".to_owned())
        }
    };
    BrokenQuery { file, message, range, help }
}

const NODES: &str = "run `npx tree-sitter-cli parse FILE` to see the nodes of a file";

fn near<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> String {
    errbook_catalog::suggest::nearest(name, known)
        .map_or_else(|| NODES.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// A mistake in a predicate, whose position tree-sitter doesn't say. Its message can quote the part that
/// is wrong.
fn predicate(error: &QueryError, range: Range<usize>, file: usize, text: &str) -> BrokenQuery {
    let message = error.message.lines().next().unwrap_or_default();
    let quoted = message.split_once('\'').and_then(|(_, rest)| rest.rsplit_once('\'')).map(|(quoted, _)| quoted);
    let found = quoted.filter(|quoted| !quoted.is_empty()).and_then(|quoted| {
        let literal = format!("\"{quoted}\"");
        text[range.start..].find(&literal).map(|at| range.start + at..range.start + at + literal.len())
    });
    BrokenQuery {
        file,
        message: first_lower(message),
        range: found.unwrap_or(range),
        help: "correct this predicate".to_owned(),
    }
}

/// The word at a byte, or the last character before it at the end.
fn word(text: &str, at: usize) -> Range<usize> {
    let start = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    if text[start..].trim().is_empty() {
        let end = text.trim_end().len();
        return end - text[..end].chars().next_back().map_or(0, char::len_utf8)..end;
    }
    let rest = &text[start..];
    let length = rest.find(|char: char| !char.is_alphanumeric() && !"_-".contains(char)).unwrap_or(rest.len());
    start..start + if length == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { length }
}

fn first_lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}, or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
