#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Code {
    /// HTTP status in `profile`. `None` if the profile does not send the code.
    pub const fn status(self, profile: Profile) -> ::core::option::Option<u16> {
        match self.response(profile) {
            ::core::option::Option::Some(response) => ::core::option::Option::Some(response.status),
            ::core::option::Option::None => ::core::option::Option::None,
        }
    }

    /// Status and title in `profile`. `None` if the profile does not send the code.
    pub const fn response(self, profile: Profile) -> ::core::option::Option<::errbook::Response> {
        __ERRBOOK.response(profile as usize, self as usize)
    }
    /// Template of the public message in `profile`. `None` if the profile does not send the code, or
    /// the code has no message.
    pub fn message_in(self, profile: Profile) -> ::core::option::Option<&'static str> {
        self.response(profile)?;
        ::errbook::tables::non_empty(__ERRBOOK.message_in(profile as usize, self as usize))
    }
}

