//! Suppressions that suppress nothing, which [`exemption`](crate::exemption) reports.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Run);
