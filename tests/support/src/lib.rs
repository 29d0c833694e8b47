//! What tests of several packages share: Rust sources without their tests, the modules of a crate, and tools that have to be installed.

pub mod modules;
pub mod paths;
pub mod source;
pub mod tools;
