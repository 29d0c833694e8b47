//! What to do about an error.

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// What to do.
    pub kind: ActionKind,
    /// Who can do it.
    pub by: ActionBy,
    /// Why, Markdown.
    pub reason: Option<&'static str>,
}

impl Action {
    /// Whether retrying the same request can succeed, and why.
    pub const fn retryable(self) -> Retryable {
        Retryable { value: self.kind.is_retryable(), reason: self.reason }
    }
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Send the same request again.
    Retry,
    /// Wait, and send the same request again.
    Wait,
    /// Change the request.
    FixRequest,
    /// Get or send other credentials.
    Reauthenticate,
    /// Get a larger plan or quota.
    Upgrade,
    /// Change a setting, such as a permission.
    Configure,
    /// Ask support.
    Contact,
    /// Give up: nothing that is known to help.
    Stop,
}

impl ActionKind {
    /// All kinds, and their words in catalogs and responses.
    pub const NAMED: &'static [(&'static str, ActionKind)] = &[
        ("retry", ActionKind::Retry),
        ("wait", ActionKind::Wait),
        ("fix_request", ActionKind::FixRequest),
        ("reauthenticate", ActionKind::Reauthenticate),
        ("upgrade", ActionKind::Upgrade),
        ("configure", ActionKind::Configure),
        ("contact", ActionKind::Contact),
        ("stop", ActionKind::Stop),
    ];

    /// The word for it in catalogs and responses.
    pub const fn as_str(self) -> &'static str {
        Self::NAMED[self as usize].0
    }

    /// The kind with this word. `None` for a kind that this version of errbook doesn't know.
    pub fn find(word: &str) -> Option<ActionKind> {
        Self::NAMED.iter().find(|(of, _)| *of == word).map(|(_, kind)| *kind)
    }

    /// Whether sending the same request again can succeed.
    pub const fn is_retryable(self) -> bool {
        matches!(self, ActionKind::Retry | ActionKind::Wait)
    }
}

/// The word for it in catalogs and responses.
impl std::fmt::Display for ActionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Who can resolve an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ActionBy {
    /// Whoever sends the request.
    #[default]
    Caller,
    /// Whoever runs the service. The caller can only retry, wait, or tell them.
    Operator,
}

impl ActionBy {
    /// Both, and their words in catalogs.
    pub const NAMED: &'static [(&'static str, ActionBy)] =
        &[("caller", ActionBy::Caller), ("operator", ActionBy::Operator)];

    /// The word for it in catalogs.
    pub const fn as_str(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// Whether retrying the same request can succeed. [`Action::retryable`] derives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retryable {
    /// Whether it can.
    pub value: bool,
    /// Why.
    pub reason: Option<&'static str>,
}
