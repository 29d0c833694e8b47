//! Reports errors that a service sent with another content type than their profile has.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
