//! Stages, and what raises a code.

use super::world::World;
use crate::catalog::{Origin, RaisedBy, Raiser, Stage};
use crate::decode::{Decoder, Text};
use crate::diagnostic::Diagnostic;
use crate::keys::Table as _;
use crate::raw::{AllOr, RawManifest, RawOrigin, RawRaisedBy};
use crate::rule::Rule;
use crate::values::Short;

/// The stages of the manifest.
pub(super) fn of(manifest: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Vec<Stage> {
    let owned = |text: &Text<'_>| text.as_str().to_owned();
    let mut stages = Vec::with_capacity(manifest.stages.len());
    for (name, raw) in &manifest.stages {
        if !name.as_str().starts_with(|first: char| first.is_ascii_alphabetic())
            || !name.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            let message = format!("`{}` cannot name a stage", name.as_str());
            let help = "start with a letter, and use letters, digits, and `_`";
            decoder.error(Rule::InvalidValue, message, help, name.span);
        }
        stages.push(Stage {
            name: owned(name),
            title: raw.title.as_ref().unwrap_or(name).as_str().trim_end().to_owned(),
            operations: match &raw.operations {
                Some(AllOr::List(operations)) => Some(operations.iter().map(owned).collect()),
                Some(AllOr::All) | None => None,
            },
            except: raw.except.iter().map(owned).collect(),
            catalog: None,
        });
    }
    stages
}

/// What raises a code.
pub(super) fn raised_by(world: &World<'_>, raw: Option<&RawRaisedBy<'_>>, decoder: &mut Decoder<'_>) -> RaisedBy {
    match raw {
        None => RaisedBy::Some(Vec::new()),
        Some(AllOr::All) => RaisedBy::All,
        Some(AllOr::List(items)) => {
            RaisedBy::Some(items.iter().filter_map(|item| origin(world, item, decoder)).collect())
        }
    }
}

fn origin(world: &World<'_>, raw: &Short<Text<'_>, RawOrigin<'_>>, decoder: &mut Decoder<'_>) -> Option<Origin> {
    let raw = match raw {
        Short::Short(name) => return Some(Origin { raiser: operation(name), when: None }),
        Short::Long(raw) => raw,
    };
    let raiser = match (&raw.operation, &raw.stage) {
        (Some(name), None) => operation(name),
        (None, Some(name)) => Raiser::Stage(stage(world, name, decoder)?),
        // A key with an invalid value is reported already.
        _ if raw.seen().is_wrong("operation") || raw.seen().is_wrong("stage") => return None,
        (Some(_), Some(stage)) => {
            let help = "list the operation and the stage as two items";
            decoder.error(Rule::InvalidValue, "item has both an operation and a stage", help, stage.span);
            return None;
        }
        (None, None) => {
            let help = "add `operation: ...`, or `stage: ...`";
            decoder.error(Rule::MissingKey, "item does not name an operation or a stage", help, raw.seen().span);
            return None;
        }
    };
    Some(Origin { raiser, when: raw.when.as_ref().map(|when| when.as_str().trim_end().to_owned()) })
}

fn operation(name: &Text<'_>) -> Raiser {
    Raiser::Operation(name.as_str().to_owned())
}

fn stage(world: &World<'_>, name: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<usize> {
    let index = world.stages.iter().position(|stage| stage.name == name.as_str());
    if index.is_none() && !world.stages_broken {
        let found = Diagnostic::error(Rule::UnknownStage, format!("unknown stage `{}`", name.as_str()));
        let names = world.stages.iter().map(|stage| stage.name.as_str());
        decoder.report(found.did_you_mean(name.as_str(), names, "add it to `stages` in catalog.yaml"), name.span);
    }
    index
}
