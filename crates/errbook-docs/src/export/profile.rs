//! Profiles: the shapes of response bodies, and the paths of values in them.

use errbook::envelope::{Piece, Variable};
use errbook_catalog::{Catalog, FieldType, Negotiated, Profile};

use super::names::{self, Distinct};
use super::params::wire_type;
use super::{parts, shape};
use crate::text;
use crate::view::catalog::{
    BodyView, LeafView, NamesView, OfferView, PlaceView, ProfileHeaderView, ProfileView, ShapeView,
};

pub(super) fn all(catalog: &Catalog, types: &mut Distinct) -> Vec<ProfileView> {
    let profiles = &catalog.manifest().profiles;
    let names = names::all(profiles.iter().map(|profile| text::identifier(&profile.name)));
    profiles.iter().enumerate().map(|(at, profile)| view(catalog, at, profile, &names, types)).collect()
}

fn offer(catalog: &Catalog, names: &[NamesView], of: &Negotiated) -> OfferView {
    OfferView {
        content_type: of.content_type.clone(),
        profile: catalog.manifest().profiles[of.profile].name.clone(),
        profile_names: names[of.profile].clone(),
    }
}

/// The shape of response bodies with a status.
pub(super) fn body(profile: &ProfileView, status: u16) -> ShapeView {
    body_view(profile, status).map(|body| body.shape.clone()).unwrap_or_default()
}

/// The response bodies with a status.
pub(super) fn body_view(profile: &ProfileView, status: u16) -> Option<&BodyView> {
    profile.shapes.iter().find(|body| body.status == Some(status)).or(profile.shapes.first())
}

fn view(catalog: &Catalog, at: usize, profile: &Profile, all: &[NamesView], types: &mut Distinct) -> ProfileView {
    let names = all[at].clone();
    let wire = |variable: &Variable| match variable {
        Variable::Param(name) => (param_types(catalog, at, name), true),
        Variable::Field(name) => field_type(catalog, name),
        Variable::Action | Variable::Fix => (Vec::new(), true),
        _ => (Vec::new(), matches!(variable, Variable::RequestId | Variable::Instance | Variable::RetryAfter)),
    };
    let by_status = profile.by_status.iter().map(|(status, pieces)| (Some(*status), pieces.as_slice()));
    let bodies = std::iter::once((None, profile.envelope.as_slice())).chain(by_status);
    let body = |(status, pieces): (Option<u16>, &[Piece])| {
        let suffix = status.map_or(String::new(), |status| status.to_string());
        let type_name = types.name(format!("{}Error{suffix}", names.pascal.0));
        let shape = shape::shape(pieces, &wire);
        let mut found = Vec::new();
        leaves(&shape, &mut Vec::new(), &mut found);
        BodyView { status, type_name, shape, leaves: found }
    };
    let shapes: Vec<BodyView> = bodies.map(body).collect();
    let mut found = Vec::new();
    shapes.iter().for_each(|body| places(&body.shape, &mut Vec::new(), &mut found));
    ProfileView {
        name: profile.name.clone(),
        names,
        title: profile.title.clone(),
        content_type: profile.content_type.clone(),
        shapes,
        places: found,
        headers: profile
            .headers
            .iter()
            .map(|header| ProfileHeaderView { name: header.name.clone(), value: parts::of_profile(header) })
            .collect(),
        negotiate: profile.negotiate.iter().map(|of| offer(catalog, all, of)).collect(),
    }
}

/// All values in a body, with the paths that lead to them.
fn leaves(shape: &ShapeView, path: &mut Vec<String>, found: &mut Vec<LeafView>) {
    let spreads = |variable: Option<&str>| matches!(variable, Some("params" | "extensions"));
    let has_params = spreads(shape.variable) || spreads(shape.rest);
    if has_params || shape.parts().next().is_none() {
        found.push(LeafView { path: path.clone(), param: shape.param.clone(), has_params });
    }
    for (key, shape) in shape.parts() {
        path.push(key);
        leaves(shape, path, found);
        path.pop();
    }
}

/// How params with this name are represented in JSON, in all codes that have the profile's body.
fn param_types(catalog: &Catalog, profile: usize, name: &str) -> Vec<&'static str> {
    let entries = catalog.entries().iter();
    let has_body = |of: usize| catalog.manifest().profiles[of].bodies(of).any(|(_, body)| body == profile);
    let sent = entries.filter(|entry| entry.responses.iter().any(|response| has_body(response.profile)));
    let params = sent
        .flat_map(|entry| entry.params.iter().chain(entry.wording_params()))
        .filter(|param| param.name == name && param.is_sent());
    let mut types: Vec<&str> = params.map(|param| wire_type(param.ty)).collect();
    types.sort_unstable();
    types.dedup();
    types
}

/// How a field is represented in JSON, and whether it can be missing.
fn field_type(catalog: &Catalog, name: &str) -> (Vec<&'static str>, bool) {
    let Some(field) = catalog.fields().find(|field| field.name == name) else { return (Vec::new(), true) };
    let ty = match field.ty {
        FieldType::Integer => "integer",
        FieldType::Boolean => "boolean",
        FieldType::List => "list",
        FieldType::String | FieldType::Enum | FieldType::Url | FieldType::Date => "string",
    };
    (vec![ty], !catalog.is_complete(field))
}

/// Adds the paths of all values, except params and fields.
fn places(shape: &ShapeView, path: &mut Vec<String>, found: &mut Vec<PlaceView>) {
    let mut add = |variable: &'static str, path: &[String]| {
        let place = PlaceView { variable, path: path.to_owned() };
        if !matches!(variable, "param" | "field") && !found.contains(&place) {
            found.push(place);
        }
    };
    if let Some(variable) = shape.variable.or(shape.rest) {
        add(variable, path);
    }
    for (key, shape) in shape.parts() {
        path.push(key);
        places(shape, path, found);
        path.pop();
    }
}
