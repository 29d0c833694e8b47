//! Reports params whose type, format, or order changed, which breaks clients that parse them and
//! services that set them.

use errbook_catalog::Format;
use errbook_catalog::registry::{Code, Param, Wording};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        for old in pair.old.all_params() {
            let mut params = pair.new.all_params();
            let Some(new) = params.find(|new| new.name == old.name && new.ty != old.ty) else { continue };
            let (name, code, now, was) = (&new.name, &pair.new.code, &new.ty, &old.ty);
            let message = format!("type of `{name}` in `{code}` changed from {was} to {now}");
            let place = place(pair.new, new, |of| pair.key(of)).then(key("type"));
            let help = format!("restore `type: {was}`, and add a new param for the new type, such as `{name}_{now}`");
            let base = declared_was(comparison, pair, old).map(|place| place.then(key("type")));
            let finding = Finding::new(message, place, help).was(base, format!("was `{was}`"));
            changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
        }
        reformatted(comparison, pair, changes);
        reordered(comparison, pair, changes);
    }
}

/// Clients that read a param from the message expect the old format.
fn reformatted(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    let is_default = |format: &String| Format::find(format).is_some_and(Format::is_default);
    let format = |param: &Param| param.format.clone().filter(|format| !is_default(format));
    for old in pair.old.all_params() {
        let same_type = |new: &&Param| new.name == old.name && new.ty == old.ty;
        let Some(new) = pair.new.all_params().find(same_type).filter(|new| format(new) != format(old)) else {
            continue;
        };
        let message = format!("format of `{}` in `{}` changed", new.name, pair.new.code);
        let help = match format(old) {
            Some(was) => format!("restore `format: {was}`"),
            None => "remove `format`, or add a new param with it".to_owned(),
        };
        let place = place(pair.new, new, |of| pair.key(of));
        let base = declared_was(comparison, pair, old);
        let finding = Finding::new(message, place, help).was(base, "the base");
        changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
    }
}

/// Where a code declares a param: by its name in `params`, or in a wording.
fn place(code: &Code, param: &Param, of_key: impl Fn(&'static str) -> Place) -> Place {
    let index = |wording: &Wording| wording.params.iter().any(|of| of.name == param.name);
    match code.wordings.iter().position(index) {
        Some(at) => of_key("wordings").then(PathStep::Item(at)).then(key("params")),
        None => of_key("params"),
    }
    .then(key(param.name.clone()))
}

/// The location of a param in the base.
fn declared_was(comparison: &Comparison<'_>, pair: Pair<'_>, param: &Param) -> Option<Place> {
    let of_key = |key: &'static str| comparison.was(pair, key);
    let in_wording = !pair.old.params.iter().any(|of| of.name == param.name);
    let base = of_key(if in_wording { "wordings" } else { "params" })?;
    Some(place(pair.old, param, |_| base.clone()))
}

/// Constructors take the params in order, so arguments of the same type would silently swap.
fn reordered(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    let common = |of: &Code, other: &Code| -> Vec<String> {
        let names = of.params.iter().map(|param| param.name.clone());
        names.filter(|name| other.params.iter().any(|param| param.name == *name)).collect()
    };
    let (old, new) = (common(pair.old, pair.new), common(pair.new, pair.old));
    if old != new {
        let message = format!("order of the params of `{}` changed", pair.new.code);
        let help = format!("restore the order: `{}`", old.join("`, `"));
        let finding = Finding::new(message, pair.key("params"), help).and(comparison.was(pair, "params"), "the base");
        changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
    }
}
