use demo_errors::Error;

fn get() -> Result<(), Error> {
    Err(Error::DataThing)
}

#[test]
fn nothing_is_there() {
    assert_eq!(get(), Err(Error::DataThing));
}

// err:data:unused in a comment raises nothing.
fn is_compared(error: &Error) -> bool {
    matches!(error, Error::DataCompared) || *error == Error::DataCompared
}

fn sign_in() -> Result<(), AuthStageError> {
    Err(AuthStageError::DataLocked)
}

fn list() -> Result<(), ThingsListError> {
    Err(ThingsListError::AuthStage(AuthStageError::DataHidden))
}
