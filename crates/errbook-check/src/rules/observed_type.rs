//! Reports errors that a service sent with another type URL than the catalog has.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
