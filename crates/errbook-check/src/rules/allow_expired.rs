//! An exemption that has ended. Found by [`exemption`](crate::exemption).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Run);
