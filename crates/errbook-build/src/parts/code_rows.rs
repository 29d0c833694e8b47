    #[doc(hidden)]
    pub const fn __errbook_row(self) -> (&'static ::errbook::tables::Tables, usize) {
        (&__ERRBOOK, self as usize)
    }

    #[doc(hidden)]
    pub const fn __errbook_own(self) -> ::core::option::Option<usize> {
        ::core::option::Option::Some(self as usize)
    }

    #[doc(hidden)]
    pub fn __errbook_at(self, index: usize) -> Code {
        Code::ALL[index]
    }
