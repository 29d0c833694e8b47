//! Counts the allocations of an error, regardless of `RUST_BACKTRACE`.

use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use allocation_counter::measure;
use errbook::{Decimal, Report, Url};
use errbook_service_tests::{Error, Profile};

/// The number of allocations for a report with a borrowed param, and for its body, written to a
/// buffer that already has capacity.
fn raise_and_write(body: &mut String) -> u64 {
    let counted = measure(|| {
        let report = Report::new(Error::OrderNotFound { order: "ord_1".into() });
        body.clear();
        let status = report.write_body(Profile::Problem, Some("req_1"), body);
        assert_eq!(status, Some(404));
    });
    counted.count_total
}

#[test]
fn an_error_and_its_body_need_one_allocation() {
    let mut body = String::with_capacity(1024);
    // The feature `observe` allocates when it counts a code for the first time.
    #[cfg(feature = "observe")]
    raise_and_write(&mut body);
    assert_eq!(raise_and_write(&mut body), 1);
    assert!(body.len() > 150, "{body}");
}

#[test]
fn displaying_allocates_nothing() {
    use std::fmt::Write as _;
    let report = Report::new(Error::OrderNotFound { order: "ord_1".into() });
    let mut text = String::with_capacity(1024);
    let counted = measure(|| {
        write!(text, "{report} {report:#} {report:?}").expect("writing to a string never fails");
    });
    assert_eq!(counted.count_total, 0);
    assert!(text.contains("ord_1"));
}

#[test]
fn displaying_every_type_of_param_allocates_nothing() {
    use std::fmt::Write as _;
    let error = Error::OrderEveryType {
        text: "x".into(),
        number: i64::MIN,
        price: Decimal::new("12.50").expect("a decimal"),
        link: Url::new("https://shop.example").expect("a URL"),
        flag: true,
        at: UNIX_EPOCH + Duration::from_nanos(1_500_000_100),
        wait: Duration::from_secs(30),
        names: vec!["a".into(), "b".into()],
    };
    let report = Report::new(error);
    let mut text = String::with_capacity(1024);
    let counted = measure(|| write!(text, "{report}").expect("writing to a string never fails"));
    assert_eq!(counted.count_total, 0);
    assert_eq!(text, "x -9223372036854775808 12.50 https://shop.example true 1970-01-01T00:00:01.5Z 30s a, b");
}

/// Runs the first test again in a separate process, with backtraces enabled in its environment.
#[test]
fn no_backtrace_is_captured() {
    let this = std::env::current_exe().expect("the test");
    for variable in ["RUST_BACKTRACE", "RUST_LIB_BACKTRACE"] {
        let mut command = Command::new(&this);
        command.args(["--exact", "an_error_and_its_body_need_one_allocation"]).env(variable, "full");
        let output = command.output().expect("it starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    }
}
