//! The catalog as it was read for one call.

use errbook_catalog::{Catalog, Code, Dependency, Entry, Snapshot};
use errbook_check::lifecycle::Refusal;
use serde_json::{Map, Value, json};

use crate::workspace::{Access, Settings, Workspace};

/// The part of the catalog that is valid, with codes of its dependencies, and the snapshot that it is from.
pub(crate) struct Reading {
    pub(crate) snapshot: Snapshot,
    pub(crate) catalog: Catalog,
    access: Access,
}

impl Reading {
    /// With the codes of all dependencies.
    pub(crate) fn new(workspace: &impl Workspace, settings: Settings) -> Result<Reading, Refusal> {
        Reading::with(workspace, settings, |_| true)
    }

    /// With the codes that have a page on the site.
    pub(crate) fn of_site(workspace: &impl Workspace, settings: Settings) -> Result<Reading, Refusal> {
        Reading::with(workspace, settings, |of| of.has_pages)
    }

    fn with(
        workspace: &impl Workspace,
        settings: Settings,
        wanted: impl Fn(&Dependency) -> bool,
    ) -> Result<Reading, Refusal> {
        let snapshot = workspace.read()?;
        let catalog = snapshot.valid_part().ok_or_else(|| {
            let help = next_step(settings.access, "call the tool `check` to see why");
            Refusal { message: "catalog.yaml cannot be read".to_owned(), help }
        })?;
        let catalog = catalog.for_audience(settings.audience).joined(wanted);
        let catalog = catalog.map_err(|error| Refusal::new(error.to_string(), "run `errbook update`"))?;
        Ok(Reading { catalog, snapshot, access: settings.access })
    }

    /// Says that codes are missing because their entries have errors.
    pub(crate) fn note(&self) -> Option<String> {
        let what = match self.snapshot.broken().count() {
            0 if self.snapshot.report().errors() == 0 => return None,
            0 => "the catalog has errors".to_owned(),
            1 => "1 code is left out because of errors".to_owned(),
            broken => format!("{broken} codes are left out because of errors"),
        };
        let help = next_step(self.access, "call the tool `check` to see them").into_iter();
        Some(std::iter::once(what).chain(help).collect::<Vec<_>>().join("; "))
    }

    /// The code whose entry has errors that `what` means.
    pub(crate) fn broken(&self, what: &str) -> Option<Refusal> {
        let scheme = &self.catalog.manifest().scheme;
        let is_meant =
            |code: &&Code| errbook_lookup::is_file_of(scheme, what, &code.code, self.snapshot.path(code.file));
        let code = &self.snapshot.broken().find(is_meant)?.code;
        let help = next_step(self.access, "call the tool `check` to see them");
        Some(Refusal { message: format!("the entry of `{code}` has errors"), help })
    }

    /// A code in a list.
    pub(crate) fn summary(&self, entry: &Entry) -> Value {
        let fields = self.catalog.fields_of(entry).map(|(field, value)| (field.name.clone(), value.to_json()));
        let members = json!({
            "code": entry.code,
            "name": entry.name,
            "statuses": entry.statuses(),
            "summary": entry.summary,
            "state": errbook_lookup::state(entry),
            "url": self.catalog.page_url(entry),
            "fields": fields.collect::<Map<_, _>>(),
        });
        let Value::Object(mut members) = members else { return members };
        members.retain(|_, value| !value.is_null() && value.as_object().is_none_or(|fields| !fields.is_empty()));
        Value::Object(members)
    }
}

/// A published catalog has no tool `check`.
fn next_step(access: Access, help: &str) -> Vec<String> {
    if access == Access::Published { Vec::new() } else { vec![help.to_owned()] }
}
