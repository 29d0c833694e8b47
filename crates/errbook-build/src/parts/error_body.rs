#[allow(dead_code, reason = "generated")]
impl Error {
    /// Appends the body that `profile` answers to `out`, and returns the status.
    ///
    /// `None`, and nothing is written, where the catalog says that this profile does not send the code.
    #[must_use = "without a status nothing was written"]
    pub fn write_body(
        &self,
        profile: Profile,
        occurrence: &::errbook::Occurrence<'_>,
        out: &mut ::std::string::String,
    ) -> ::core::option::Option<u16> {
        ::errbook::TypedError::write_body(self, profile, occurrence, out)
    }
}

