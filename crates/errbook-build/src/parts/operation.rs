impl ::errbook::TypedError for __ErrbookOperation {
    type Code = Code;

    fn code(&self) -> Code {
        Code::ALL[self.__errbook_index()]
    }

    fn fields(&self) -> ::errbook::Fields<'_> {
        self.__errbook_fields()
    }
}

impl ::core::fmt::Debug for __ErrbookOperation {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::__private::debug(self, f)
    }
}

impl ::core::fmt::Display for __ErrbookOperation {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::__private::display(self, f)
    }
}

impl ::std::error::Error for __ErrbookOperation {}

impl ::core::convert::From<__ErrbookOperation> for ::errbook::Report<Error> {
    #[track_caller]
    fn from(error: __ErrbookOperation) -> Self {
        Self::new(error.into())
    }
}

