//! A flat scheme, in a folder of its own name, and errors that need no `thiserror`.
fn main() -> Result<(), errbook_build::Error> {
    errbook_build::Config { catalog: "errors".into(), derive_error: Some(false), ..Default::default() }.compile()
}
