//! Reports params of errors that a service sent and the catalog doesn't declare, or with another
//! type.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
