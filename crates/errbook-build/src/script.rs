//! The build script: the only module of this crate that reads the environment, prints, and writes
//! files.

use std::fmt;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use errbook_catalog::{Catalog, Diagnostics};

use crate::code::Pages;
use crate::operations;
use crate::rust::{Options, rust_with};

/// Generates the codes of the catalog in `dir`, a path relative to the crate. The output is
/// `errbook.rs` in the build script's output folder, where `errbook::include_codes!()` finds it.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// # let out = tempfile::tempdir().unwrap();
/// # // SAFETY: no other thread reads the environment.
/// # unsafe { std::env::set_var("OUT_DIR", out.path()) };
/// errbook_build::compile("shop")?;
/// # let generated = std::fs::read_to_string(out.path().join("errbook.rs")).unwrap();
/// # assert!(generated.contains("pub enum Code"));
/// # Ok::<(), errbook_build::Error>(())
/// ```
///
/// # Errors
/// All mistakes in the catalog. Return the error from the build script's `main`: its `Debug` output
/// is meant for users.
pub fn compile(dir: impl AsRef<Path>) -> Result<(), Error> {
    Config { catalog: dir.as_ref().to_owned(), ..Config::default() }.compile()
}

/// Options of a build script.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// # let out = tempfile::tempdir().unwrap();
/// # // SAFETY: no other thread reads the environment.
/// # unsafe { std::env::set_var("OUT_DIR", out.path()) };
/// use errbook_build::Config;
///
/// let config = Config { catalog: "shop".into(), file: "shop.rs".into(), derive_error: Some(false), ..Config::default() };
/// config.compile()?;
/// # assert!(out.path().join("shop.rs").exists());
/// # Ok::<(), errbook_build::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the catalog, relative to the crate. Default: `catalog`.
    pub catalog: PathBuf,
    /// Name of the generated file. Default: `errbook.rs`.
    pub file: String,
    /// Whether `Error` derives `thiserror::Error`. Default: yes for catalogs with up to 300 codes.
    /// The API is the same either way.
    pub derive_error: Option<bool>,
    /// Whether to generate an enum of errors for each operation in the catalog, such as
    /// `DeployCreateDeploymentError`. Default: yes if these enums have up to 500 variants in total.
    /// An operation costs about 6 ms of compile time.
    pub operations: Option<bool>,
    /// Whether to render the pages, for `Code::page`. This needs the feature `pages`. Default: yes
    /// if the feature is enabled.
    pub pages: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            catalog: PathBuf::from("catalog"),
            file: "errbook.rs".to_owned(),
            derive_error: None,
            operations: None,
            pages: cfg!(feature = "pages"),
        }
    }
}

impl Config {
    /// Generates the codes. Call it from a build script.
    ///
    /// # Errors
    /// All mistakes in the catalog. Return the error from the build script's `main`: its `Debug`
    /// output is meant for users.
    pub fn compile(&self) -> Result<(), Error> {
        let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(Cause::NoBuildScript)?;
        let (catalog, report) = errbook_catalog::read(&self.catalog);
        let Some(catalog) = catalog else {
            return Err(Cause::Catalog(report).into());
        };
        let pages = self.write_pages(&catalog, &out)?;
        let options = Options {
            derive_error: self.derive_error,
            operations: self.operations,
            pages: pages.as_ref().map(|(file, ends)| Pages { file, ends }),
        };
        write_if_changed(&out.join(&self.file), &rust_with(&catalog, &options))?;
        tell_cargo(&self.catalog, &catalog, &report);
        if let Some(omitted) = self.operations.is_none().then(|| operations::omitted(&catalog)).flatten() {
            println!("cargo::warning={omitted}");
        }
        Ok(())
    }

    /// Writes all pages to one file next to the generated code. Returns its name and the end of
    /// each page.
    fn write_pages(&self, catalog: &Catalog, out: &Path) -> Result<Option<(String, Vec<usize>)>, Error> {
        if !self.pages {
            return Ok(None);
        }
        let (text, ends) = render_pages(catalog)?;
        let file = Path::new(&self.file).with_extension("pages.md").display().to_string();
        write_if_changed(&out.join(&file), &text)?;
        Ok(Some((file, ends)))
    }
}

#[cfg(feature = "pages")]
fn render_pages(catalog: &Catalog) -> Result<(String, Vec<usize>), Error> {
    crate::pages::render(catalog).map_err(|error| Cause::Page(error).into())
}

#[cfg(not(feature = "pages"))]
fn render_pages(_: &Catalog) -> Result<(String, Vec<usize>), Error> {
    Err(Cause::NoPages.into())
}

/// Prints cargo directives: folders to watch, and warnings of a valid catalog.
fn tell_cargo(dir: &Path, catalog: &Catalog, report: &Diagnostics) {
    for folder in catalog.folders() {
        let folder = if folder.is_empty() { dir.to_owned() } else { dir.join(folder) };
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    for diagnostic in report.diagnostics() {
        println!("cargo::warning={}", report.short(diagnostic));
    }
}

/// Keeps the modification time of an unchanged file, so cargo does not recompile.
fn write_if_changed(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| Cause::Write(path.to_owned(), error).into())
}

/// Why a build script failed.
///
/// `Debug` is the same as `Display`, because a `main` that returns an error prints its `Debug`
/// output to stderr. Cargo shows it indented below `failed to run custom build command`: a snippet
/// of the catalog for each mistake, like rustc. `cargo::error=` doesn't work here: it takes single
/// lines only, which loses the snippet and the help, and adds the prefix `error: package@version:`
/// to each line. Don't print to stdout before the catalog is known to be valid, because cargo would
/// show that too.
pub struct Error(Cause);

enum Cause {
    NoBuildScript,
    Catalog(Diagnostics),
    Write(PathBuf, io::Error),
    #[cfg(feature = "pages")]
    Page(errbook_docs::Error),
    #[cfg(not(feature = "pages"))]
    NoPages,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::NoBuildScript => f.write_str(
                "`OUT_DIR` is not set: call this function from a build script, or use `errbook_build::rust`",
            ),
            Cause::Catalog(report) => write!(f, "cannot generate the error codes\n\n{report}"),
            Cause::Write(path, error) => write!(f, "cannot write `{}`: {error}", path.display()),
            #[cfg(feature = "pages")]
            Cause::Page(error) => write!(f, "cannot render a page: {error}"),
            #[cfg(not(feature = "pages"))]
            Cause::NoPages => {
                f.write_str("pages need the feature `pages` of errbook-build: enable it in `build-dependencies`")
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl From<Cause> for Error {
    fn from(cause: Cause) -> Error {
        Error(cause)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn an_unchanged_file_keeps_its_modification_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("errbook.rs");
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let time = || fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
        write_if_changed(&path, "one").expect("written");
        fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(old)).expect("an older time");
        write_if_changed(&path, "one").expect("left alone");
        assert_eq!(time(), old);
        write_if_changed(&path, "two").expect("written");
        assert_ne!(time(), old);
    }
}
