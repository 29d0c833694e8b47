//! Checks the strings of the catalog at run time, with one suite for both kinds of generated
//! errors.

use std::time::{Duration, SystemTime};

use errbook::envelope::FieldError;
use errbook::{Action, ActionBy, ActionKind, AnyCode, Decimal, ErrorCode, Occurrence, RaisedBy, TypedError, Url, Value};
use serde_json::json;

/// The message of `match.yaml` with its params filled in, including direction marks around `rtl`.
const KEYWORDS: &str = "`{a}` \"1\" {type} \\ */ \"# b \"q\" false 😀 \u{202e}rtl\u{202c} d e";

macro_rules! suite {
    ($module:ident) => {
        mod $module {
            use super::*;
            use hostile::$module::r#type::{r#fn, plain};
            use hostile::$module::{Code, Error, Profile};

            fn keywords() -> Error {
                Error::FnMatch {
                    r#type: "{a}".into(),
                    r#match: 1,
                    r#loop: "b".into(),
                    r#dyn: "\"q\"".into(),
                    r#in: false,
                    field: "d".into(),
                    f: "e".into(),
                }
            }

            fn every_type() -> Error {
                Error::FnAsync {
                    text: "x".into(),
                    number: -1,
                    price: Decimal::new("12.50").unwrap(),
                    link: Url::new("https://example.com").unwrap(),
                    flag: true,
                    at: SystemTime::UNIX_EPOCH + Duration::from_millis(1500),
                    wait: Duration::from_secs(30),
                    names: vec!["a".into(), "\"b\"".into()],
                }
            }

            fn body(error: &Error, profile: Profile, occurrence: &Occurrence<'_>) -> (Option<u16>, serde_json::Value) {
                let mut body = String::new();
                let status = error.write_body(profile, occurrence, &mut body);
                (status, serde_json::from_str(&body).expect("JSON"))
            }

            #[test]
            fn codes_are_sorted_and_parse_to_themselves() {
                assert!(Code::ALL.is_sorted());
                assert!(Code::ALL.is_sorted_by_key(|code| code.as_str()));
                for (index, code) in Code::ALL.iter().enumerate() {
                    assert_eq!(code.as_str().parse(), Ok(*code));
                    assert_eq!(code.index(), index);
                    assert_eq!(code.to_string(), code.as_str());
                }
                assert_eq!(Code::ALL.len(), 8);
            }

            #[test]
            fn names_and_constants() {
                assert_eq!(format!("{:?} {0}", Code::FnMatch), "FnMatch err:type:fn:match");
                assert_eq!(format!("{:>20}|", Code::FnMatch), "   err:type:fn:match|");
                assert_eq!(Code::FnMatch.name(), "Keywords: \"fn\" */ // `");
                assert!(matches!(Code::PlainExtended, plain::EXTENDED));
                assert_eq!(r#fn::MATCH, Code::FnMatch);
                const CODE: &str = plain::EXTENDED.as_str();
                assert_eq!(CODE, "err:type:plain:extended");
            }

            #[test]
            fn properties() {
                let code = Code::PlainExtended;
                assert_eq!(code.path(), ["type", "plain"]);
                assert_eq!(code.since(), Some("2025-01-01"));
                assert_eq!((code.changed(), Code::FnMatch.changed()), (Some("2025-03-01"), None));
                assert_eq!(code.retry_after(), Some(30));
                assert_eq!(code.log_level(), Some(errbook::LogLevel::Warn));
                assert_eq!(code.headers(), [("X-Hostile", "a\"b\\c")]);
                let action = Action { kind: ActionKind::Wait, by: ActionBy::Operator, reason: Some("\"later\"") };
                assert_eq!(code.action(), Some(action));
                assert_eq!(code.retryable().map(|retryable| (retryable.value, retryable.reason)), Some((true, Some("\"later\""))));
                assert_eq!(code.raised_by(), RaisedBy::Operations(&["a.b", "c\"d"]));
                assert_eq!(Code::FnAsync.raised_by(), RaisedBy::All);
                assert_eq!(code.extensions(), ["unit"]);
                assert_eq!(code.params().iter().map(|param| param.name).collect::<Vec<_>>(), ["limit", "unit"]);
                assert_eq!(code.message(), Some("{limit} of {unit}"));
                assert_eq!(code.type_url(), Some("https://example.com/docs/e/type/plain/extended"));
                assert_eq!(code.aliases(), ["err:type:fn:former", "err:type:plain:former"]);
                assert_eq!(Code::PlainPlanned.reserved(), Some("no \"service\" yet"));
                assert_eq!(Code::PlainPlanned.summary(), None);
                assert!(Code::PlainPlanned.related().eq([Code::PlainGone, Code::FnMatch]));
                assert!(Code::PlainSecret.redact() && !code.redact());
            }

            #[test]
            fn operations() {
                use hostile::$module::{ABError, CDError};
                assert_eq!((ABError::OPERATION, CDError::OPERATION), ("a.b", "c\"d"));
                assert_eq!(ABError::CODES, CDError::CODES);
                assert!(ABError::CODES.contains(&Code::PlainExtended) && ABError::CODES.contains(&Code::FnAsync));
                let error = ABError::PlainExtended { limit: 3, unit: "\"k\"".into() };
                assert_eq!(error.to_string(), "3 of \"k\"");
                let report: errbook::Report<Error> = error.into();
                assert_eq!(report.code(), Code::PlainExtended);
                assert!(ABError::try_from(report.into_error()).is_ok());
                assert_eq!(ABError::try_from(keywords()).map(Error::from), Err(keywords()));
            }

            #[test]
            fn statuses() {
                assert_eq!(Profile::ALL.iter().map(|profile| profile.as_str()).collect::<Vec<_>>(), ["self", "problem"]);
                assert_eq!(Profile::Problem.content_type(), "application/problem+json");
                assert_eq!(Code::FnMatch.status(Profile::Problem), Some(400));
                assert_eq!(Code::PlainSecret.status(Profile::Problem), None);
                assert_eq!(Code::PlainSecret.default_response().map(|response| response.title), Some("Not Found"));
            }

            #[test]
            #[allow(deprecated, reason = "what deprecation does is the test")]
            fn aliases_and_lifecycle() {
                assert_eq!("err:type:plain:former".parse(), Ok(Code::PlainExtended));
                assert_eq!(Code::PlainGone.replaced_by(), Some(Code::PlainOld));
                assert_eq!(Code::PlainOld.replaced_by(), Some(Code::PlainExtended));
                assert_eq!(Code::PlainGone.retired().and_then(|ending| ending.since), Some("2026-02-01"));
                assert_eq!(Code::PlainOld.deprecated().and_then(|ending| ending.reason), Some("\"too\" old */ `"));
                assert_eq!(Error::PlainOld.to_string(), "old");
            }

            #[test]
            fn unknown_codes_survive() {
                let error = "err:x".parse::<Code>().unwrap_err();
                assert_eq!(error.to_string(), "`err:x` is not a code in this version of the catalog `hostile`");
                for (text, code) in [("err:type:fn:match", Some(Code::FnMatch)), ("err:\"new\"", None)] {
                    let json = json!(text).to_string();
                    let any: AnyCode<Code> = serde_json::from_str(&json).unwrap();
                    assert_eq!(any.known(), code);
                    assert_eq!(serde_json::to_string(&any).unwrap(), json);
                }
                let former: AnyCode<Code> = serde_json::from_str("\"err:type:fn:former\"").unwrap();
                assert_eq!(former, AnyCode::Known(Code::PlainExtended));
                assert!(serde_json::from_str::<Code>("\"err:x\"").is_err());
                assert_eq!(serde_json::to_string(&Code::FnMatch).unwrap(), "\"err:type:fn:match\"");
            }

            #[test]
            fn messages() {
                assert_eq!(keywords().to_string(), KEYWORDS);
                assert_eq!(
                    every_type().to_string(),
                    "x -1 12.50 https://example.com true 1970-01-01T00:00:01.5Z 30s a, \"b\" x"
                );
                assert_eq!(Error::PlainPlanned.to_string(), "planned");
                assert_eq!(Error::PlainSecret { secret: "s".into() }.to_string(), "The secret s of {you} is wrong");
            }

            #[test]
            fn errors_compare_and_debug_as_derived() {
                assert_eq!(keywords(), keywords());
                assert_ne!(every_type(), keywords());
                assert_ne!(Error::PlainSecret { secret: "a".into() }, Error::PlainSecret { secret: "b".into() });
                let error = Error::PlainExtended { limit: 3, unit: "\"k\"".into() };
                assert_eq!(format!("{error:?}"), "PlainExtended { limit: 3, unit: \"\\\"k\\\"\" }");
                assert_eq!(format!("{:?}", Error::PlainPlanned), "PlainPlanned");
            }

            #[test]
            fn params_have_their_types() {
                let error = every_type();
                let params = TypedError::params(&error);
                assert_eq!(params[2], ("price", Value::Decimal("12.50")));
                assert_eq!(params[6], ("wait", Value::Duration(Duration::from_secs(30))));
                assert_eq!(params.len(), 8);
                assert_eq!(std::error::Error::source(&error).map(|_| ()), None);
            }

            #[test]
            fn bodies() {
                let errors = [FieldError { location: "body.a", message: "no", fix: None }];
                let occurrence = Occurrence::default().request_id("req\"1").errors(&errors);
                let (status, body) = body(&keywords(), Profile::ProfileSelf, &occurrence);
                assert_eq!(status, Some(400));
                assert_eq!(
                    body,
                    json!({
                        "a\"b\\{": {"detail": KEYWORDS, "id": "req\"1", "*/": "$no\"#", "type": "{a}", "match": 1, "loop": "b",
                            "dyn": "\"q\"", "in": false, "field": "d", "f": "e"},
                        "errors": [{"location": "body.a", "message": "no"}],
                    })
                );
            }

            #[test]
            fn bodies_of_a_status_with_extensions() {
                let error = Error::PlainExtended { limit: 3, unit: "keys".into() };
                let mut text = String::new();
                assert_eq!(error.write_body(Profile::ProfileSelf, &Occurrence::default(), &mut text), Some(404));
                assert_eq!(text, r#"{"detail":"3 of keys","unit":"keys","status":404}"#);
            }

            #[test]
            fn problem_details() {
                let error = Error::PlainExtended { limit: 3, unit: "keys".into() };
                let (_, body) = body(&error, Profile::Problem, &Occurrence::default().instance("/1"));
                assert_eq!(
                    body,
                    json!({
                        "type": "https://example.com/docs/e/type/plain/extended", "title": "Not Found", "status": 404,
                        "detail": "3 of keys", "instance": "/1", "code": "err:type:plain:extended", "unit": "keys",
                    })
                );
            }

            #[test]
            fn redacted_params_do_not_reach_the_client() {
                let error = Error::PlainSecret { secret: "hunter2".into() };
                let mut text = String::new();
                assert_eq!(error.write_body(Profile::ProfileSelf, &Occurrence::default(), &mut text), Some(404));
                assert_eq!(text, r#"{"detail":"The secret [redacted] of {you} is wrong","status":404}"#);
            }

            #[test]
            fn a_profile_that_does_not_send_a_code_writes_nothing() {
                let mut text = String::new();
                let error = Error::PlainSecret { secret: "x".into() };
                assert_eq!(error.write_body(Profile::Problem, &Occurrence::default(), &mut text), None);
                assert_eq!(text, "");
            }
        }
    };
}

#[test]
fn a_catalog_without_errors() {
    for code in
        [hostile::derived_nothing::Code::CardBlocked.as_str(), hostile::tables_nothing::Code::CardBlocked.as_str()]
    {
        assert_eq!(code, "CARD_BLOCKED");
    }
}

suite!(derived);
suite!(tables);
