//! What to do about an error.

use std::time::Duration;

use crate::named::named;

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
    /// Give up: nothing known helps.
    Stop,
}

named!(ActionKind, [
    "retry" => Retry,
    "wait" => Wait,
    "fix_request" => FixRequest,
    "reauthenticate" => Reauthenticate,
    "upgrade" => Upgrade,
    "configure" => Configure,
    "contact" => Contact,
    "stop" => Stop,
]);

impl ActionKind {
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

named!(ActionBy, ["caller" => Caller, "operator" => Operator]);

/// Whether retrying the same request can succeed. [`Action::retryable`] derives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retryable {
    /// Whether it can.
    pub value: bool,
    /// Why.
    pub reason: Option<&'static str>,
}

/// Whether retrying the same request can succeed.
///
/// ```
/// use std::time::Duration;
///
/// use errbook::Retry;
///
/// /// When to send the request again.
/// fn delay(retry: Retry, attempt: u32) -> Option<Duration> {
///     match retry {
///         Retry::Never | Retry::Unknown => None,
///         Retry::After(time) => Some(time),
///         Retry::WithBackoff => Some(Duration::from_millis(100) * 2_u32.pow(attempt)),
///     }
/// }
///
/// assert_eq!(delay(Retry::WithBackoff, 3), Some(Duration::from_millis(800)));
/// assert_eq!(delay(Retry::Never, 1), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// No: the request must change.
    Never,
    /// Yes, after this time.
    After(Duration),
    /// Yes, with a delay that grows with each attempt.
    WithBackoff,
    /// Neither the catalog nor the response says.
    Unknown,
}

impl Retry {
    /// The advice of an action, a delay in seconds, and an HTTP status. The action takes precedence
    /// over the delay. Without both, the status decides (RFC 9110, sections 15.5.9, 15.6.3 to
    /// 15.6.5; RFC 6585, section 4).
    pub(crate) fn new(action: Option<ActionKind>, seconds: Option<u64>, status: Option<u16>) -> Retry {
        match (action.map(ActionKind::is_retryable), seconds, status) {
            (Some(false), ..) => Retry::Never,
            (_, Some(seconds), _) => Retry::After(Duration::from_secs(seconds)),
            (Some(true), None, _) | (None, None, Some(408 | 429 | 502 | 503 | 504)) => Retry::WithBackoff,
            (None, None, _) => Retry::Unknown,
        }
    }

    /// Whether the same request can succeed. `None` if that is unknown.
    pub const fn can_succeed(self) -> Option<bool> {
        match self {
            Retry::Never => Some(false),
            Retry::After(_) | Retry::WithBackoff => Some(true),
            Retry::Unknown => None,
        }
    }
}
