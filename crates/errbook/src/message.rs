//! Displays a code's public message with the params of an error filled in.

use std::fmt;

use crate::fields::Fields;
use crate::tables::Param;

/// Replaces a param's value in a message if clients must not see it.
pub const REDACTED: &str = "[redacted]";

/// Displays a message template with its `{param}` placeholders filled in. `{{` and `}}` become
/// braces.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// The template.
    pub template: &'a str,
    /// Its params.
    pub params: &'a [Param],
    /// Their values, in the same order.
    pub fields: Fields<'a>,
    /// Whether to show [`REDACTED`] instead of each value.
    pub redact: bool,
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.template;
        while let Some(at) = rest.find(['{', '}']) {
            f.write_str(&rest[..at])?;
            let brace = &rest[at..at + 1];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                f.write_str(brace)?;
                rest = after;
            } else if let Some((name, after)) = rest.split_once('}') {
                self.write_param(name, f)?;
                rest = after;
            }
        }
        f.write_str(rest)
    }
}

impl Message<'_> {
    fn write_param(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let position = self.params.iter().position(|param| param.name == name);
        match position.and_then(|index| self.fields.as_slice().get(index)) {
            Some(_) if self.redact => f.write_str(REDACTED),
            Some(field) => write!(f, "{}", field.value()),
            None => write!(f, "{{{name}}}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::fields::Field;
    use crate::tables::ParamType;

    fn message(template: &str, redact: bool) -> String {
        let params = [Param { name: "role", ty: ParamType::String }, Param { name: "limit", ty: ParamType::Integer }];
        let fields = Fields::Two([Field::String(&Cow::Borrowed("{admin}")), Field::Integer(&3)]);
        Message { template, params: &params, fields, redact }.to_string()
    }

    #[test]
    fn fills_in_params_and_keeps_escaped_braces() {
        assert_eq!(message("`{role}` of {limit}", false), "`{admin}` of 3");
        assert_eq!(message("{{role}} {{{limit}}} é", false), "{role} {3} é");
        assert_eq!(message("}}{{", false), "}{");
    }

    #[test]
    fn redacts_values() {
        assert_eq!(message("{role} {{x}}", true), "[redacted] {x}");
    }

    #[test]
    fn displays_invalid_templates() {
        assert_eq!(message("{other} {", false), "{other} ");
    }
}
