//! Reports values that a service sent although the catalog says that clients must not see them.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
