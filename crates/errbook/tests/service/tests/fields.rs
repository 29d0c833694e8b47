//! Fields that the catalog declares: accessors, and members of response bodies.

use errbook::client::{self, Reply};
use errbook::tables::Tables;
use errbook::{Answer, AnyCode, ErrorCode, Offer, Report};
use errbook_service_tests::{Code, Error, Owner, Profile};

#[test]
fn a_required_field_has_a_value_for_each_code() {
    let owner: Owner = Code::UpstreamUnreachable.owner();
    assert_eq!((owner, owner.as_str(), owner.to_string()), (Owner::Platform, "platform", "platform".to_owned()));
    assert_eq!(Code::OrderNotFound.owner(), Owner::Checkout, "from the group above");
    assert_eq!(Code::ServiceOverloaded.owner(), Owner::Platform, "the nearest group wins");
    assert_eq!(Owner::ALL, [Owner::Checkout, Owner::Platform]);
    const _: Owner = Code::OrderNotFound.owner();
}

#[test]
fn other_fields_are_optional() {
    assert_eq!(Code::UpstreamUnreachable.areas(), ["dns", "load \"balancer\""]);
    assert_eq!(Code::OrderNotFound.areas(), [""; 0]);
    assert_eq!(Code::UpstreamUnreachable.tier(), None);
    assert_eq!(Code::UpstreamUnreachable.runbook(), Some("https://runbooks.shop.example/unreachable"));
}

#[test]
fn an_envelope_can_have_public_fields() {
    let report = Report::new(Error::UpstreamUnreachable);
    let answer = Answer::new(&report, &Offer::new(Profile::Gateway), Default::default());
    let expected = r#"{"error":{"code":"err:edge:upstream:unreachable","message":"The service cannot be reached","action":"wait","fix":"Look at the status page, or ask support","team":"platform","areas":["dns","load \"balancer\""]}}"#;
    assert_eq!(answer.body, expected);
    let reply = Reply { status: 502, content_type: None, retry_after: None, body: answer.body.as_bytes() };
    let received = client::read::<Code>(&reply).expect("an error of the catalog");
    assert_eq!(received.code, AnyCode::Known(Code::UpstreamUnreachable));
}

/// What clients can see comes from the tables.
#[test]
fn internal_fields_are_not_in_the_tables() {
    let tables: &'static Tables = Code::tables();
    let names: Vec<&str> =
        Code::ALL.iter().flat_map(|code| tables.fields.get(code.index()).iter().map(|(name, _)| *name)).collect();
    assert!(names.contains(&"owner") && names.contains(&"areas"));
    assert!(!format!("{tables:?}").contains("runbooks.shop.example"));
}
