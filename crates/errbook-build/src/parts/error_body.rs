#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Error {
    /// Appends the response body for `profile` to `out`, and returns the status.
    ///
    /// Returns `None` and writes nothing if the profile does not send the code.
    #[must_use = "if there is no status, nothing was written"]
    pub fn write_body(
        &self,
        profile: Profile,
        occurrence: &::errbook::Occurrence<'_>,
        out: &mut ::std::string::String,
    ) -> ::core::option::Option<u16> {
        ::errbook::TypedError::write_body(self, profile, occurrence, out)
    }
}

