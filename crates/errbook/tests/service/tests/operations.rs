//! The error enums of single operations.

use errbook::{OperationError, Report, TypedError};
use errbook_service_tests::{Code, Error, LimitsStageError, OrdersGetError, OrdersPayError, PaymentStageError};

#[test]
fn an_operation_has_the_codes_listed_in_the_catalog() {
    use Code::{
        CardDeclined, CardRevealed, CardSecret, OrderAlreadyPaid, OrderInvalid, OrderNotFound, ServiceOverloaded,
        ServiceUnexpected, UpstreamUnreachable,
    };
    assert_eq!(
        OrdersPayError::CODES,
        [
            UpstreamUnreachable,
            CardDeclined,
            CardRevealed,
            CardSecret,
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

#[test]
fn a_stage_has_one_enum_that_its_operations_share() {
    assert_eq!(LimitsStageError::CODES, [Code::ServiceOverloaded]);
    let pay = OrdersPayError::from(LimitsStageError::ServiceOverloaded);
    assert_eq!(TypedError::code(&pay), Code::ServiceOverloaded);
    assert_eq!(pay.to_string(), Error::ServiceOverloaded.to_string());
    assert_eq!(Error::from(pay), Error::ServiceOverloaded);
    let report: Report<Error> = LimitsStageError::ServiceOverloaded.into();
    assert_eq!(report.code(), Code::ServiceOverloaded);
    assert!(!OrdersGetError::CODES.contains(&Code::ServiceOverloaded));
}

#[test]
fn an_own_variant_beats_a_stage() {
    let declined = || Error::CardDeclined { last4: "4242".into() };
    assert!(matches!(OrdersPayError::try_from(declined()), Ok(OrdersPayError::CardDeclined { .. })));
    assert!(matches!(PaymentStageError::try_from(declined()), Ok(PaymentStageError::CardDeclined { .. })));
    let of_stage = OrdersPayError::try_from(Error::ServiceOverloaded);
    assert!(matches!(of_stage, Ok(OrdersPayError::LimitsStage(LimitsStageError::ServiceOverloaded))));
    let both = OrdersPayError::CODES.iter().filter(|code| **code == Code::CardDeclined);
    assert_eq!(both.count(), 1);
}
