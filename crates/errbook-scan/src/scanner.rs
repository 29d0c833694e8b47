//! Holds the names that source code may use for the codes of a catalog.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use errbook_catalog::Snapshot;
use regex_lite::Regex;

use crate::query_file::{BrokenQuery, QueryFile};

/// Scans files for the names of a catalog's codes.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_scan::{Scan, Scanner};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let mut snapshot = Snapshot::read("shop".as_ref());
/// let scanner = Scanner::new(&snapshot).expect("a manifest");
/// let file = scanner.file("src/pay.ts".to_owned(), "throw new ShopError('err:orders:not_payd')".to_owned());
///
/// let scan = Scan::of(&mut snapshot, vec![file]);
/// assert_eq!(scan.unknown[0].0, "err:orders:not_payd");
/// ```
#[derive(Debug)]
pub struct Scanner {
    /// Codes and aliases, to positions.
    pub(crate) codes: HashMap<String, usize>,
    /// The aliases among them.
    pub(crate) aliases: HashSet<String>,
    /// Codes and aliases of dependencies.
    pub(crate) outside: HashSet<String>,
    /// Variants in Rust, to positions.
    pub(crate) variants: HashMap<String, usize>,
    /// Constants in Rust, to positions. Several codes can share one.
    pub(crate) constants: HashMap<String, Vec<usize>>,
    /// Modules of each code in Rust.
    pub(crate) modules: Vec<Vec<String>>,
    /// Names of the enums whose variants are the codes.
    pub(crate) enums: HashSet<String>,
    /// Constants in other languages, to positions.
    pub(crate) exported: HashMap<String, usize>,
    /// Positions of retired codes.
    pub(crate) retired: HashSet<usize>,
    pub(crate) shape: Shape,
    pub(crate) urls: Option<Urls>,
    /// What each code is sent with.
    #[cfg(feature = "tree-sitter")]
    pub(crate) expected: Vec<Expected>,
    /// Names of codes in exported source, in lowercase and without `_`, to positions. `None` if
    /// several codes share one.
    #[cfg(feature = "tree-sitter")]
    pub(crate) generated: HashMap<String, Option<usize>>,
    #[cfg(feature = "tree-sitter")]
    pub(crate) queries: crate::languages::Queries,
    /// The mistakes in query files.
    broken: Vec<BrokenQuery>,
}

/// What a code is sent with.
#[cfg(feature = "tree-sitter")]
#[derive(Debug, Default)]
pub(crate) struct Expected {
    pub(crate) texts: crate::languages::Texts,
    /// Empty if any status can be sent.
    pub(crate) statuses: Vec<u16>,
}

/// The shape of a code.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Prefix and separator, such as `err:`. Empty if codes have no prefix.
    pub(crate) start: String,
    pub(crate) separator: String,
    /// Name of each level, and its pattern unless it is the default.
    pub(crate) levels: Vec<(String, Option<Regex>)>,
    /// How many levels codes have.
    pub(crate) depths: RangeInclusive<usize>,
    /// First segments of all codes.
    pub(crate) firsts: HashSet<String>,
    /// Characters besides letters, digits, and `_` that a segment may have.
    pub(crate) marks: String,
}

/// The pages of the catalog.
#[derive(Debug)]
pub(crate) struct Urls {
    /// Root of the error pages.
    pub(crate) root: String,
    /// Existing paths below the root, without a trailing slash. `""` is the first page.
    pub(crate) live: HashSet<String>,
}

impl Scanner {
    /// A scanner for the codes of a catalog. `None` without a manifest.
    pub fn new(snapshot: &Snapshot) -> Option<Scanner> {
        let manifest = snapshot.manifest()?;
        let mut scanner = Scanner {
            codes: HashMap::new(),
            aliases: HashSet::new(),
            outside: HashSet::new(),
            variants: HashMap::new(),
            constants: HashMap::new(),
            modules: Vec::with_capacity(snapshot.codes().len()),
            enums: HashSet::from(["Code".to_owned(), "Error".to_owned()]),
            exported: HashMap::new(),
            retired: HashSet::new(),
            shape: shape(snapshot, &manifest.scheme),
            urls: urls(snapshot),
            #[cfg(feature = "tree-sitter")]
            expected: Vec::with_capacity(snapshot.codes().len()),
            #[cfg(feature = "tree-sitter")]
            generated: HashMap::new(),
            #[cfg(feature = "tree-sitter")]
            queries: crate::languages::Queries::default(),
            broken: Vec::new(),
        };
        for code in manifest.depends.iter().flat_map(|of| &of.codes) {
            scanner.outside.extend([&code.code].into_iter().chain(&code.aliases).cloned());
        }
        for stage in &manifest.stages {
            scanner.enums.insert(pascal(&stage.name) + "StageError");
            scanner.enums.extend(stage.named().map(enum_of));
        }
        for (position, code) in snapshot.codes().iter().enumerate() {
            scanner.codes.insert(code.code.clone(), position);
            scanner.exported.insert(screaming(&code.code), position);
            scanner.modules.push(Vec::new());
            #[cfg(feature = "tree-sitter")]
            scanner.expect(position, code.entry.as_deref());
            if let Some(entry) = &code.entry {
                scanner.learn(position, entry);
            }
        }
        Some(scanner)
    }

    fn learn(&mut self, position: usize, entry: &errbook_catalog::Entry) {
        self.aliases.extend(entry.aliases.iter().cloned());
        self.codes.extend(entry.aliases.iter().map(|alias| (alias.clone(), position)));
        self.variants.insert(entry.rust.variant.clone(), position);
        self.constants.entry(entry.rust.constant.clone()).or_default().push(position);
        self.modules[position] = entry.rust.modules.iter().map(|module| plain(module).to_owned()).collect();
        self.exported.insert(screaming(&entry.segments.join("_")), position);
        if entry.retired.is_some() {
            self.retired.insert(position);
        }
        self.enums.extend(entry.raised_by.operations().map(|(_, operation)| enum_of(operation)));
    }

    #[cfg(feature = "tree-sitter")]
    fn expect(&mut self, position: usize, entry: Option<&errbook_catalog::Entry>) {
        self.expected.push(entry.map(Expected::of).unwrap_or_default());
        let Some(entry) = entry else { return };
        let known = self.generated.entry(crate::languages::plain(&entry.rust.variant)).or_insert(Some(position));
        if known.is_some_and(|known| known != position) {
            *known = None;
        }
    }

    /// Adds the query files of the catalog. Those with a mistake are left out, and listed in
    /// [`broken`](Self::broken).
    #[must_use]
    pub fn with_queries(mut self, files: &[QueryFile]) -> Scanner {
        #[cfg(feature = "tree-sitter")]
        {
            (self.queries, self.broken) = crate::languages::Queries::of(files);
        }
        #[cfg(not(feature = "tree-sitter"))]
        {
            let help = "install errbook with its feature `tree-sitter`, or remove the file";
            let unread =
                |(index, file): (usize, &QueryFile)| file.broken(index, "this errbook cannot read queries", help);
            self.broken = files.iter().enumerate().map(unread).collect();
        }
        self
    }

    /// The mistakes in query files.
    pub fn broken(&self) -> &[BrokenQuery] {
        &self.broken
    }

    /// Whether an identifier is a name of a code in Rust.
    pub(crate) fn is_rust_name(&self, identifier: &str) -> bool {
        self.variants.contains_key(identifier) || self.constants.contains_key(identifier)
    }
}

#[cfg(feature = "tree-sitter")]
impl Expected {
    fn of(entry: &errbook_catalog::Entry) -> Expected {
        let mut statuses: Vec<u16> = entry.responses.iter().map(|response| response.status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        Expected { texts: crate::languages::Texts::of(entry), statuses }
    }
}

fn shape(snapshot: &Snapshot, scheme: &errbook_catalog::Scheme) -> Shape {
    let start = scheme.prefix.as_ref().map(|prefix| format!("{prefix}{}", scheme.separator)).unwrap_or_default();
    let mut marks = String::new();
    let mut level = |level: &errbook_catalog::Level| {
        let usual = level.pattern == "[a-z][a-z0-9_]*";
        marks.extend(['-', '.'].into_iter().filter(|mark| !usual && level.pattern.contains(*mark)));
        let pattern = (!usual).then(|| Regex::new(&format!("^(?:{})$", level.pattern)).ok()).flatten();
        (level.name.clone(), pattern)
    };
    let levels = scheme.levels.iter().map(&mut level).collect();
    let firsts = snapshot.entries().filter_map(|entry| entry.segments.first().cloned()).collect();
    Shape { start, separator: scheme.separator.clone(), levels, depths: scheme.depths(), firsts, marks }
}

fn urls(snapshot: &Snapshot) -> Option<Urls> {
    let manifest = snapshot.manifest()?;
    let errors = &manifest.site.as_ref()?.errors;
    let folder = manifest.page_path(&[])?;
    // If error pages share a folder with other pages, the other pages are unknown.
    if errors.is_empty() {
        return None;
    }
    let pages =
        snapshot.entries().map(|entry| &entry.segments).chain(snapshot.groups().iter().map(|group| &group.path));
    let mut live: HashSet<String> = pages.filter_map(|path| manifest.page_path(path)).collect();
    live.extend(snapshot.entries().flat_map(|entry| entry.redirects.iter().cloned()));
    live.extend(snapshot.groups().iter().flat_map(|group| group.redirects.iter().cloned()));
    live.extend(manifest.redirects.iter().map(|redirect| redirect.from.clone()));
    let below = live.iter().filter_map(|path| path.strip_prefix(&folder));
    let live = below.map(str::to_owned).chain([String::new()]).collect();
    Some(Urls { root: manifest.page_url(&[])?, live })
}

/// An identifier without `r#`.
pub(crate) fn plain(identifier: &str) -> &str {
    identifier.strip_prefix("r#").unwrap_or(identifier)
}

/// `err:data:key_not_found` as `ERR_DATA_KEY_NOT_FOUND`.
fn screaming(code: &str) -> String {
    code.chars().map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' }).collect()
}

/// The error enum of an operation.
fn enum_of(operation: &str) -> String {
    pascal(operation) + "Error"
}

/// `deploy.createDeployment` as `DeployCreateDeployment`.
fn pascal(name: &str) -> String {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}
