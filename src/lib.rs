//! The error codes of the Unkey API and gateway as Rust types. Not affiliated with Unkey.
//!
//! [`Code`] is an error code, with everything in the catalog about it:
//!
//! ```
//! use unkey_errors::{Code, Profile, unkey};
//!
//! let code: Code = "err:unkey:data:key_not_found".parse()?;
//! assert_eq!(code, unkey::data::KEY_NOT_FOUND);
//! assert_eq!(code.status(Profile::Api), Some(404));
//! println!("{}: see {}", code.name(), code.type_url().unwrap_or_default());
//! # Ok::<(), errbook::ParseCodeError>(())
//! ```
//!
//! [`Error`] is a code with the params of its message. Return it from functions, and send it:
//!
//! ```
//! use errbook::Occurrence;
//! use unkey_errors::{Error, Profile};
//!
//! fn create_role(role: &str) -> Result<(), Error> {
//!     Err(Error::DataRoleAlreadyExists { role: role.to_owned().into() })
//! }
//!
//! if let Err(error) = create_role("admin") {
//!     let mut body = String::new();
//!     let occurrence = Occurrence::default().request_id("req_2c9a0jf23l4k567");
//!     let status = error.write_body(Profile::Api, &occurrence, &mut body);
//!     assert_eq!(status, Some(409));
//!     assert!(body.contains("A role with name 'admin' already exists in this workspace"));
//! }
//! ```
//!
//! Clients parse codes as [`errbook::AnyCode`], which keeps unknown codes from newer servers
//! unchanged:
//!
//! ```
//! use errbook::AnyCode;
//! use unkey_errors::Code;
//!
//! let code: AnyCode<Code> = AnyCode::new("err:unkey:data:moon_not_found");
//! assert_eq!(code.known(), None);
//! assert_eq!(code.as_str(), "err:unkey:data:moon_not_found");
//! ```
//!
//! Feature `pages`, which is on by default, adds `Code::page`: the page of a code as Markdown, with
//! its causes and fixes. Without it, no template engine or Markdown parser is compiled.
//!
//! New codes are a minor version. A retired code remains in [`Code`], but is removed from
//! [`Error`].

errbook::include_codes!();

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("README.md")]
struct Readme;
