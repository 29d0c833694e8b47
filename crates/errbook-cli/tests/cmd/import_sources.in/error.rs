#[derive(Debug, thiserror::Error)]
pub enum TicketError {
    /// The ticket was used before.
    #[error("ticket {0} was used on {day}", day = .1.date())]
    Used(u64, Trip),
}
