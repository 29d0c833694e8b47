//! Finds placeholders in messages, in common notations: `<name>`, `{name}`, `{0}`, `%s`,
//! `%(name)s`.

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
    /// `{name}` or `{0}`
    Brace,
    /// `%s`
    Percent,
    None,
}

/// A placeholder that became a param.
pub(crate) struct Found {
    pub(crate) param: Param,
    /// The param's name differs from the placeholder's.
    pub(crate) renamed: bool,
}

/// Names that a param can't have.
const RESERVED: &[&str] = &["source", "backtrace", "self", "super", "crate"];

static ANGLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<([A-Za-z_][A-Za-z0-9_.-]*)>").ok());
static BRACE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\$?\{([A-Za-z_][A-Za-z0-9_.-]*|[0-9]+)?\}").ok());
static PERCENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"%(?:\(([A-Za-z_][A-Za-z0-9_]*)\)|([0-9]+)\$)?[-+0#]*[0-9]*(?:\.[0-9]+)?(?:l{0,2})([sdiufgxXcqv])").ok()
});

impl Style {
    /// The most frequent notation in these messages.
    pub(crate) fn of(messages: impl Iterator<Item = String>) -> Style {
        let mut counts = [(Style::Angle, 0), (Style::Brace, 0), (Style::Percent, 0)];
        for message in messages {
            for (style, count) in &mut counts {
                *count += style.pattern().map_or(0, |pattern| pattern.find_iter(&message).count());
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        counts.iter().find(|(_, count)| *count == most && most > 0).map_or(Style::None, |(style, _)| *style)
    }

    /// The notation of a sample in a map file.
    pub(crate) fn named(sample: &str) -> Option<Style> {
        [Style::Angle, Style::Brace, Style::Percent]
            .into_iter()
            .find(|style| style.pattern().is_some_and(|of| of.is_match(sample)))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Style::Angle => "<x>",
            Style::Brace => "{x}",
            Style::Percent => "%s",
            Style::None => "none",
        }
    }

    fn pattern(self) -> Option<&'static Regex> {
        match self {
            Style::Angle => ANGLE.as_ref(),
            Style::Brace => BRACE.as_ref(),
            Style::Percent => PERCENT.as_ref(),
            Style::None => None,
        }
    }
}

/// Converts a message to an errbook template on one line, with its params. The example of a param
/// is the original placeholder, until someone replaces it.
pub(crate) fn template(message: &str, style: Style) -> (String, Vec<Found>) {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    let mut params: Vec<Found> = Vec::new();
    let mut written = 0;
    for found in style.pattern().iter().flat_map(|pattern| pattern.captures_iter(&message)) {
        let Some(whole) = found.get(0) else { continue };
        // `%%` is a percent sign, so the second character doesn't start a placeholder.
        let signs = message[..whole.start()].len() - message[..whole.start()].trim_end_matches('%').len();
        if style == Style::Percent && signs % 2 == 1 {
            continue;
        }
        let named = found.get(1).or_else(|| found.get(2)).map(|name| name.as_str());
        let integer =
            style == Style::Percent && found.get(3).is_some_and(|kind| matches!(kind.as_str(), "d" | "i" | "u"));
        out.push_str(&literal(&message[written..whole.start()], style));
        let name = param(named, whole.as_str(), integer, &mut params);
        out.push_str(&format!("{{{name}}}"));
        written = whole.end();
    }
    out.push_str(&literal(&message[written..], style));
    (out, params)
}

fn literal(text: &str, style: Style) -> String {
    let text = if style == Style::Percent { text.replace("%%", "%") } else { text.to_owned() };
    escaped(&text)
}

/// The name of a placeholder's param, which is added if it doesn't exist yet.
fn param(named: Option<&str>, source: &str, integer: bool, params: &mut Vec<Found>) -> String {
    if let Some(known) = named.and_then(|_| params.iter().find(|of| of.param.example == source)) {
        return known.param.name.clone();
    }
    let base = match named {
        Some(number) if number.starts_with(|first: char| first.is_ascii_digit()) => format!("value_{number}"),
        Some(name) => param_name(name),
        None => "value".to_owned(),
    };
    // Names that generated code couldn't tell apart count as one.
    let taken = |name: &str| params.iter().any(|of| go_name(&of.param.name) == go_name(name));
    let name = if taken(&base) {
        (2..).map(|number| format!("{base}_{number}")).find(|name| !taken(name)).unwrap_or(base)
    } else {
        base
    };
    let renamed = named.is_none_or(|named| named != name);
    let (ty, example) = if integer { ("integer", "1") } else { ("string", source) };
    params.push(Found { param: Param { name: name.clone(), ty, example: example.to_owned() }, renamed });
    name
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
        let (template, params) = template(message, style);
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
            shown("{0} of {name} {} ${y}", Style::Brace),
            "{value_0} of {name} {value} {y} | value_0={0} name={name} value={} y=${y}"
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
        assert_eq!(Style::named("{0}"), Some(Style::Brace));
        assert_eq!(Style::named("x"), None);
    }
}
