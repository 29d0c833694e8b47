//! Rules of the loader: mistakes that would make generated output wrong.

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)*) => {
        /// A rule of this crate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Rule] = &[$(Rule::$name,)*];

            /// Stable id, such as `unknown-key`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Rule::$name => $id,)*
                }
            }
        }
    };
}

rules! {
    /// There isn't a manifest.
    ManifestMissing = "manifest-missing",
    /// A file can't be read, is too large, or isn't text.
    FileUnreadable = "file-unreadable",
    /// The name of a file isn't valid for an entry.
    FileName = "file-name",
    /// Two files are the same file on a case-insensitive file system.
    FileCase = "file-case",
    /// The file is not YAML.
    YamlSyntax = "yaml-syntax",
    /// YAML features that catalogs don't allow: anchors, aliases, tags, directives, and multiple
    /// documents.
    YamlFeature = "yaml-feature",
    /// A comment seems to cut off a sentence.
    YamlComment = "yaml-comment",
    /// A key that isn't defined.
    UnknownKey = "unknown-key",
    /// A key that occurs twice.
    DuplicateKey = "duplicate-key",
    /// An old key that another one replaces.
    DeprecatedKey = "deprecated-key",
    /// A value of the wrong type.
    WrongType = "wrong-type",
    /// A value that its key does not allow.
    InvalidValue = "invalid-value",
    /// A required key is missing.
    MissingKey = "missing-key",
    /// A segment of a code doesn't match the pattern of its level, or a code has too many or too
    /// few segments.
    CodeSegment = "code-segment",
    /// A group that isn't in the manifest.
    UnknownGroup = "unknown-group",
    /// Two codes that get the same Rust name.
    IdentifierClash = "identifier-clash",
    /// A name that isn't a valid Rust identifier.
    IdentifierReserved = "identifier-reserved",
    /// A status outside the range of errors.
    StatusRange = "status-range",
    /// A missing status for a service that sends the code.
    StatusMissing = "status-missing",
    /// A missing title for a status without a reason phrase.
    TitleMissing = "title-missing",
    /// A profile that isn't in the manifest.
    UnknownProfile = "unknown-profile",
    /// A stage that isn't in the manifest.
    UnknownStage = "unknown-stage",
    /// A value for a service that doesn't send the code.
    ProfileNotSending = "profile-not-sending",
    /// A key of responses for codes that are only a reference.
    ReferenceResponse = "reference-response",
    /// A message with line breaks, leading or trailing whitespace, or invalid placeholders.
    MessageForm = "message-form",
    /// A missing message for a service that sends the code.
    MessageMissing = "message-missing",
    /// A wording that repeats another text of its code.
    WordingRepeated = "wording-repeated",
    /// A placeholder without a param of its name.
    ParamUndeclared = "param-undeclared",
    /// A param that isn't used.
    ParamUnused = "param-unused",
    /// A sensitive param that a response would show although the entry doesn't reveal it.
    SensitiveSent = "sensitive-sent",
    /// An example that doesn't match the param's type.
    ParamExample = "param-example",
    /// A dependency that `errbook update` has not resolved, or whose file can't be used.
    DependencyUnresolved = "dependency-unresolved",
    /// Dependencies that don't fit together, or don't fit this catalog.
    DependencyConflict = "dependency-conflict",
    /// A reference to a code that doesn't exist.
    UnknownCode = "unknown-code",
    /// A code that refers to itself.
    SelfReference = "self-reference",
    /// A related code listed twice.
    RelatedTwice = "related-twice",
    /// An alias that is an existing code, or that two entries claim.
    AliasClaimed = "alias-claimed",
    /// A redirect that is an existing page, or that is claimed twice.
    RedirectClaimed = "redirect-claimed",
    /// An invalid date or version.
    DateInvalid = "date-invalid",
    /// Dates or versions in the wrong order.
    DateOrder = "date-order",
    /// An envelope that uses an unknown variable.
    EnvelopeVariable = "envelope-variable",
    /// A response body with two members of one name.
    MemberRepeated = "member-repeated",
    /// An invalid request.
    RequestForm = "request-form",
    /// An unfinished entry.
    Draft = "draft",
}
