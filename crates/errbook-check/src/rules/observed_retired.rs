//! Reports retired codes that a service still sent.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
