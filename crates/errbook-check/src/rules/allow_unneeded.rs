//! An exemption that nothing needs. Found by [`exemption`](crate::exemption).

use errbook_catalog::RuleLevel;

use super::Scope;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Run;
