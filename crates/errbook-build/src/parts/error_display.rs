impl ::core::fmt::Display for Error {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::__private::display(self, f)
    }
}

impl ::std::error::Error for Error {}

