//! Suppressions past their `until` date, which [`exemption`](crate::exemption) reports.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
