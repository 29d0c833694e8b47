//! Everything that the files of a build are made of, as one hash: when it is that of the last build, the same files would come out. What only
//! the manifest of the catalog knows is added when it is known, so that the catalog need not be parsed to look.

use std::env;
use std::fs::File;
use std::hash::Hash;

use errbook_catalog::{Catalog, Sources};

use crate::args::Build;
use crate::digest::Digest;
use crate::output::{Basis, PagePath};
use crate::pages::TemplateFolder;

/// What the files are made of, but for those of the catalog that go to the site as they are.
pub(super) struct Inputs(Digest);

impl Inputs {
    /// `None` where something cannot be known, and each build has to compare.
    pub(super) fn new(build: &Build, folder: &TemplateFolder, sources: &Sources) -> Option<Inputs> {
        let mut digest = Digest::default();
        write_program(&mut digest)?;
        options(build).hash(&mut digest);
        folder.hash(&mut digest);
        sources.hash(&mut digest);
        // A catalog may be valid though a file that is no entry could not be read; who knows for how long.
        sources.are_readable().then_some(Inputs(digest))
    }

    /// Whether they are those of the last build, with what is in the catalog's folder now.
    pub(super) fn fit(&self, last: &Basis, sources: &Sources) -> bool {
        let bytes = last.site_files.iter().map(|path| sources.bytes(path).ok());
        let bytes: Option<Vec<Vec<u8>>> = bytes.collect();
        bytes.is_some_and(|bytes| self.with(last.site_files.iter().map(String::as_str).zip(&bytes)) == last.inputs)
    }

    /// What a build of this catalog is made of, and what is to be said when it need not be made again.
    pub(super) fn basis(&self, catalog: &Catalog, warnings: usize, homes: &[PagePath]) -> Basis {
        let theme = catalog.manifest().site.as_ref().map(|site| &site.theme);
        let files = theme.map_or(&[][..], |theme| &theme.files);
        Basis {
            inputs: self.with(files.iter().map(|file| (file.path.as_str(), &file.bytes))),
            site_files: files.iter().map(|file| file.path.clone()).collect(),
            warnings,
            homes: homes.to_vec(),
        }
    }

    fn with<'f>(&self, site_files: impl Iterator<Item = (&'f str, &'f Vec<u8>)>) -> String {
        let mut digest = self.0.clone();
        site_files.collect::<Vec<_>>().hash(&mut digest);
        format!("{:032x}", digest.value())
    }
}

/// What the command line says about the files.
fn options(build: &Build) -> impl Hash {
    // All fields are named, so that a new one is thought of here. Templates are read and become part of the folder; where the pages go, what
    // else is done with them and what is printed does not change them.
    let Build { target, layout, base, out: _, templates: _, merge: _, check: _, dry_run: _, format: _ } = build;
    format!("{target:?} {layout:?} {base:?}")
}

/// The running program itself: another errbook, or the same one with another dependency, may write other pages.
fn write_program(digest: &mut Digest) -> Option<()> {
    // A relative path would be looked up in another folder after `-C`.
    let program = env::current_exe().ok().filter(|path| path.is_absolute())?;
    digest.write_large_file(File::open(program).ok()?).ok()
}
