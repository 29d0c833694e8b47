//! Renders diagnostics, in the style of rustc or on one line each.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, FileId, Label, Severity, Span, floor};
use crate::source::Sources;

/// The diagnostics of a catalog with the sources that they point into, sorted by file and span.
///
/// `Display` and `Debug` render all of them in the style of rustc, so a build script can return a
/// report as its error.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let report = errbook_catalog::load("mistakes".as_ref()).unwrap_err();
/// let first = &report.diagnostics()[0];
/// assert!(report.short(first).contains(&format!("error[{}]: ", first.rule)));
/// assert!(report.human(first, false).contains(" --> mistakes/"));
/// ```
pub struct Diagnostics {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn new(sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Diagnostics {
        diagnostics.sort_by(|a, b| a.key().cmp(&b.key()));
        Diagnostics { sources, diagnostics }
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    pub(crate) fn attach(&mut self, path: String, display: String, text: String) -> FileId {
        self.sources.attach(path, display, text)
    }

    /// Removes the diagnostic that a file can't be read.
    pub(crate) fn forget_unreadable(&mut self, file: FileId) {
        let unreadable = crate::rule::Rule::FileUnreadable.id();
        self.diagnostics.retain(|found| found.rule != unreadable || found.key().0 != file);
    }

    /// Adds diagnostics found by other checks of the same files.
    pub fn extend(&mut self, mut found: Vec<Diagnostic>) {
        // Checks find more than the loader does, so their longer list keeps its allocation.
        found.splice(0..0, std::mem::take(&mut self.diagnostics));
        found.sort_by(|a, b| a.key().cmp(&b.key()));
        self.diagnostics = found;
    }

    /// Keeps only the diagnostics for which `keep` returns true, visiting them in order.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// Keeps only the diagnostics for which `keep` returns true for the path, in the catalog, of a
    /// file in which they have a label, and those without a label.
    pub fn retain_in(&mut self, keep: impl Fn(&Diagnostic, &str) -> bool) {
        let Diagnostics { sources, diagnostics, .. } = self;
        let is_kept = |found: &Diagnostic| found.labels.iter().any(|label| keep(found, sources.path(label.file)));
        diagnostics.retain(|found| found.labels.is_empty() || is_kept(found));
    }

    /// All diagnostics, sorted by file and span.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Number of errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Number of warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// Number of files with diagnostics.
    pub fn files(&self) -> usize {
        let mut files: Vec<FileId> = self.diagnostics.iter().map(|diagnostic| diagnostic.key().0).collect();
        files.dedup();
        files.len()
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Path of a file for display: the catalog's folder as the user gave it, joined with the path
    /// below it.
    pub fn path(&self, file: FileId) -> &str {
        self.sources.display_path(file)
    }

    /// Path of a file relative to the catalog, with slashes, independent of the working directory.
    /// For a file outside the catalog, the path it was attached with.
    pub fn path_in_catalog(&self, file: FileId) -> &str {
        self.sources.path(file)
    }

    /// One-based line and column (in characters) of a byte offset.
    pub fn position(&self, file: FileId, byte: u32) -> (usize, usize) {
        self.sources.position(file, byte)
    }

    /// Text of a file.
    pub fn text(&self, file: FileId) -> &str {
        self.sources.text(file)
    }

    /// Renders one diagnostic in the style of rustc, optionally with ANSI colors. Ends with a line
    /// break.
    pub fn human(&self, diagnostic: &Diagnostic, color: bool) -> String {
        let level = level(diagnostic);
        // Text of the catalog must not start a line: CI systems read commands there.
        let message = visible(&diagnostic.message).replace('\n', "␊");
        let (notes, help) = (diagnostic.notes.iter(), diagnostic.help.iter());
        let notes: Vec<String> = notes.map(|text| visible(text)).collect();
        let help: Vec<String> = help.map(|text| visible(text)).collect();
        let mut group = Group::with_title(level.primary_title(message.as_str()).id(diagnostic.rule));
        for file in files_of(diagnostic) {
            group = group.element(self.snippet(diagnostic, file));
        }
        for note in &notes {
            group = group.element(Level::NOTE.message(note.as_str()));
        }
        for help in &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer(color).render(&[group]) + "\n"
    }

    /// Renders the source lines of one diagnostic, for a reader that shows the rest in its own way.
    /// Names no file if there is only one. Empty if only the path of a file is wrong.
    pub fn excerpt(&self, diagnostic: &Diagnostic, color: bool) -> String {
        let mut group = Group::with_level(level(diagnostic));
        let files = files_of(diagnostic);
        for file in &files {
            group = match self.snippet(diagnostic, *file) {
                Element::Cause(snippet) if files.len() == 1 => group.element(snippet.path(None::<&str>)),
                Element::Origin(_) if files.len() == 1 => return String::new(),
                element => group.element(element),
            };
        }
        if group.is_empty() { String::new() } else { renderer(color).render(&[group]) + "\n" }
    }

    /// The snippet for the labels in one file. Only the file's name if it has no text, or if the
    /// problem is its path.
    fn snippet<'a>(&'a self, diagnostic: &'a Diagnostic, file: FileId) -> Element<'a> {
        let text = self.sources.text(file);
        let path = self.sources.display_path(file);
        let is_path = |label: &Label| label.span == Span::default() && label.text.is_empty();
        if text.is_empty() || labels_of(diagnostic, file).all(is_path) {
            return Origin::path(path).into();
        }
        let (window, first_line, offset) = window(text, labels_of(diagnostic, file));
        let annotations = labels_of(diagnostic, file).map(|label| {
            let primary = std::ptr::eq(label, &raw const diagnostic.labels[0]);
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let start = floor(text, label.span.start as usize);
            let end = floor(text, (label.span.end as usize).max(start));
            let annotation = kind.span(start - offset..end - offset);
            if label.text.is_empty() { annotation } else { annotation.label(&*label.text) }
        });
        Snippet::source(window).path(path).line_start(first_line).annotations(annotations).into()
    }

    /// Renders one diagnostic on one line: `path:line:column: error[rule]: message`, without a line
    /// break.
    pub fn short(&self, diagnostic: &Diagnostic) -> String {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let text = format!("{severity}[{}]: {}", diagnostic.rule, diagnostic.message);
        match diagnostic.labels.first() {
            Some(label) => {
                let (line, column) = self.position(label.file, label.span.start);
                format!("{}:{line}:{column}: {text}", self.path(label.file))
            }
            None => text,
        }
    }
}

impl std::fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(f, "{}", self.human(diagnostic, false))?;
        }
        let (errors, files) = (self.errors(), self.files());
        write!(f, "{errors} error{} in {files} file{} of the catalog", plural(errors), plural(files))
    }
}

impl std::fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Diagnostics {}

fn level(diagnostic: &Diagnostic) -> Level<'static> {
    match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

fn renderer(color: bool) -> Renderer {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii)
}

/// A text without control characters, which could move the cursor, except line breaks.
fn visible(text: &str) -> String {
    text.replace(|char: char| char.is_control() && char != '\n', "\u{fffd}")
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The files of a diagnostic's labels, starting with that of the first label.
fn files_of(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.file) {
            files.push(label.file);
        }
    }
    files
}

fn labels_of(diagnostic: &Diagnostic, file: FileId) -> impl Iterator<Item = &Label> {
    diagnostic.labels.iter().filter(move |label| label.file == file)
}

/// The lines of `text` around the labels, the number of the first line, and its byte offset. Keeps
/// rendering fast: its time grows with the length of the text.
fn window<'a, 'l>(text: &'a str, labels: impl Iterator<Item = &'l Label>) -> (&'a str, usize, usize) {
    let (mut start, mut end) = (text.len(), 0);
    for label in labels {
        start = start.min(label.span.start as usize);
        end = end.max(label.span.end as usize);
    }
    let start = floor(text, start);
    let end = floor(text, end.max(start));
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let line = text[..first].bytes().filter(|&byte| byte == b'\n').count() + 1;
    (&text[first..last], line, first)
}
