#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Code {
    /// The code as a string, as in responses.
    pub const fn as_str(self) -> &'static str {
        __ERRBOOK.code[self as usize]
    }

    /// Parses a code or an alias.
    pub fn find(text: &str) -> ::core::option::Option<Code> {
        ::errbook::ErrorCode::find(text)
    }

    /// Human-readable name.
    pub const fn name(self) -> &'static str {
        __ERRBOOK.name[self as usize]
    }

    /// One or two plain-text sentences, if the catalog has them.
    pub const fn summary(self) -> ::core::option::Option<&'static str> {
        ::errbook::tables::non_empty(__ERRBOOK.summary[self as usize])
    }

    /// Template of the public message, with `{param}` placeholders: that of the first profile that
    /// sends the code. `None` only for drafts, retired codes, and references.
    pub const fn message(self) -> ::core::option::Option<&'static str> {
        ::errbook::tables::non_empty(__ERRBOOK.message[self as usize])
    }

    /// Templates of other texts that services send, which no variant of [`Error`] has.
    pub fn wordings(self) -> &'static [&'static str] {
        __ERRBOOK.wordings.get(self as usize).map(|wordings| wordings.texts).unwrap_or_default()
    }

    /// Parameters of the messages.
    pub const fn params(self) -> &'static [::errbook::Param] {
        __ERRBOOK.params.get(self as usize)
    }

    /// Names of the params that are also members of the response body.
    pub const fn extensions(self) -> &'static [&'static str] {
        __ERRBOOK.extensions.get(self as usize)
    }

    /// The `type` of responses with the code: the URL of its page, unless its entry sets another URI.
    /// `None` if the catalog has neither a site nor such a URI.
    pub fn type_url(self) -> ::core::option::Option<&'static str> {
        __ERRBOOK.type_url.get(self as usize).copied()
    }

    /// Groups that contain the code, outermost first.
    pub const fn path(self) -> &'static [&'static str] {
        __ERRBOOK.path.get(self as usize)
    }

    /// Status and title in the first profile that sends the code. `None` if no profile sends it.
    pub fn default_response(self) -> ::core::option::Option<::errbook::Response> {
        __ERRBOOK.default_response(self as usize)
    }

    /// Date or version in which the code was added.
    pub const fn since(self) -> ::core::option::Option<&'static str> {
        __ERRBOOK.since.get(self as usize)
    }

    /// Date or version of the last change to what services send for the code.
    pub fn changed(self) -> ::core::option::Option<&'static str> {
        __ERRBOOK.changed.get(self as usize).copied()
    }

    /// What to do about the error, and who can do it. `None` if the catalog does not specify it.
    pub const fn action(self) -> ::core::option::Option<::errbook::Action> {
        __ERRBOOK.action.get(self as usize)
    }

    /// Whether retrying the same request can succeed, and why. Derived from [`Code::action`].
    pub const fn retryable(self) -> ::core::option::Option<::errbook::Retryable> {
        match self.action() {
            ::core::option::Option::Some(action) => ::core::option::Option::Some(action.retryable()),
            ::core::option::Option::None => ::core::option::Option::None,
        }
    }

    /// Seconds to wait before a retry.
    pub const fn retry_after(self) -> ::core::option::Option<u64> {
        __ERRBOOK.retry_after.get(self as usize)
    }

    /// Level at which services log the error.
    pub const fn log_level(self) -> ::core::option::Option<::errbook::LogLevel> {
        __ERRBOOK.log_level.get(self as usize)
    }

    /// Whether params are hidden from clients.
    pub const fn redact(self) -> bool {
        __ERRBOOK.redact.get(self as usize)
    }

    /// Headers of the response, without those that have params, and those of profiles.
    pub const fn headers(self) -> &'static [(&'static str, &'static str)] {
        __ERRBOOK.headers.get(self as usize)
    }

    /// Operations that can raise the code.
    pub const fn raised_by(self) -> ::errbook::RaisedBy {
        __ERRBOOK.raised_by.get(self as usize)
    }

    /// The nearest code above it, such as `kv:raft` for `kv:raft:timeout`.
    pub fn parent(self) -> ::core::option::Option<Code> {
        __ERRBOOK.parent.get(self as usize).map(|index| Code::ALL[*index as usize])
    }

    /// The codes whose parent it is, sorted.
    pub fn children(self) -> impl ::core::iter::Iterator<Item = Code> {
        __ERRBOOK.children(self as usize).map(move |index| Code::ALL[index])
    }

    /// Related codes, in the order on the page.
    pub fn related(self) -> impl ::core::iter::ExactSizeIterator<Item = Code> {
        let related = __ERRBOOK.related.get(self as usize).copied().unwrap_or_default();
        related.iter().map(move |index| Code::ALL[*index as usize])
    }

    /// When and why the code was deprecated.
    pub fn deprecated(self) -> ::core::option::Option<&'static ::errbook::Ending> {
        __ERRBOOK.deprecated.get(self as usize)
    }

    /// When and why the code was retired. A retired code has no variant in [`Error`].
    pub fn retired(self) -> ::core::option::Option<&'static ::errbook::Ending> {
        __ERRBOOK.retired.get(self as usize)
    }

    /// The code that replaces this deprecated or retired code.
    pub fn replaced_by(self) -> ::core::option::Option<Code> {
        __ERRBOOK.replaced_by.get(self as usize).map(|index| Code::ALL[*index as usize])
    }

    /// Why the code is reserved: no service sends it yet.
    pub fn reserved(self) -> ::core::option::Option<&'static str> {
        __ERRBOOK.reserved.get(self as usize).copied()
    }

    /// Aliases, which parse to this code.
    pub fn aliases(self) -> &'static [&'static str] {
        __ERRBOOK.aliases.get(self as usize).copied().unwrap_or_default()
    }
}

impl ::errbook::ErrorCode for Code {
    type Profile = __ErrbookProfile;

    fn all() -> &'static [Self] {
        Self::ALL
    }

    fn tables() -> &'static ::errbook::tables::Tables {
        &__ERRBOOK
    }

    fn index(self) -> usize {
        self as usize
    }
}

#[allow(clippy::nursery, reason = "the codes of an empty catalog are uninhabited")]
impl ::core::fmt::Debug for Code {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(__ERRBOOK.variant[*self as usize])
    }
}

impl ::core::fmt::Display for Code {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Code {
    type Err = ::errbook::ParseCodeError;

    fn from_str(text: &str) -> ::core::result::Result<Self, ::errbook::ParseCodeError> {
        ::errbook::ParseCodeError::find(text)
    }
}

#[allow(clippy::nursery, reason = "the codes of an empty catalog are uninhabited")]
impl ::errbook::__private::serde_core::Serialize for Code {
    fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
    where
        S: ::errbook::__private::serde_core::Serializer,
    {
        ::errbook::__private::serialize_code(*self, serializer)
    }
}

impl<'de> ::errbook::__private::serde_core::Deserialize<'de> for Code {
    fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
    where
        D: ::errbook::__private::serde_core::Deserializer<'de>,
    {
        ::errbook::__private::deserialize_code(deserializer)
    }
}

