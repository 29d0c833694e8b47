//! An exemption that has ended. Found by [`exemption`](crate::exemption).

use errbook_catalog::RuleLevel;

use super::Scope;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Run;
