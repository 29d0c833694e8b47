//! `errbook mcp`: serves the catalog to an agent on standard input and output. errbook-mcp has the
//! protocol and the tools. This module reads and changes the files.

use std::fs;
use std::path::PathBuf;

use errbook_catalog::registry::Registry;
use errbook_catalog::{Diagnostics, Snapshot};
use errbook_check::lifecycle::Refusal;
use errbook_mcp::{Access, Change, Settings, Workspace};

use super::selection::Selection;
use crate::args::{Global, Mcp};
use crate::failure::{Exit, Failure, cause};
use crate::terminal;

/// Serves until the agent closes standard input.
pub(crate) fn run(global: &Global, mcp: &Mcp) -> Result<Exit, Failure> {
    let audience = mcp.audience.into();
    match &mcp.registry {
        Some(file) => {
            let published = Published { file: file.clone() };
            published.open()?;
            serve(published, Settings { access: Access::Published, audience })
        }
        None => {
            // Without the option, the folder may get a catalog later.
            if global.catalog.is_some() {
                super::locate(global)?;
            }
            let access = if mcp.write { Access::Write } else { Access::Read };
            serve(Files { global: global.clone() }, Settings { access, audience })
        }
    }
}

fn serve(workspace: impl Workspace, settings: Settings) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::trouble(format!("cannot start the server: {}", cause(&error))))?;
    let (input, output) = terminal::streams();
    let served = runtime.block_on(errbook_mcp::serve(workspace, settings, input, output));
    // Standard input can still be open, and reading it can't be canceled.
    runtime.shutdown_background();
    served.map(|()| Exit::Clean).map_err(|error| {
        Failure::trouble(format!("the session ended early: {error}"))
            .help("start `errbook mcp` from an agent, see the guide's page \"Use errbook from an agent\"")
    })
}

/// A catalog on disk.
struct Files {
    global: Global,
}

impl Files {
    fn folder(&self) -> Result<PathBuf, Refusal> {
        super::locate(&self.global).map_err(refused)
    }
}

impl Workspace for Files {
    fn read(&self) -> Result<Snapshot, Refusal> {
        Ok(super::read(&self.folder()?, &self.global))
    }

    fn check(&self) -> Result<Diagnostics, Refusal> {
        let snapshot = self.read()?;
        let found = errbook_check::check(&snapshot, &super::check::defaults(&snapshot));
        let mut report = snapshot.into_parts().1;
        report.extend(found);
        Ok(report)
    }

    fn add(&self, code: &str) -> Result<String, Refusal> {
        let path = super::new::create(&self.folder()?, &self.global, code).map_err(refused)?;
        Ok(path.display().to_string())
    }

    fn fix(&self) -> Result<Vec<Change>, Refusal> {
        let folder = self.folder()?;
        let fixed = super::fix::apply(&folder, &self.read()?, &Selection::all()).map_err(refused)?;
        let path = |path: &str| super::file(&folder, path).display().to_string();
        Ok(fixed.iter().map(|of| Change { path: path(&of.file.path), what: super::fix::what(of) }).collect())
    }
}

/// A published `errors.json`.
struct Published {
    file: PathBuf,
}

impl Published {
    fn open(&self) -> Result<Registry, Failure> {
        let rewrite = "use a file written by `errbook export json`";
        let shown = self.file.display();
        let text =
            fs::read_to_string(&self.file).map_err(|error| Failure::io("read", &self.file, &error).help(rewrite))?;
        Registry::from_json(&text)
            .map_err(|error| Failure::unusable(format!("`{shown}`"), &error, error.is_newer(), rewrite))
    }

    fn has_no_files<T>(&self) -> Result<T, Refusal> {
        let message = format!("`{}` is a published catalog", self.file.display());
        Err(Refusal::new(message, "start `errbook mcp` in the folder of the catalog"))
    }
}

impl Workspace for Published {
    fn read(&self) -> Result<Snapshot, Refusal> {
        Ok(Snapshot::from_sources(self.open().map_err(refused)?.sources()))
    }

    fn check(&self) -> Result<Diagnostics, Refusal> {
        self.has_no_files()
    }

    fn add(&self, _: &str) -> Result<String, Refusal> {
        self.has_no_files()
    }

    fn fix(&self) -> Result<Vec<Change>, Refusal> {
        self.has_no_files()
    }
}

fn refused(failure: Failure) -> Refusal {
    Refusal { message: failure.message, help: failure.help }
}
