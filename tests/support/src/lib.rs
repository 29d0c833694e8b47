//! What tests of several packages share: Rust sources without their tests.

pub mod source;
