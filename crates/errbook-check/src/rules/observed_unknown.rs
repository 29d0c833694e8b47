//! Reports codes and type URLs that a service sent and the catalog doesn't have.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Traffic);
