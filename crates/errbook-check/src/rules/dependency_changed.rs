//! Breaking changes of a dependency since the base, which the comparison
//! ([`against`](crate::against)) reports.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
