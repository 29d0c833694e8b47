//! A suppression that suppresses nothing. Reported by [`exemption`](crate::exemption).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Run);
