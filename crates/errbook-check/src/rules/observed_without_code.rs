//! Reports responses with an error status that have no code.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Traffic);
