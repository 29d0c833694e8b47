//! A finding that the baseline knows and that is no longer there. Found by [`baseline`](crate::baseline).

use errbook_catalog::RuleLevel;

use super::Scope;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Run;
