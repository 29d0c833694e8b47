//! The ids of the rules of this crate: those without which what is generated would be wrong.

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
    /// There is no manifest.
    ManifestMissing = "manifest-missing",
    /// A file cannot be read, is too large, or is no text.
    FileUnreadable = "file-unreadable",
    /// A file has a name that no entry can have.
    FileName = "file-name",
    /// Two files are the same file on a case-insensitive file system.
    FileCase = "file-case",
    /// The file is not YAML.
    YamlSyntax = "yaml-syntax",
    /// YAML that a catalog does not use: anchors, aliases, tags, directives, several documents.
    YamlFeature = "yaml-feature",
    /// A comment seems to cut a sentence.
    YamlComment = "yaml-comment",
    /// A key that does not exist.
    UnknownKey = "unknown-key",
    /// A key that stands twice.
    DuplicateKey = "duplicate-key",
    /// A value of another type than its key has.
    WrongType = "wrong-type",
    /// A value that its key does not allow.
    InvalidValue = "invalid-value",
    /// A key that must be there.
    MissingKey = "missing-key",
    /// A segment of a code that its level does not allow, or too many or too few of them.
    CodeSegment = "code-segment",
    /// A group that the manifest does not list.
    UnknownGroup = "unknown-group",
    /// Two codes with one Rust name.
    IdentifierClash = "identifier-clash",
    /// A name that Rust or the generated code needs for itself.
    IdentifierReserved = "identifier-reserved",
    /// A status outside 400 to 599.
    StatusRange = "status-range",
    /// No status for a service that sends the code.
    StatusMissing = "status-missing",
    /// No title for a status without a reason phrase.
    TitleMissing = "title-missing",
    /// A profile that the manifest does not have.
    UnknownProfile = "unknown-profile",
    /// A status or title for a service that does not send the code.
    ProfileNotSending = "profile-not-sending",
    /// A message with line breaks, white space around it, or broken placeholders.
    MessageForm = "message-form",
    /// A placeholder without a param.
    ParamUndeclared = "param-undeclared",
    /// A param that nothing uses.
    ParamUnused = "param-unused",
    /// An example that is not of the param's type.
    ParamExample = "param-example",
    /// A code that does not exist.
    UnknownCode = "unknown-code",
    /// A code that names itself.
    SelfReference = "self-reference",
    /// A related code listed twice.
    RelatedTwice = "related-twice",
    /// An alias that is a live code, or that two entries claim.
    AliasClaimed = "alias-claimed",
    /// A former URL that is a page, or that two claim.
    RedirectClaimed = "redirect-claimed",
    /// A date or version that is none.
    DateInvalid = "date-invalid",
    /// A code that ended before it began.
    DateOrder = "date-order",
    /// An envelope with a variable that does not exist.
    EnvelopeVariable = "envelope-variable",
    /// A request that cannot be made.
    RequestForm = "request-form",
    /// An entry that is not finished.
    Draft = "draft",
}
