//! Locations of findings for other tools: lines, columns, bytes, and paths from the root of the
//! repository.

use std::env;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use errbook_catalog::{Diagnostics, Label};

/// A range of a file. Lines and columns count from 1, and columns count characters. The end is
/// exclusive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// The range of a label.
pub(super) fn region(report: &Diagnostics, label: &Label) -> Region {
    let (line, column) = report.position(label.file, label.span.start);
    let (end_line, end_column) = report.position(label.file, label.span.end);
    Region { line, column, end_line, end_column }
}

/// The folder that paths are relative to in a service that shows findings.
#[derive(Debug, Default)]
pub(super) struct Root {
    /// The current folder and the root, both absolute. Without them, paths don't change.
    folders: Option<(PathBuf, PathBuf)>,
}

impl Root {
    /// The root of the repository that GitHub or GitLab checked out. It isn't the folder of `-C`, and may
    /// differ from the current folder.
    pub(super) fn of_environment() -> Root {
        let set = |name| env::var_os(name).filter(|path| !path.is_empty());
        let workspace = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].into_iter().find_map(set);
        let workspace = workspace.and_then(|path| PathBuf::from(path).canonicalize().ok());
        let current = env::current_dir().and_then(|path| path.canonicalize()).ok();
        Root { folders: current.zip(workspace) }
    }

    /// The path from the root, with slashes. A path outside the root keeps its form.
    pub(super) fn path(&self, path: &str) -> String {
        let below = self.folders.as_ref().and_then(|(current, root)| {
            let full = normal(&current.join(path));
            full.strip_prefix(root).ok().map(|below| below.display().to_string())
        });
        below.unwrap_or_else(|| path.to_owned()).replace(MAIN_SEPARATOR, "/")
    }
}

/// An absolute path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_root_of_the_repository() {
        let root = Root { folders: Some((PathBuf::from("/w/shop/services/orders"), PathBuf::from("/w/shop"))) };
        assert_eq!(root.path("catalog/a.yaml"), "services/orders/catalog/a.yaml");
        assert_eq!(root.path("../billing/./a.yaml"), "services/billing/a.yaml");
        assert_eq!(root.path("/w/shop/a.yaml"), "a.yaml");
        assert_eq!(root.path("../../../other/a.yaml"), "../../../other/a.yaml");
        assert_eq!(Root::default().path("../a.yaml"), "../a.yaml");
    }
}
