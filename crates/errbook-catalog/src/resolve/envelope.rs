//! Profiles: compiles the manifest's envelopes into the pieces that the runtime writes.

use std::borrow::Cow;

use errbook::envelope::{Piece, Variable, quote};

use super::headers;
use super::world::{Spread, Spreads, World};
use super::{media_type, negotiate};
use crate::catalog::{Audience, Profile};
use crate::decode::{Decoder, Named, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::keys::Table as _;
use crate::raw::{BuiltIn, RawEnvelope, RawManifest, RawProfile};
use crate::rule::Rule;
use crate::values::Short;
use crate::yaml::{Core, Kind, Node};

impl BuiltIn {
    /// The envelope, as in a manifest.
    const fn envelope(self) -> &'static str {
        match self {
            // RFC 9457, section 3, with the code, field errors, and extensions as extension members.
            BuiltIn::Rfc9457 => {
                r#"{type: $type, title: $title, status: $status, detail: $detail, "instance?": $instance, code: $code, "errors?": $errors, "...": $extensions}"#
            }
            // The GraphQL specification, section 7.1. A response without data has no member `data`.
            BuiltIn::Graphql => {
                r#"{errors: [{message: $detail, extensions: {code: $code, type: $type, "request_id?": $request_id, "action?": $action, "retry_after?": $retry_after, "errors?": $errors, "...": $extensions}}]}"#
            }
            // JSON:API 1.1, section "Error objects".
            BuiltIn::Jsonapi => {
                r#"{errors: [{"id?": $request_id, links: {"about?": $instance, type: $type}, status: $status_string, code: $code, title: $title, detail: $detail, "meta?": {"action?": $action, "retry_after?": $retry_after, "errors?": $errors, "...": $extensions}}]}"#
            }
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            BuiltIn::Rfc9457 => "application/problem+json",
            BuiltIn::Graphql => "application/graphql-response+json",
            BuiltIn::Jsonapi => "application/vnd.api+json",
        }
    }
}

pub(super) fn profiles(
    world: &World<'_>,
    manifest: &mut RawManifest<'_>,
    decoder: &mut Decoder<'_>,
) -> Vec<(Profile, Spreads)> {
    let raw = std::mem::take(&mut manifest.profiles);
    let (mut found, negotiates): (Vec<_>, Vec<_>) =
        raw.into_iter().map(|(name, raw)| profile(world, &name, raw, decoder)).unzip();
    if !manifest.seen().is_wrong("profiles") {
        negotiate::resolve(&mut found, &negotiates, decoder);
    }
    found
}

/// A profile that doesn't negotiate yet, and its `negotiate`.
fn profile<'s>(
    world: &World<'_>,
    name: &Text<'s>,
    raw: Short<BuiltIn, RawProfile<'s>>,
    decoder: &mut Decoder<'_>,
) -> ((Profile, Spreads), Named<'s, Text<'s>>) {
    let is_name = name.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_name || !name.as_str().starts_with(|first: char| first.is_ascii_lowercase()) {
        let message = format!("`{}` cannot name a profile", name.as_str());
        decoder.error(Rule::InvalidValue, message, "use lowercase letters, digits, and `_`", name.span);
    }
    let (title, about, content_type, negotiate, headers, envelope, by_status) = match raw {
        Short::Short(built_in) => {
            (None, None, None, Vec::new(), Vec::new(), Some(RawEnvelope::BuiltIn(built_in)), Vec::new())
        }
        Short::Long(own) => {
            (own.title, own.about, own.content_type, own.negotiate, own.headers, own.envelope, own.by_status)
        }
    };
    headers::check(&headers, decoder);
    if let Some(content_type) = &content_type {
        media_type::check(content_type, decoder);
    }
    let default_type = match &envelope {
        Some(RawEnvelope::BuiltIn(built_in)) => built_in.content_type(),
        _ => "application/json",
    };
    let (envelope, spreads) = match envelope {
        Some(RawEnvelope::BuiltIn(built_in)) => compile_built_in(world, built_in),
        Some(RawEnvelope::Own(node)) => compile(world, node, decoder),
        None => Default::default(),
    };
    let mut compiled: Vec<_> = by_status
        .into_iter()
        .filter_map(|(status, node)| Some((status_key(&status, decoder)?, compile(world, node, decoder))))
        .collect();
    compiled.sort_by_key(|(status, _)| *status);
    let (by_status, of_status): (Vec<_>, Vec<_>) =
        compiled.into_iter().map(|(status, (pieces, spreads))| ((status, pieces), (status, spreads))).unzip();
    let profile = Profile {
        title: title.as_ref().map_or_else(|| super::url::words(name.as_str()), |title| title.as_str().to_owned()),
        name: name.as_str().to_owned(),
        about: about.map(|about| about.as_str().to_owned()).filter(|about| !about.trim().is_empty()),
        content_type: content_type.as_ref().map_or(default_type, Text::as_str).to_owned(),
        negotiate: Vec::new(),
        envelope,
        by_status,
        headers: headers::resolve(&headers),
        catalog: None,
    };
    ((profile, Spreads { envelope: spreads, by_status: of_status }), negotiate)
}

fn status_key(text: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<u16> {
    let status = text.as_str().parse().ok().filter(|status| (100..600).contains(status));
    if status.is_none() {
        let message = format!("`{}` is not an HTTP status", text.as_str());
        decoder.error(Rule::InvalidValue, message, "use a number such as 400", text.span);
    }
    status
}

fn compile_built_in(world: &World<'_>, built_in: BuiltIn) -> (Vec<Piece>, Vec<Spread>) {
    let mut diagnostics = Vec::new();
    let (file, text) = (crate::diagnostic::FileId(0), built_in.envelope());
    let node = crate::yaml::parse(file, text, &mut diagnostics);
    node.map(|node| compile(world, node, &mut Decoder::new(file, text, &mut diagnostics))).unwrap_or_default()
}

fn compile(world: &World<'_>, node: Node<'_>, decoder: &mut Decoder<'_>) -> (Vec<Piece>, Vec<Spread>) {
    let mut compiler = Compiler { world, pieces: Vec::new(), closed: 0, spreads: Vec::new(), decoder };
    compiler.value(node);
    (compiler.pieces, compiler.spreads)
}

struct Compiler<'c, 'd> {
    world: &'c World<'c>,
    pieces: Vec<Piece>,
    /// The number of pieces up to the end of the last optional member.
    closed: usize,
    spreads: Vec<Spread>,
    decoder: &'c mut Decoder<'d>,
}

/// Whether there is a member before the next one, so that it needs a comma.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    /// Only optional members, so it depends on the values at run time.
    Perhaps,
    Something,
}

impl Compiler<'_, '_> {
    /// Adds literal JSON, merged with the previous piece if that is literal too, and not the end of an
    /// optional member.
    fn json(&mut self, text: &str) {
        match self.pieces[self.closed..].last_mut() {
            Some(Piece::Json(before)) => before.to_mut().push_str(text),
            _ => self.pieces.push(Piece::Json(Cow::Owned(text.to_owned()))),
        }
    }

    fn separate(&mut self, before: Before) {
        match before {
            Before::Nothing => {}
            Before::Perhaps => self.pieces.push(Piece::Comma),
            Before::Something => self.json(","),
        }
    }

    fn value(&mut self, node: Node<'_>) {
        let span = node.span;
        match node.kind {
            Kind::Bad => {}
            Kind::Sequence(items) => self.array(items),
            Kind::Mapping(_) => {
                let members = self.decoder.mapping(node, "an object").unwrap_or_default();
                self.object(members);
            }
            Kind::Scalar(scalar) => match (scalar.core(), scalar.value.strip_prefix('$')) {
                (Core::String, Some(literal)) if literal.starts_with('$') => self.json(&quote(literal)),
                (Core::String, Some(name)) => {
                    if let Some(variable) = self.variable(name, span) {
                        self.pieces.push(Piece::Value(variable));
                    }
                }
                (Core::String, None) => self.json(&quote(&scalar.value)),
                (Core::Null, _) => self.json("null"),
                (Core::Boolean(value), _) => self.json(if value { "true" } else { "false" }),
                (Core::Integer(value), _) => self.json(&value.to_string()),
                (Core::Number, _) => self.json(&quote(&scalar.value)),
            },
        }
    }

    fn array(&mut self, items: Vec<Node<'_>>) {
        self.json("[");
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.json(",");
            }
            self.value(item);
        }
        self.json("]");
    }

    fn object(&mut self, members: Vec<(Text<'_>, Node<'_>)>) {
        self.json("{");
        let mut before = Before::Nothing;
        let siblings = self.names(&members);
        for (key, node) in members {
            if key.as_str() == "..." {
                self.splice(node, &siblings);
                before = before.max_perhaps();
            } else if let Some(name) = key.as_str().strip_suffix('?') {
                self.optional(name, node, before);
                before = before.max_perhaps();
            } else {
                self.separate(before);
                self.json(&format!("{}:", quote(key.as_str())));
                self.value(node);
                before = Before::Something;
            }
        }
        self.json("}");
    }

    /// The names of members, without the `?` of optional ones. Reports two of one name.
    fn names(&mut self, members: &[(Text<'_>, Node<'_>)]) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(members.len());
        for (key, _) in members.iter().filter(|(key, _)| key.as_str() != "...") {
            let name = key.as_str().strip_suffix('?').unwrap_or(key.as_str());
            if name.trim() == "..." {
                let message = format!("`{}` is not the key that spreads members", key.as_str());
                self.decoder.error(Rule::EnvelopeVariable, message, "write it as `...`", key.span);
            }
            if names.iter().any(|known| known == name) {
                let message = format!("repeated member `{name}` in the envelope");
                self.decoder.error(Rule::MemberRepeated, message, "keep one of the two", key.span);
            }
            names.push(name.to_owned());
        }
        names
    }

    /// `key?: value`: omitted if no variable in the value is present.
    fn optional(&mut self, name: &str, node: Node<'_>, before: Before) {
        let (span, reported) = (node.span, self.decoder.diagnostics.len());
        let outer = std::mem::take(&mut self.pieces);
        self.closed = 0;
        self.separate(before);
        self.json(&format!("{}:", quote(name)));
        self.value(node);
        let inner = std::mem::replace(&mut self.pieces, outer);
        let when = variables(&inner);
        if when.is_empty() && self.decoder.diagnostics.len() == reported {
            let message = format!("`{name}?` is never absent");
            self.decoder.error(Rule::EnvelopeVariable, message, "remove the `?`", span);
        }
        let pieces = u16::try_from(inner.len()).unwrap_or(u16::MAX);
        self.pieces.push(Piece::Optional { when: Cow::Owned(when), pieces });
        self.pieces.extend(inner);
        self.closed = self.pieces.len();
    }

    /// `...: $params`: spreads the members of a variable.
    fn splice(&mut self, node: Node<'_>, siblings: &[String]) {
        let (span, reported) = (node.span, self.decoder.diagnostics.len());
        let Some(text) = self.decoder.string(node, "`$params` or `$extensions`") else { return };
        match text.as_str().strip_prefix('$').and_then(|name| self.variable(name, span)) {
            Some(variable @ (Variable::Params | Variable::Extensions)) => {
                self.spreads.push(Spread { variable: variable.clone(), siblings: siblings.to_vec() });
                self.pieces.push(Piece::Members(variable));
            }
            _ if self.decoder.diagnostics.len() > reported => {}
            _ => {
                let message = "only `$params` and `$extensions` can be spread";
                self.decoder.error(Rule::EnvelopeVariable, message, "for one value, write `key: $variable`", span);
            }
        }
    }

    fn variable(&mut self, name: &str, span: Span) -> Option<Variable> {
        if let Some(param) = name.strip_prefix("param.").filter(|param| !param.is_empty()) {
            return Some(Variable::Param(Cow::Owned(param.to_owned())));
        }
        if let Some(field) = name.strip_prefix("field.").filter(|field| !field.is_empty()) {
            return Some(self.field(field, span));
        }
        let found = Variable::NAMED.iter().find(|(known, _)| *known == name);
        if found.is_none() {
            let problem = Diagnostic::error(Rule::EnvelopeVariable, format!("unknown variable `${name}`"));
            let problem = match crate::suggest::nearest(name, Variable::NAMED.iter().map(|(name, _)| *name)) {
                Some(near) => problem.help(format!("did you mean `${near}`?")),
                None => problem.help(
                    "use a variable such as `$code`, `$param.<name>`, or `$field.<name>`, or write `$$` for a dollar sign",
                ),
            };
            self.decoder.report(problem, span);
        }
        found.map(|(_, variable)| variable.clone())
    }

    /// `$field.name`. Responses are public, so an internal field can't be in one.
    fn field(&mut self, name: &str, span: Span) -> Variable {
        let fields = &self.world.fields;
        let found = match fields.iter().find(|declared| declared.field.name == name) {
            Some(declared) if declared.field.audience == Audience::Internal => {
                Diagnostic::error(Rule::EnvelopeVariable, format!("internal field `{name}` in a response"))
                    .help("remove it from the envelope, or set `audience: public` in the field")
            }
            None if !self.world.fields_broken => {
                let found = Diagnostic::error(Rule::EnvelopeVariable, format!("unknown field `{name}`"));
                match crate::suggest::nearest(name, fields.iter().map(|declared| declared.field.name.as_str())) {
                    Some(near) => found.help(format!("did you mean `$field.{near}`?")),
                    None => found.help("declare it under `fields`"),
                }
            }
            _ => return Variable::Field(Cow::Owned(name.to_owned())),
        };
        self.decoder.report(found, span);
        Variable::Field(Cow::Owned(name.to_owned()))
    }
}

impl Before {
    fn max_perhaps(self) -> Before {
        if self == Before::Something { self } else { Before::Perhaps }
    }
}

fn variables(pieces: &[Piece]) -> Vec<Variable> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Value(variable) | Piece::Members(variable) => Some(variable.clone()),
            _ => None,
        })
        .collect()
}
