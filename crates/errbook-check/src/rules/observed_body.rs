//! Reports errors that a service sent in a body of another shape than their profile has.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
