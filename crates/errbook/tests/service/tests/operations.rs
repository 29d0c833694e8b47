//! The error enums of single operations.

use errbook::{OperationError, TypedError};
use errbook_service_tests::{Code, Error, OrdersGetError, OrdersPayError};

#[test]
fn an_operation_has_the_codes_listed_in_the_catalog() {
    use Code::{
        CardDeclined, OrderAlreadyPaid, OrderInvalid, OrderNotFound, ServiceOverloaded, ServiceUnexpected,
        UpstreamUnreachable,
    };
    assert_eq!(
        OrdersPayError::CODES,
        [
            UpstreamUnreachable,
            CardDeclined,
            OrderAlreadyPaid,
            OrderInvalid,
            OrderNotFound,
            ServiceOverloaded,
            ServiceUnexpected
        ]
    );
    assert!(OrdersPayError::CODES.is_sorted());
    assert_eq!(<OrdersGetError as OperationError>::OPERATION, "orders.get");
    assert!(OrdersGetError::CODES.contains(&Code::VaultSealed));
}

#[test]
fn its_errors_convert_to_the_enum_of_all_errors() {
    let narrow = || OrdersPayError::CardDeclined { last4: "4242".into() };
    let wide = Error::from(narrow());
    assert_eq!(narrow().to_string(), wide.to_string());
    assert_eq!(format!("{:?}", narrow()), format!("{wide:?}"));
    assert_eq!(narrow().params(), wide.params());
    assert_eq!(TypedError::code(&narrow()), wide.code());
    assert_eq!(OrdersPayError::try_from(wide).map(Error::from), Ok(Error::from(narrow())));
}

#[test]
fn returns_an_error_of_another_operation() {
    let error = || Error::CardDeclined { last4: "4242".into() };
    assert_eq!(OrdersGetError::try_from(error()).map(Error::from), Err(error()));
}
