//! Finds placeholders in messages, in common notations: `<name>`, `{name}`, `{0}`, `{{name}}`,
//! `${name}`, `%s`, `%(name)s`.

use std::collections::HashSet;
use std::sync::LazyLock;

use errbook_catalog::param_name::{go_name, is_param_name, snake_case};

use regex_lite::Regex;

use crate::model::Param;
use crate::place::escaped;

/// The notation of placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `<name>`
    Angle,
    /// `{name}`, `{0}`, or `{0,number}`
    Brace,
    /// `{{name}}`
    Mustache,
    /// `${name}`
    Dollar,
    /// `%s`
    Percent,
    None,
}

/// A placeholder that became a param.
pub(crate) struct Found {
    pub(crate) param: Param,
    /// The placeholder.
    pub(crate) source: String,
    /// The param's name differs from the placeholder's.
    pub(crate) renamed: bool,
}

/// Names that a param can't have.
const RESERVED: &[&str] = &["source", "backtrace", "self", "super", "crate"];

static ANGLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<([A-Za-z_][A-Za-z0-9_.-]*)>").ok());
static BRACE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{([A-Za-z_][A-Za-z0-9_.-]*|[0-9]+)?(?:[,:!][^{}]*)?\}").ok());
static MUSTACHE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*\}\}").ok());
static DOLLAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\$\{([A-Za-z_][A-Za-z0-9_.-]*|[0-9]+)\}").ok());
static PERCENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"%(?:\(([A-Za-z_][A-Za-z0-9_]*)\)|([0-9]+)\$)?[-+0#]*[0-9]*(?:\.[0-9]+)?(?:l{0,2})([sdiufgxXcqv])").ok()
});

/// Each notation with a sample for map files. One that is part of another comes after it.
const STYLES: &[(Style, &str)] = &[
    (Style::Angle, "<x>"),
    (Style::Mustache, "{{x}}"),
    (Style::Dollar, "${x}"),
    (Style::Brace, "{x}"),
    (Style::Percent, "%s"),
];

impl Style {
    /// The most frequent notation in these messages.
    pub(crate) fn of(messages: impl Iterator<Item = String>) -> Style {
        let mut counts = vec![0; STYLES.len()];
        for message in messages {
            for (count, (style, _)) in counts.iter_mut().zip(STYLES) {
                *count += style.pattern().map_or(0, |pattern| pattern.find_iter(&message).count());
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let style = STYLES.iter().zip(counts).find(|(_, count)| *count == most && most > 0);
        style.map_or(Style::None, |((style, _), _)| *style)
    }

    /// The notation of a sample in a map file.
    pub(crate) fn named(sample: &str) -> Option<Style> {
        if sample == Style::None.name() {
            return Some(Style::None);
        }
        let is_whole = |pattern: &Regex| pattern.find(sample).is_some_and(|found| found.as_str() == sample);
        STYLES.iter().map(|(style, _)| *style).find(|style| style.pattern().is_some_and(is_whole))
    }

    /// Its sample.
    pub(crate) fn name(self) -> &'static str {
        STYLES.iter().find(|(style, _)| *style == self).map_or("none", |(_, sample)| sample)
    }

    fn pattern(self) -> Option<&'static Regex> {
        match self {
            Style::Angle => ANGLE.as_ref(),
            Style::Brace => BRACE.as_ref(),
            Style::Mustache => MUSTACHE.as_ref(),
            Style::Dollar => DOLLAR.as_ref(),
            Style::Percent => PERCENT.as_ref(),
            Style::None => None,
        }
    }
}

/// Converts a message to an errbook template on one line, with its params. The example of a param
/// is the original placeholder, until someone replaces it. `above` are the params of the messages
/// before it, whose names mean the same here.
pub(crate) fn template(message: &str, style: Style, above: &[Param]) -> (String, Vec<Found>) {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    let mut params = Params { above, found: Vec::new() };
    let mut written = 0;
    for found in style.pattern().iter().flat_map(|pattern| pattern.captures_iter(&message)) {
        let Some(whole) = found.get(0) else { continue };
        // `%%` is a percent sign, so the second character doesn't start a placeholder.
        let signs = message[..whole.start()].len() - message[..whole.start()].trim_end_matches('%').len();
        if style == Style::Percent && signs % 2 == 1 {
            continue;
        }
        // `{{x}}` is the text `{x}`.
        let before = &message[..whole.start()];
        let braces = before.len() - before.trim_end_matches('{').len();
        if style == Style::Brace && braces == 1 && message[whole.end()..].starts_with('}') {
            out.push_str(&literal(&message[written..whole.start() - 1], style));
            out.push_str(&literal(whole.as_str(), style));
            written = whole.end() + 1;
            continue;
        }
        let named = found.get(1).or_else(|| found.get(2)).map(|name| name.as_str());
        let integer =
            style == Style::Percent && found.get(3).is_some_and(|kind| matches!(kind.as_str(), "d" | "i" | "u"));
        out.push_str(&literal(&message[written..whole.start()], style));
        let name = params.name(named, whole.as_str(), integer);
        out.push_str(&format!("{{{name}}}"));
        written = whole.end();
    }
    out.push_str(&literal(&message[written..], style));
    (out, params.found)
}

fn literal(text: &str, style: Style) -> String {
    let text = if style == Style::Percent { text.replace("%%", "%") } else { text.to_owned() };
    escaped(&text)
}

/// The params of a message.
struct Params<'a> {
    above: &'a [Param],
    found: Vec<Found>,
}

impl Params<'_> {
    /// The name of a placeholder's param, which is added if it doesn't exist yet.
    fn name(&mut self, named: Option<&str>, source: &str, integer: bool) -> String {
        if let Some(known) = named.and_then(|_| self.found.iter().find(|of| of.source == source)) {
            return known.param.name.clone();
        }
        let is_number = named.is_some_and(|named| named.starts_with(|first: char| first.is_ascii_digit()));
        let base = base_name(named.unwrap_or_default());
        let (ty, example) = if integer { ("integer", "1") } else { ("string", source) };
        // A name that messages choose means the same in all of them.
        let shared = named.filter(|_| !is_number).and_then(|_| self.above.iter().find(|of| of.name == base));
        let is_shared = shared.is_some_and(|of| of.ty == ty) && !self.found.iter().any(|of| of.param.name == base);
        let taken = self.found.iter().map(|of| &of.param.name).chain(self.above.iter().map(|of| &of.name));
        let name = if is_shared { base } else { free(base, taken) };
        let renamed = named.is_none_or(|named| named != name);
        let param = Param { name: name.clone(), ty, example: example.to_owned() };
        self.found.push(Found { param, source: source.to_owned(), renamed });
        name
    }
}

/// The name itself, or with a number. Names that generated code couldn't tell apart count as one.
pub(super) fn free<'n>(base: String, taken: impl Iterator<Item = &'n String>) -> String {
    let taken: HashSet<String> = taken.map(|name| go_name(name)).collect();
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let name = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(&go_name(name)));
    name.unwrap_or(base)
}

/// The name of a param for the name or number of a placeholder, which may be empty.
pub(super) fn base_name(name: &str) -> String {
    match name {
        "" => "value".to_owned(),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => format!("value_{digits}"),
        name => param_name(name),
    }
}

/// The name of a placeholder, if a param can have it, and otherwise one in snake case.
fn param_name(name: &str) -> String {
    if is_param_name(name) && !RESERVED.contains(&snake_case(name).as_str()) {
        return name.to_owned();
    }
    let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.map(snake_case).collect::<Vec<_>>().join("_");
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("value_{name}");
    }
    if name.is_empty() || RESERVED.contains(&name.as_str()) {
        format!("{name}_name").trim_start_matches('_').to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &str, style: Style) -> String {
        let (template, params) = template(message, style, &[]);
        let params: Vec<_> = params.iter().map(|of| format!("{}={}", of.param.name, of.param.example)).collect();
        format!("{template} | {}", params.join(" "))
    }

    #[test]
    fn placeholders_become_params() {
        assert_eq!(
            shown("No <sqlExpr> in <b>, <sqlExpr>", Style::Angle),
            "No {sqlExpr} in {b}, {sqlExpr} | sqlExpr=<sqlExpr> b=<b>"
        );
        assert_eq!(shown("a < b and {x}", Style::Angle), "a < b and {{x}} | ");
        assert_eq!(
            shown("{0} of {name} {} {1,number} {n:?}, $5", Style::Brace),
            "{value_0} of {name} {value} {value_1} {n}, $5 | value_0={0} name={name} value={} value_1={1,number} n={n:?}"
        );
        assert_eq!(shown("{{a}} {b} {{{c}}}", Style::Brace), "{{a}} {b} {{{{{c}}}}} | b={b} c={c}");
        assert_eq!(shown("${a} {b}", Style::Dollar), "{a} {{b}} | a=${a}");
        assert_eq!(
            shown("'{{name}}' is not {{ kind }}.", Style::Mustache),
            "'{name}' is not {kind}. | name={{name}} kind={{ kind }}"
        );
        assert_eq!(
            shown("%s is 100%% of %d and %(who)s %%s", Style::Percent),
            "{value} is 100% of {value_2} and {who} %s | value=%s value_2=1 who=%(who)s"
        );
        assert_eq!(
            shown("{tableName} {table.Name} {table_name} {a-b} {Self}", Style::Brace),
            "{tableName} {table_name_2} {table_name_3} {a_b} {self_name} | tableName={tableName} table_name_2={table.Name} table_name_3={table_name} a_b={a-b} self_name={Self}"
        );
        assert_eq!(
            shown("<source> <self>", Style::Angle),
            "{source_name} {self_name} | source_name=<source> self_name=<self>"
        );
    }

    #[test]
    fn detects_the_most_frequent_style() {
        let of = |messages: &[&str]| Style::of(messages.iter().map(|text| (*text).to_owned()));
        assert_eq!(of(&["<a> and <b>", "{c}"]), Style::Angle);
        assert_eq!(of(&["%s"]), Style::Percent);
        assert_eq!(of(&["nothing"]), Style::None);
        assert_eq!(of(&["{{a}}"]), Style::Mustache);
        assert_eq!(of(&["${a} {b}"]), Style::Brace);
        for (sample, style) in [("{0}", Style::Brace), ("${x}", Style::Dollar), ("{{x}}", Style::Mustache)] {
            assert_eq!(Style::named(sample), Some(style), "{sample}");
        }
        assert_eq!(Style::named("none"), Some(Style::None));
        assert_eq!(Style::named("x"), None);
    }

    #[test]
    fn names_of_the_message_above_mean_the_same() {
        let (_, above) = template("%(user)s of %s", Style::Percent, &[]);
        let above: Vec<Param> = above.into_iter().map(|of| of.param).collect();
        let (message, params) = template("%s and %(user)s", Style::Percent, &above);
        assert_eq!(message, "{value_2} and {user}");
        assert_eq!(params.len(), 2);
    }
}
