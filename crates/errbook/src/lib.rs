//! Runtime of errbook: what generated error codes and the services that raise them use.
pub mod envelope;
mod json;
mod param;

pub use param::Value;
