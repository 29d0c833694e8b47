//! Reads what codes are raised with in Go, Java, Python, and TypeScript (and JavaScript), with queries
//! of tree-sitter.
//!
//! `query` compiles queries, `groups` collects what they capture, `value` and `literal` evaluate it, and
//! `read` compares it with the catalog, by the `skeleton` of a message. Only `grammar` names the
//! grammars.

mod grammar;
mod groups;
mod literal;
mod node;
mod placeholders;
mod query;
mod read;
mod skeleton;
mod status_name;
mod value;

pub(crate) use query::Queries;
pub(crate) use skeleton::{Texts, plain};
