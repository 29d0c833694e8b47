//! Errors of the order service.

use std::time::Duration;

use thiserror::Error;

/// What can go wrong with an order.
#[derive(Debug, Error)]
pub enum OrderError {
    /// The order was deleted, or never existed.
    ///
    /// Deleted orders are kept for 30 days.
    #[error("order `{id}` does not exist")]
    NotFound {
        /// As in the URL.
        id: String,
    },
    #[error("order {0} is {state:?}, not {{open}}", state = .1)]
    Closed(u64, State),
    #[error(
        "the order has {} items, \
         but at most {max} are allowed",
        .items.len(),
        max = MAX_ITEMS
    )]
    TooLarge { items: Vec<Item>, customer: String },
    #[error("no answer from the warehouse within {0:?}")]
    #[deprecated(note = "the warehouse answers at once")]
    Timeout(Duration),
    #[error("cannot read the order: {source}")]
    Unreadable { source: std::io::Error },
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Not an error.
pub enum State {
    Open,
}

/// A single error.
#[derive(Debug, Error)]
#[error("the printer is out of paper")]
pub struct OutOfPaper;
