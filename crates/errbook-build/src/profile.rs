//! The enum `Profile`: the formats in which services send errors. Not generated for catalogs whose
//! errors aren't sent over HTTP.

use std::fmt::Write as _;

use errbook::envelope::{Piece, Variable};
use errbook_catalog::{Catalog, Header, Profile};

use crate::literal::{self, ALLOW, attribute};
use crate::outside;

pub(crate) fn write(catalog: &Catalog, out: &mut String) {
    let profiles = &catalog.manifest().profiles;
    if profiles.is_empty() {
        out.push_str("type __ErrbookProfile = ::errbook::NoProfile;\n\n");
        return;
    }
    out.push_str("/// The format in which a service sends errors.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n");
    let _ = write!(out, "#[non_exhaustive]\n{ALLOW}pub enum Profile {{\n");
    let names = variants(profiles);
    for (profile, name) in profiles.iter().zip(&names) {
        let mut about = format!("`{}`, sent as `{}`", profile.name, profile.content_type);
        for other in &profile.negotiate {
            let _ = write!(about, ", or as `{}` if `Accept` asks for it", other.content_type);
        }
        attribute("doc", &(about + "."), out);
        let _ = writeln!(out, "{name},");
    }
    let _ = write!(out, "}}\n\n{ALLOW}impl Profile {{\n/// All profiles. The first is the default.\n");
    let all = literal::slice(names.iter().map(|name| format!("Profile::{name}")));
    let _ = writeln!(out, "pub const ALL: &'static [Profile] = {all};\n}}\n");
    out.push_str("type __ErrbookProfile = Profile;\n\n");
    out.push_str(include_str!("parts/profile.rs"));
    out.push_str(match outside::of(catalog).next() {
        None => include_str!("parts/code_profile.rs"),
        Some(_) => include_str!("parts/code_profile_outside.rs"),
    });
}

/// The envelopes as an expression.
pub(crate) fn envelopes(catalog: &Catalog) -> String {
    literal::slice(catalog.manifest().profiles.iter().map(|profile| {
        let by_status = profile.by_status.iter().map(|(status, pieces)| format!("({status}, {})", envelope(pieces)));
        let negotiate =
            profile.negotiate.iter().map(|of| format!("({}, {})", literal::string(&of.content_type), of.profile));
        format!(
            "::errbook::tables::Envelopes {{ name: {}, title: {}, content_type: {}, negotiate: {}, envelope: {}, \
             by_status: {}, headers: {} }}",
            literal::string(&profile.name),
            literal::string(&profile.title),
            literal::string(&profile.content_type),
            literal::slice(negotiate),
            envelope(&profile.envelope),
            literal::slice(by_status),
            headers(&profile.headers),
        )
    }))
}

/// Headers whose values can have params, as an expression.
pub(crate) fn headers<'h>(headers: impl IntoIterator<Item = &'h Header>) -> String {
    literal::slice(headers.into_iter().map(|header| {
        let (name, value) = (literal::string(&header.name), literal::string(&header.value));
        let unit =
            header.unit.map_or("None".to_owned(), |unit| format!("Some(::errbook::tables::HeaderUnit::{unit:?})"));
        format!("::errbook::tables::Header {{ name: {name}, value: {value}, unit: {unit} }}")
    }))
}

fn envelope(pieces: &[Piece]) -> String {
    literal::slice(pieces.iter().map(|piece| format!("::errbook::envelope::Piece::{}", piece_expression(piece))))
}

fn piece_expression(piece: &Piece) -> String {
    match piece {
        Piece::Json(text) => format!("Json(::std::borrow::Cow::Borrowed({}))", literal::string(text)),
        Piece::Comma => "Comma".to_owned(),
        Piece::Value(of) => format!("Value({})", variable(of)),
        Piece::Members(of) => format!("Members({})", variable(of)),
        Piece::Optional { when, pieces } => {
            let when = literal::slice(when.iter().map(variable));
            format!("Optional {{ when: ::std::borrow::Cow::Borrowed({when}), pieces: {pieces} }}")
        }
    }
}

fn variable(variable: &Variable) -> String {
    match variable {
        Variable::Param(name) => named("Param", name),
        Variable::Field(name) => named("Field", name),
        // The `Debug` output of the other variables is the name of their variant.
        other => format!("::errbook::envelope::Variable::{other:?}"),
    }
}

fn named(variant: &str, name: &str) -> String {
    format!("::errbook::envelope::Variable::{variant}(::std::borrow::Cow::Borrowed({}))", literal::string(name))
}

/// Names of the variants: `api_v2` becomes `ApiV2`. A name that is already used or isn't an
/// identifier gets its position as a suffix.
fn variants(profiles: &[Profile]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (index, profile) in profiles.iter().enumerate() {
        let mut name = literal::camel_case(&profile.name);
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || name == "Self" {
            name.insert_str(0, "Profile");
        }
        if names.contains(&name) {
            let _ = write!(name, "{}", index + 1);
        }
        names.push(name);
    }
    names
}
