//! Error codes of Unkey
