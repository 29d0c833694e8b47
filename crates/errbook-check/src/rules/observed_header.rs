//! Reports errors that a service sent without a header of the catalog, or with another value.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
