//! A finding that the baseline knows and that is no longer there. Found by [`baseline`](crate::baseline).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
