//! Finds generated names in the syntax tree of Rust files: `Code::X`, `Error::X { .. }`, and
//! `unkey::data::X`, including imported ones and those in macros.

use std::ops::Range;
use std::thread;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::literals::identifiers;
use crate::paths::{Imports, Named, segments};
use crate::scanner::{Scanner, plain};
use crate::{FileScan, Use};

/// Stack size of the parser thread. Both the parser and the visitor are recursive.
const STACK: usize = 256 << 20;
/// Maximum nesting depth of brackets to parse.
const DEEPEST: usize = 128;
/// Maximum number of bytes to parse without a `;` or a brace. The tree of a chain of operators or
/// calls is as deep as the chain is long.
const LONGEST: usize = 8 << 10;
/// Maximum number of `else if` in a file to parse, because they nest in the same way.
const BRANCHES: usize = 2048;

impl Scanner {
    /// Finds names and literals of codes in a Rust file. Of the literals found in the text, keeps
    /// only those in strings.
    pub(crate) fn rust(&self, text: &str, in_test: bool, file: &mut FileScan) {
        // Parsing is slow, and most files mention no code.
        if file.uses.is_empty() && !identifiers(text).any(|(_, identifier)| self.is_rust_name(identifier)) {
            return;
        }
        on_parser_thread(|| self.parsed(text, in_test, file));
    }

    fn parsed(&self, text: &str, in_test: bool, file: &mut FileScan) {
        let start = text.len() - without_shebang(text).len();
        let (depth, is_tame) = measure(text);
        if depth > DEEPEST {
            return;
        }
        let tree = is_tame.then(|| syn::parse_file(&text[start..]).ok()).flatten();
        let mut imports = Imports::default();
        if let Some(tree) = &tree {
            imports.visit_file(tree);
        }
        let literals = file.uses.clone();
        let mut visitor = Visitor { scanner: self, imports, start, literals, file, in_test, mentions: false };
        if let Some(tree) = tree {
            visitor.file.uses.clear();
            visitor.visit_file(&tree);
        } else if let Ok(tokens) = text[start..].parse() {
            // The file is not valid Rust, or exceeds a limit: look for names in its tokens instead.
            visitor.file.uses.clear();
            visitor.tokens(tokens);
        }
    }
}

/// Parses a Rust file on a thread with a large stack, and returns what `read` makes of it. `None` if
/// the file is nested so deeply that parsing it could need more.
pub fn with_rust<T: Send>(text: &str, read: impl FnOnce(syn::Result<syn::File>) -> T + Send) -> Option<T> {
    let (depth, is_tame) = measure(text);
    if depth > DEEPEST || !is_tame {
        return None;
    }
    on_parser_thread(|| read(syn::parse_file(text)))
}

/// Runs `work` on a thread with a large stack. The thread also frees the source texts that the parser
/// keeps per thread for its spans. `None` if it can't start.
fn on_parser_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let running = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        Some(running.ok()?.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The text without a byte order mark and shebang.
fn without_shebang(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => rest.find('\n').map_or("", |at| &rest[at..]),
        _ => text,
    }
}

/// The nesting depth of brackets, and whether all chains are within the limits. Also counts
/// brackets in strings.
fn measure(text: &str) -> (usize, bool) {
    let (mut depth, mut deepest, mut stretch, mut longest) = (0_usize, 0, 0_usize, 0);
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for byte in line.bytes() {
            stretch += 1;
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if matches!(byte, b';' | b'{' | b'}') {
                stretch = 0;
            }
            deepest = deepest.max(depth);
            longest = longest.max(stretch);
        }
    }
    (deepest, longest <= LONGEST && text.matches("else if").count() <= BRANCHES)
}

/// Macros that inspect their arguments but don't create errors.
const INSPECTING: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_matches",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "matches",
];

struct Visitor<'s, 'f> {
    scanner: &'s Scanner,
    imports: Imports,
    /// Position in the file of the first parsed byte.
    start: usize,
    /// Codes anywhere in the text.
    literals: Vec<Use>,
    file: &'f mut FileScan,
    in_test: bool,
    /// Whether the current code is compared or matched.
    mentions: bool,
}

impl Visitor<'_, '_> {
    fn path(&mut self, path: &[String], (first, last): (Span, Span)) {
        let named = self.scanner.named(path, &self.imports);
        if named.is_empty() {
            return;
        }
        let span = self.bytes(first).start..self.bytes(last).end;
        for named in named {
            match named {
                Named::Code(code, of) => {
                    let found = Use::new(code, span.clone(), !self.mentions, self.in_test);
                    self.file.uses.push(Use { of: of.map(|of| self.scoped(of)), ..found });
                }
                Named::Foreign(of) => {
                    let of = self.scoped(of);
                    self.file.foreign.push(of);
                }
            }
        }
    }

    /// Whether a path may name a code. Checks the last segment, which rules out most paths.
    fn may_name(&self, path: &syn::Path) -> bool {
        let mut from_end = path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let Some(last) = from_end.next() else { return false };
        let last = plain(&last);
        self.scanner.is_rust_name(last)
            || match from_end.next() {
                None => self.imports.has(last),
                Some(of) => self.scanner.enums.contains(plain(&of)) || self.imports.has(plain(&of)),
            }
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.start..range.end + self.start
    }

    /// The path of an enum, qualified with its file unless it starts at a crate, because `Error`
    /// can have different meanings in two files.
    fn scoped(&self, of: String) -> String {
        let first = of.split("::").next().unwrap_or_default();
        let is_local = matches!(first, "crate" | "self" | "super") || !of.contains("::");
        if is_local { format!("{}: {of}", self.file.path) } else { of }
    }

    fn string(&mut self, span: Span) {
        if self.literals.is_empty() {
            return;
        }
        let range = self.bytes(span);
        let inside = self.literals.iter().filter(|of| range.start <= of.range.start && of.range.end <= range.end);
        let found = inside.map(|of| Use { raises: !self.mentions, in_test: self.in_test, ..of.clone() });
        self.file.uses.extend(found);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<(String, Span)> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(identifier) => {
                    if colons != 2 {
                        self.end(&mut path);
                    }
                    let span = identifier.span();
                    path.extend(segments([&identifier]).into_iter().map(|segment| (segment, span)));
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => {
                    self.end(&mut path);
                    self.tokens(group.stream());
                }
                TokenTree::Literal(literal) => {
                    self.end(&mut path);
                    self.string(literal.span());
                }
                TokenTree::Punct(_) => self.end(&mut path),
            }
            colons = 0;
        }
        self.end(&mut path);
    }

    /// Ends a path in a token stream.
    fn end(&mut self, path: &mut Vec<(String, Span)>) {
        if let (Some((_, first)), Some((_, last))) = (path.first(), path.last()) {
            let span = (*first, *last);
            let names: Vec<String> = path.iter().map(|(name, _)| name.clone()).collect();
            self.path(&names, span);
        }
        path.clear();
    }

    fn looking(&mut self, looks: bool, work: impl FnOnce(&mut Self)) {
        let before = self.mentions;
        self.mentions |= looks;
        work(self);
        self.mentions = before;
    }

    fn testing(&mut self, tests: bool, work: impl FnOnce(&mut Self)) {
        let before = self.in_test;
        self.in_test |= tests;
        work(self);
        self.in_test = before;
    }
}

impl<'ast> Visit<'ast> for Visitor<'_, '_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.testing(is_test(attributes(item)), |this| visit::visit_item(this, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.testing(is_test(&item.attrs), |this| visit::visit_impl_item_fn(this, item));
    }

    fn visit_item_use(&mut self, _: &'ast syn::ItemUse) {}

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if !attribute.path().is_ident("doc")
            && let syn::Meta::List(list) = &attribute.meta
        {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (Some(first), Some(last)) = (path.segments.first(), path.segments.last())
            && self.may_name(path)
        {
            let span = (first.ident.span(), last.ident.span());
            self.path(&segments(path.segments.iter().map(|segment| &segment.ident)), span);
        }
        visit::visit_path(self, path);
    }

    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        self.looking(true, |this| visit::visit_pat(this, pattern));
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        // An imported constant in a pattern looks like a binding.
        self.path(&segments([&pattern.ident]), (pattern.ident.span(), pattern.ident.span()));
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_binary(&mut self, expression: &'ast syn::ExprBinary) {
        let compares = matches!(expression.op, syn::BinOp::Eq(_) | syn::BinOp::Ne(_));
        self.looking(compares, |this| visit::visit_expr_binary(this, expression));
    }

    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        let looks = of.path.segments.last().is_some_and(|last| INSPECTING.iter().any(|name| last.ident == name));
        self.looking(looks, |this| this.tokens(of.tokens.clone()));
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.string(literal.span());
    }
}

/// `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[cfg(test)]`.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let name = attribute.path().segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        match &attribute.meta {
            syn::Meta::List(list) if name == "cfg" => requires_test(list.tokens.clone()),
            _ => matches!(name.as_str(), "test" | "rstest" | "test_case" | "proptest" | "bench"),
        }
    })
}

/// `test` in a `cfg`, outside of `not(...)`.
fn requires_test(tokens: TokenStream) -> bool {
    let mut negated = false;
    for token in tokens {
        match token {
            TokenTree::Ident(identifier) if identifier == "test" => return true,
            TokenTree::Ident(identifier) => negated = identifier == "not",
            TokenTree::Group(group) if !negated && requires_test(group.stream()) => return true,
            _ => negated = false,
        }
    }
    false
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        _ => &[],
    }
}
