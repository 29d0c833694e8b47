//! Findings in the baseline that no longer exist, which [`baseline`](crate::baseline) reports.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
