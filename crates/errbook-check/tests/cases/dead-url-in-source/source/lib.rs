use demo_errors::Error;

fn get() -> Result<(), Error> {
    Err(Error::DataThing)
}

#[test]
fn nothing_is_there() {
    assert_eq!(get(), Err(Error::DataThing));
}
