#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Code {
    /// HTTP status in `profile`. `None` if the profile does not send the code.
    pub fn status(self, profile: Profile) -> ::core::option::Option<u16> {
        self.response(profile).map(|response| response.status)
    }

    /// Status and title in `profile`. `None` if the profile does not send the code.
    pub fn response(self, profile: Profile) -> ::core::option::Option<::errbook::Response> {
        ::errbook::__private::response_of(self, profile as usize).map(|(response, _)| response)
    }

    /// Template of the public message in `profile`. `None` if the profile does not send the code, or
    /// the code has no message.
    pub fn message_in(self, profile: Profile) -> ::core::option::Option<&'static str> {
        let (_, message) = ::errbook::__private::response_of(self, profile as usize)?;
        ::errbook::tables::non_empty(message)
    }
}

