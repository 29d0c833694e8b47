//! Reports operations that no longer raise a code, and variants that the enums of operations lose.

use super::*;
use crate::against::operations::{ChangedEnum, Variant};

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (pair, removed, added) in comparison.operations() {
        if !removed.is_empty() {
            let message = format!("`{}` is no longer raised by `{}`", pair.new.code, removed.join("`, `"));
            let help = "add them back to `raised_by`, or retire the code if no operation raises it";
            let finding = Finding::new(message, pair.key("raised_by"), help);
            let finding = finding.and(comparison.was(pair, "raised_by"), "was raised");
            changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
        }
        if !added.is_empty() {
            let message = format!("`{}` is now raised by `{}`", pair.new.code, added.join("`, `"));
            changes.note(pair.code(), (Bump::Minor, Audience::Services), message);
        }
    }
    if !comparison.is_manifest_broken() {
        enums(comparison, changes);
    }
}

/// Compares error enums of operations. `check` reports codes that an operation no longer raises.
fn enums(comparison: &Comparison<'_>, changes: &mut Changes) {
    for ChangedEnum { operation, lost, gained } in comparison.changed_enums() {
        let change = (Bump::Major, Audience::Services);
        for variant in lost {
            match variant {
                Variant::Stage(stage) => {
                    let message =
                        format!("error enum of operation `{operation}` loses its variant for stage `{stage}`");
                    let help = "restore the stage, or release a major version";
                    let finding = Finding::new(message, comparison.manifest_key("stages"), help);
                    changes.find(None, change, finding.was(comparison.manifest_was([key("stages")]), "was here"));
                }
                Variant::Code(code) => {
                    let Some(pair) = comparison.pairs().find(|pair| pair.new.code == *code && !pair.broken) else {
                        continue;
                    };
                    let message = format!("error enum of operation `{operation}` loses its variant for `{code}`");
                    let help = "list the operation in `raised_by` too, which keeps its own variant";
                    changes.find(Some(code), change, Finding::new(message, pair.key("raised_by"), help));
                }
            }
        }
        for variant in gained {
            let (Variant::Code(name) | Variant::Stage(name)) = variant;
            let message = format!("error enum of operation `{operation}` gains a variant for `{name}`");
            changes.note(None, (Bump::Minor, Audience::Services), message);
        }
    }
    if comparison.stages_reordered() {
        let message = "order of `stages` changed, so errors may convert to the variant of another stage";
        changes.note(None, (Bump::Minor, Audience::Services), message.to_owned());
    }
}
