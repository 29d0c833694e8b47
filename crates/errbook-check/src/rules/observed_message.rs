//! Reports errors that a service sent with a message that the catalog doesn't have.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
