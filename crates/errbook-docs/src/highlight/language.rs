//! The languages: what starts a comment, how strings end, which words are keywords. A language is data; what does not fit is in `special`.

use super::{Marks, lexer, special};

/// A language of code blocks.
pub(super) struct Language {
    /// What a fence may call it.
    names: &'static [&'static str],
    pub(super) lexer: fn(&Language, &str, &mut Marks<'_>),
    /// What starts a comment up to the end of the line.
    pub(super) comment: &'static str,
    /// `/* ... */` is a comment.
    pub(super) block_comment: bool,
    pub(super) double: Quote,
    pub(super) single: Quote,
    pub(super) back: Quote,
    pub(super) keyword: fn(&str) -> bool,
}

/// What a quotation mark starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// Nothing.
    None,
    /// A string on one line; a backslash escapes.
    Line,
    /// A string over lines; a backslash escapes.
    Lines,
    /// A string over lines without escapes, so that one which is doubled is two strings side by side.
    Raw,
    /// As in Python: three of them start a string over lines, one starts a string on one line.
    Triple,
    /// As in Rust: a character, or a lifetime.
    Char,
}

const NO_KEYWORDS: fn(&str) -> bool = |_| false;

const PLAIN: Language = Language {
    names: &[],
    lexer: lexer::code,
    comment: "//",
    block_comment: true,
    double: Quote::Line,
    single: Quote::Line,
    back: Quote::None,
    keyword: NO_KEYWORDS,
};

const HASH: Language = Language { comment: "#", block_comment: false, ..PLAIN };

pub(super) static JSON: Language = Language {
    names: &["json", "jsonc", "json5"],
    lexer: special::json,
    single: Quote::None,
    keyword: |word| matches!(word, "true" | "false" | "null"),
    ..PLAIN
};

static LANGUAGES: &[&Language] = &[
    &JSON,
    &Language {
        names: &["bash", "sh", "shell", "zsh", "console", "curl"],
        lexer: special::shell,
        double: Quote::Lines,
        single: Quote::Raw,
        keyword: |word| {
            matches!(
                word,
                "if" | "then"
                    | "else"
                    | "elif"
                    | "fi"
                    | "for"
                    | "in"
                    | "do"
                    | "done"
                    | "while"
                    | "until"
                    | "case"
                    | "esac"
                    | "function"
                    | "export"
                    | "local"
                    | "return"
                    | "set"
                    | "unset"
            )
        },
        ..HASH
    },
    &Language { names: &["http"], lexer: special::http, ..HASH },
    &Language {
        names: &["yaml", "yml"],
        lexer: special::yaml,
        single: Quote::Raw,
        keyword: |word| matches!(word, "true" | "false" | "null"),
        ..HASH
    },
    &Language {
        names: &["sql"],
        comment: "--",
        double: Quote::Raw,
        single: Quote::Raw,
        back: Quote::Raw,
        keyword: special::sql_keyword,
        ..PLAIN
    },
    &Language {
        names: &["javascript", "js", "mjs", "jsx", "typescript", "ts", "tsx"],
        back: Quote::Lines,
        keyword: |word| {
            matches!(
                word,
                "await"
                    | "async"
                    | "break"
                    | "case"
                    | "catch"
                    | "class"
                    | "const"
                    | "continue"
                    | "default"
                    | "delete"
                    | "do"
                    | "else"
                    | "enum"
                    | "export"
                    | "extends"
                    | "false"
                    | "finally"
                    | "for"
                    | "from"
                    | "function"
                    | "if"
                    | "implements"
                    | "import"
                    | "in"
                    | "instanceof"
                    | "interface"
                    | "let"
                    | "new"
                    | "null"
                    | "of"
                    | "private"
                    | "public"
                    | "readonly"
                    | "return"
                    | "static"
                    | "super"
                    | "switch"
                    | "this"
                    | "throw"
                    | "true"
                    | "try"
                    | "type"
                    | "typeof"
                    | "undefined"
                    | "var"
                    | "void"
                    | "while"
                    | "yield"
            )
        },
        ..PLAIN
    },
    &Language {
        names: &["go", "golang"],
        back: Quote::Raw,
        keyword: |word| {
            matches!(
                word,
                "break"
                    | "case"
                    | "chan"
                    | "const"
                    | "continue"
                    | "default"
                    | "defer"
                    | "else"
                    | "fallthrough"
                    | "false"
                    | "for"
                    | "func"
                    | "go"
                    | "goto"
                    | "if"
                    | "import"
                    | "interface"
                    | "map"
                    | "nil"
                    | "package"
                    | "range"
                    | "return"
                    | "select"
                    | "struct"
                    | "switch"
                    | "true"
                    | "type"
                    | "var"
            )
        },
        ..PLAIN
    },
    &Language {
        names: &["rust", "rs"],
        double: Quote::Lines,
        single: Quote::Char,
        keyword: |word| {
            matches!(
                word,
                "as" | "async"
                    | "await"
                    | "break"
                    | "const"
                    | "continue"
                    | "crate"
                    | "dyn"
                    | "else"
                    | "enum"
                    | "extern"
                    | "false"
                    | "fn"
                    | "for"
                    | "if"
                    | "impl"
                    | "in"
                    | "let"
                    | "loop"
                    | "match"
                    | "mod"
                    | "move"
                    | "mut"
                    | "pub"
                    | "ref"
                    | "return"
                    | "self"
                    | "Self"
                    | "static"
                    | "struct"
                    | "super"
                    | "trait"
                    | "true"
                    | "type"
                    | "union"
                    | "unsafe"
                    | "use"
                    | "where"
                    | "while"
            )
        },
        ..PLAIN
    },
    &Language {
        names: &["python", "py"],
        double: Quote::Triple,
        single: Quote::Triple,
        keyword: |word| {
            matches!(
                word,
                "and"
                    | "as"
                    | "assert"
                    | "async"
                    | "await"
                    | "break"
                    | "class"
                    | "continue"
                    | "def"
                    | "del"
                    | "elif"
                    | "else"
                    | "except"
                    | "False"
                    | "finally"
                    | "for"
                    | "from"
                    | "global"
                    | "if"
                    | "import"
                    | "in"
                    | "is"
                    | "lambda"
                    | "None"
                    | "nonlocal"
                    | "not"
                    | "or"
                    | "pass"
                    | "raise"
                    | "return"
                    | "True"
                    | "try"
                    | "while"
                    | "with"
                    | "yield"
            )
        },
        ..HASH
    },
];

/// The language that a fence names, whatever its case.
pub(super) fn named(name: &str) -> Option<&'static Language> {
    let known = |language: &&&Language| language.names.iter().any(|known| known.eq_ignore_ascii_case(name));
    LANGUAGES.iter().find(known).copied()
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|language| language.names).copied()
}
