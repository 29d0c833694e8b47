//! Represents edits of catalog files.

pub use errbook_syntax::edit::{Conflict, Edit, apply};

/// An edited catalog file, which may also move.
///
/// ```
/// use errbook_check::edit::FileEdit;
///
/// let edit = FileEdit {
///     path: "sold_out.yaml".into(),
///     moved_to: None,
///     before: "status: 400\n".into(),
///     after: "status: 409\n".into(),
/// };
/// assert!(edit.diff(|path| format!("catalog/{path}")).ends_with("-status: 400\n+status: 409\n"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// Path relative to the catalog.
    pub path: String,
    /// The new path, if it moves.
    pub moved_to: Option<String>,
    /// Contents before the edit. Empty if the file is new.
    pub before: String,
    /// Contents after the edit.
    pub after: String,
}

impl FileEdit {
    /// The path after the edit.
    pub fn new_path(&self) -> &str {
        self.moved_to.as_deref().unwrap_or(&self.path)
    }

    /// Whether the edit creates the file.
    pub fn is_new(&self) -> bool {
        self.before.is_empty() && self.moved_to.is_none()
    }

    /// The change as a Git diff, for `git apply` and `patch -p1`. `shown` converts a path in the
    /// catalog to the path in the diff.
    pub fn diff(&self, shown: impl Fn(&str) -> String) -> String {
        let (old, new) = (shown(&self.path), shown(self.new_path()));
        let mut diff = format!("diff --git a/{old} b/{new}\n");
        let mut from = format!("a/{old}");
        if self.is_new() {
            diff += "new file mode 100644\n";
            "/dev/null".clone_into(&mut from);
        }
        if old != new {
            diff += &format!("rename from {old}\nrename to {new}\n");
        }
        if self.before != self.after {
            let changes = similar::TextDiff::from_lines(&self.before, &self.after);
            diff += &changes.unified_diff().header(&from, &format!("b/{new}")).to_string();
        }
        diff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diff_has_git_format() {
        let mut edit = FileEdit {
            path: "a/b.yaml".into(),
            moved_to: Some("a/c.yaml".into()),
            before: "one\ntwo\n".into(),
            after: "one\n2".into(),
        };
        let shown = |path: &str| format!("catalog/{path}");
        assert_eq!(
            edit.diff(shown),
            "diff --git a/catalog/a/b.yaml b/catalog/a/c.yaml\nrename from catalog/a/b.yaml\nrename to catalog/a/c.yaml\n\
             --- a/catalog/a/b.yaml\n+++ b/catalog/a/c.yaml\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n\\ No newline at end of file\n"
        );
        edit.after.clone_from(&edit.before);
        assert!(edit.diff(shown).ends_with("rename to catalog/a/c.yaml\n"));
    }

    #[test]
    fn new_file_has_no_old_version() {
        let edit = FileEdit { path: "a.yaml".into(), moved_to: None, before: String::new(), after: "b\n".into() };
        assert_eq!(
            edit.diff(str::to_owned),
            "diff --git a/a.yaml b/a.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+b\n"
        );
    }
}
