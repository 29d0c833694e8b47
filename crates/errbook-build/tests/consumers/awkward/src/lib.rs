//! Names that mean something in Rust. Half of the test is that this compiles, also in the edition
//! and with the lints of a strict crate.
#![deny(warnings, missing_docs, unreachable_pub, rustdoc::all)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

errbook::include_codes!("derived_catalog.rs");

/// Errors that read the tables.
pub mod tables {
    errbook::include_codes!("tables_catalog.rs");
}

/// A catalog without codes.
pub mod empty {
    errbook::include_codes!("derived_empty.rs");
}

/// The same catalog, with errors that read the tables.
pub mod tables_empty {
    errbook::include_codes!("tables_empty.rs");
}

/// Codes named like types.
pub mod letters {
    errbook::include_codes!("derived_letters.rs");
}

/// The same codes, with errors that read the tables.
pub mod tables_letters {
    errbook::include_codes!("tables_letters.rs");
}

/// Numbered codes.
pub mod numbers {
    errbook::include_codes!("derived_numbers.rs");
}

/// The same codes, with errors that read the tables.
pub mod tables_numbers {
    errbook::include_codes!("tables_numbers.rs");
}

/// Codes of letters and digits.
pub mod states {
    errbook::include_codes!("derived_states.rs");
}

/// The same codes, with errors that read the tables.
pub mod tables_states {
    errbook::include_codes!("tables_states.rs");
}

#[cfg(test)]
mod tests {
    use errbook::*;

    use super::*;

    #[test]
    fn glob_imports_do_not_clash() {
        let report: Report<Error> = Error::ErrbookNew.into();
        assert_eq!(report.code(), Code::ErrbookNew);
        assert_eq!(report.code().as_str(), "err:errbook:new");
        let mut body = String::new();
        assert_eq!(report.write_body(Profile::None, None, &mut body), Some(400));
        assert_eq!(body, "{\"c\":\"err:errbook:new\"}");
    }

    #[test]
    fn fields_have_accessors() {
        let code = Code::TypeParams;
        assert_eq!((code.interface(), code.interface().as_str()), (Interface::Interface1, "1"));
        assert_eq!(code.value().map(crate::Value::as_str), Some("24/7"));
        assert_eq!((code.range(), code.map(), code.func()), (i64::MAX, true, Some("\"x\"")));
        assert_eq!((Code::ErrbookNew.interface(), Code::ErrbookNew.range()), (Interface::ABC, -1));
        assert_eq!((Code::ErrbookNew.len(), Code::ErrbookNew.object()), (&[][..], None));
        assert_eq!(crate::tables::Code::TypeParams.value(), Some(crate::tables::Value::Value247));
    }

    #[test]
    fn codes_with_digits_have_names() {
        assert_eq!(numbers::Code::CardDeclined.as_str(), "PAY-1042");
        assert_eq!(numbers::CARD_DECLINED, numbers::Code::CardDeclined);
        assert_eq!(numbers::Code::Pay0007.as_str(), "PAY-0007");
        assert_eq!(numbers::PAY_0007, numbers::Code::Pay0007);
        assert_eq!(states::Code::UniqueViolation.as_str(), "23505");
        assert_eq!(states::UNIQUE_VIOLATION, states::Code::UniqueViolation);
        assert_eq!(states::Code::Code42p01.as_str(), "42P01");
        assert_eq!(states::CODE_42P01, states::Code::Code42p01);
        assert_eq!(states::Code::P0001.as_str(), "P0001");
        assert_eq!(states::CODE_00000.as_str(), "00000");
        assert_eq!("23505".parse(), Ok(states::Code::UniqueViolation));
    }

    #[test]
    fn codes_lead_to_their_parents_and_children() {
        use numbers::{Code, pay_0007, pay_1042};
        assert_eq!(Code::Pay0007.parent(), None);
        assert_eq!(pay_0007::CURRENCY.parent(), Some(Code::Pay0007));
        assert_eq!(pay_1042::TYPE.parent(), Some(Code::CardDeclined));
        assert!(Code::Pay0007.children().eq([pay_0007::PAY_42, pay_0007::CURRENCY]));
        assert_eq!(Code::Pay1042Type.children().count(), 0);
        assert_eq!(states::Code::P0001.parent(), None);
    }

    #[test]
    fn errors_of_a_family_have_its_params() {
        use numbers::Error;
        let error = Error::Pay0007Currency { field: "amount".into(), amount: 5 };
        assert_eq!(error.to_string(), "The amount is missing: add it next to 5, not in amount");
        let error = tables_numbers::Error::Pay000742 { field: "total".into() };
        assert_eq!(error.to_string(), "The total is missing: it is empty");
        let report: Report<_> = error.into();
        let mut body = String::new();
        assert_eq!(report.write_body(tables_numbers::Profile::Api, None, &mut body), Some(422));
        assert_eq!(body, r#"{"code":"PAY-0007-42","message":"The total is missing: it is empty"}"#);
    }

    #[test]
    fn references_are_codes_without_errors() {
        assert_eq!(size_of::<Option<states::Error>>(), 0, "there is no error");
        assert_eq!(states::Code::Code42p02.message(), None);
        assert_eq!(states::Code::Code42p02.name(), "Undefined parameter");
    }
}
