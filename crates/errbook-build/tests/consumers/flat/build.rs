//! A flat code scheme, a catalog folder with another name, and errors that don't use `thiserror`.
fn main() -> Result<(), errbook_build::Error> {
    errbook_build::Config { catalog: "errors".into(), derive_error: Some(false), ..Default::default() }.compile()
}
