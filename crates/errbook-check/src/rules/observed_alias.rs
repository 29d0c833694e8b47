//! Reports former names of codes that a service still sent.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Traffic);
