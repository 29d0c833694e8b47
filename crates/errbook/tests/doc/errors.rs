// What `errbook-build` generates for two codes, in short. The examples of the docs include it.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Code {
    NotANumber,
    TooLarge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Error {
    NotANumber,
    TooLarge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Profile {
    Api,
}

impl errbook::ResponseProfile for Profile {
    fn index(self) -> usize {
        self as usize
    }
}

impl errbook::HttpProfile for Profile {
    type Code = Code;
}

impl errbook::ErrorCode for Code {
    type Profile = Profile;
    fn all() -> &'static [Self] {
        &[Code::NotANumber, Code::TooLarge]
    }
    fn tables() -> &'static errbook::tables::Tables {
        &TABLES
    }
    fn index(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(errbook::ErrorCode::as_str(*self))
    }
}

impl std::str::FromStr for Code {
    type Err = errbook::ParseCodeError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        errbook::ParseCodeError::find(text)
    }
}

impl errbook::TypedError for Error {
    type Code = Code;
    fn code(&self) -> Code {
        match self {
            Error::NotANumber => Code::NotANumber,
            Error::TooLarge => Code::TooLarge,
        }
    }
    fn fields(&self) -> errbook::Fields<'_> {
        errbook::Fields::None
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(TABLES.message[errbook::ErrorCode::index(errbook::TypedError::code(self))])
    }
}

impl std::error::Error for Error {}

impl errbook::OperationError for Error {
    const OPERATION: &'static str = "numbers.create";
    const CODES: &'static [Code] = &[Code::NotANumber, Code::TooLarge];
}

static TABLES: errbook::tables::Tables = {
    use errbook::tables::{Column, Envelopes, Response, Scheme, Sparse, Tables};
    Tables {
        catalog: "shop",
        scheme: Scheme { prefix: "shop", separator: ":", pages: None },
        code: &["shop:not_a_number", "shop:too_large"],
        variant: &["NotANumber", "TooLarge"],
        name: &["Not a number", "Too large"],
        summary: &["", ""],
        message: &["That is not a number", "The number is too large"],
        messages: Sparse(&[]),
        wordings: Sparse(&[]),
        type_url: &[],
        path: Column { values: &[&[]], index: &[] },
        params: Column { values: &[&[]], index: &[] },
        extensions: Column { values: &[&[]], index: &[] },
        fields: Column { values: &[&[]], index: &[] },
        responses: &[Column {
            values: &[
                Some(Response { status: 400, title: "Bad Request" }),
                Some(Response { status: 413, title: "Content Too Large" }),
            ],
            index: &[0, 1],
        }],
        since: Column { values: &[None], index: &[] },
        changed: Sparse(&[]),
        action: Column { values: &[None], index: &[] },
        retry_after: Column { values: &[None], index: &[] },
        log_level: Column { values: &[None], index: &[] },
        redact: Column { values: &[false], index: &[] },
        headers: Column { values: &[&[]], index: &[] },
        filled_headers: Sparse(&[]),
        raised_by: Column { values: &[errbook::RaisedBy::All], index: &[] },
        parent: Sparse(&[]),
        related: Sparse(&[]),
        deprecated: Sparse(&[]),
        retired: Sparse(&[]),
        replaced_by: Sparse(&[]),
        reserved: Sparse(&[]),
        fix: Sparse(&[]),
        aliases: Sparse(&[]),
        by_alias: &[],
        lookup: errbook::lookup::Lookup { seed: 2, longest: 17, displacements: &[0], slots: &[1, 0] },
        depends: &[],
        profiles: &[Envelopes {
            name: "api",
            title: "API",
            content_type: "application/problem+json",
            negotiate: &[],
            envelope: errbook::envelope::RFC9457,
            by_status: &[],
            headers: &[],
        }],
    }
};
