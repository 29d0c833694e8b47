//! A suppression past its `until` date. Reported by [`exemption`](crate::exemption).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
