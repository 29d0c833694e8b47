//! An exemption that nothing needs. Found by [`exemption`](crate::exemption).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Run);
