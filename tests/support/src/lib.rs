//! Shared by the tests of several packages: Rust sources without their tests, the modules of a
//! crate, folders, and tools that must be installed.

pub mod folder;
pub mod modules;
pub mod paths;
pub mod source;
pub mod tools;
