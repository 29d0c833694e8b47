#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Error {
    /// The error's code.
    pub fn code(&self) -> Code {
        Code::ALL[self.__errbook_index()]
    }

    /// The params by name, in catalog order.
    pub fn params(&self) -> ::std::vec::Vec<(&'static str, ::errbook::Value<'_>)> {
        ::errbook::TypedError::params(self)
    }
}

impl ::errbook::TypedError for Error {
    type Code = Code;

    fn code(&self) -> Code {
        Code::ALL[self.__errbook_index()]
    }

    fn fields(&self) -> ::errbook::Fields<'_> {
        self.__errbook_fields()
    }
}

impl ::core::fmt::Debug for Error {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::__private::debug(self, f)
    }
}

impl ::core::cmp::PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        ::errbook::__private::equal(self, other)
    }
}

impl ::core::cmp::Eq for Error {}

