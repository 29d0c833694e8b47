//! A finding in the baseline that no longer exists. Reported by [`baseline`](crate::baseline).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
