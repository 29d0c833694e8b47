pub fn pay() -> &'static str {
    "err:orders:not_paid"
}

pub fn ship() -> &'static str {
    "err:orders:shiped"
}

#[test]
fn paying() {
    assert_eq!(pay(), "err:orders:not_paid");
}
