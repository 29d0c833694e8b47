/// Errors of requests.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// The client waited too long.
    #[error("{0} bytes are more than {limit}", limit = LIMIT)]
    TooLarge(#[doc = "As sent."] usize),
    #[error(fmt = show)]
    Http2(u8),
}

pub mod upstream {
    /// Errors of the services behind the gateway.
    #[derive(thiserror::Error, Debug)]
    #[non_exhaustive]
    pub enum UpstreamError {
        #[error(r#"service "{name}" is down ({attempt} of {attempts})"#)]
        Down { name: &'static str, attempt: Option<u8>, attempts: std::num::NonZeroU8, backtrace: Backtrace },
    }
}
