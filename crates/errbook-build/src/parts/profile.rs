#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Profile {
    /// Name in the catalog.
    pub const fn as_str(self) -> &'static str {
        __ERRBOOK.profiles[self as usize].name
    }

    /// Title on pages.
    pub const fn title(self) -> &'static str {
        __ERRBOOK.profiles[self as usize].title
    }

    /// Media type of the response body.
    pub const fn content_type(self) -> &'static str {
        __ERRBOOK.profiles[self as usize].content_type
    }
}

impl ::core::fmt::Display for Profile {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::errbook::ResponseProfile for Profile {
    fn index(self) -> usize {
        self as usize
    }
}

impl ::errbook::HttpProfile for Profile {
    type Code = Code;
}

