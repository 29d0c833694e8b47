//! What tests of several packages share: Rust sources without their tests.

pub mod modules;
pub mod source;
