//! Languages as data: how a comment starts, how strings end, and which words are keywords. `lexer`
//! and `special` read them.

/// A language of code blocks.
pub(super) struct Language {
    /// Names that a fence can use, in lower case.
    names: &'static [&'static str],
    pub(super) grammar: Grammar,
    /// Starts a comment that runs to the end of the line.
    pub(super) comment: &'static str,
    /// Whether `/* ... */` is a comment.
    pub(super) block_comment: bool,
    pub(super) double: Quote,
    pub(super) single: Quote,
    pub(super) back: Quote,
    /// Sorted for binary search: a page has hundreds of words.
    keywords: &'static [&'static str],
    /// Whether keywords are case-insensitive.
    any_case: bool,
}

macro_rules! words {
    ($($word:tt)*) => { &[$(stringify!($word)),*] };
}

#[derive(Clone, Copy)]
pub(super) enum Grammar {
    /// The [`Language`] describes all of it.
    Plain,
    Json,
    Yaml,
    Shell,
    Http,
}

impl Language {
    pub(super) fn is_keyword(&self, word: &str) -> bool {
        let is = |word: &str| self.keywords.binary_search(&word).is_ok();
        if self.any_case { is(&word.to_ascii_lowercase()) } else { is(word) }
    }
}

/// What a quotation mark starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    /// A single-line string with backslash escapes.
    Line,
    /// A multi-line string with backslash escapes.
    Lines,
    /// A multi-line string without escapes. A doubled quotation mark is lexed as two adjacent
    /// strings.
    Raw,
    /// As in Python: three start a multi-line string, one starts a single-line string.
    Triple,
    /// As in Rust: a character or a lifetime.
    Char,
}

const PLAIN: Language = Language {
    names: &[],
    grammar: Grammar::Plain,
    comment: "//",
    block_comment: true,
    double: Quote::Line,
    single: Quote::Line,
    back: Quote::None,
    keywords: &[],
    any_case: false,
};

const HASH: Language = Language { comment: "#", block_comment: false, ..PLAIN };

pub(super) static JSON: Language = Language {
    names: &["json", "jsonc", "json5"],
    grammar: Grammar::Json,
    single: Quote::None,
    keywords: words![false null true],
    ..PLAIN
};

static LANGUAGES: &[&Language] = &[
    &JSON,
    &Language {
        names: &["bash", "sh", "shell", "zsh", "console", "curl"],
        grammar: Grammar::Shell,
        double: Quote::Lines,
        single: Quote::Raw,
        keywords: words![
            case do done elif else esac export fi for function if in local return set then unset until while
        ],
        ..HASH
    },
    &Language { names: &["http"], grammar: Grammar::Http, ..HASH },
    &Language {
        names: &["yaml", "yml"],
        grammar: Grammar::Yaml,
        single: Quote::Raw,
        keywords: words![false null true],
        ..HASH
    },
    &Language {
        names: &["sql"],
        comment: "--",
        double: Quote::Raw,
        single: Quote::Raw,
        back: Quote::Raw,
        keywords: words![
            all alter and as asc between by case create cross delete desc distinct drop else end except exists false
            from full group having in inner insert interval into is join left like limit not null offset on or order
            outer over partition right select set table then true union update using values when where with
        ],
        any_case: true,
        ..PLAIN
    },
    &Language {
        names: &["javascript", "js", "mjs", "jsx", "typescript", "ts", "tsx"],
        back: Quote::Lines,
        keywords: words![
            async await break case catch class const continue default delete do else enum export extends false
            finally for from function if implements import in instanceof interface let new null of private public
            readonly return static super switch this throw true try type typeof undefined var void while yield
        ],
        ..PLAIN
    },
    &Language {
        names: &["go", "golang"],
        back: Quote::Raw,
        keywords: words![
            break case chan const continue default defer else fallthrough false for func go goto if import interface
            map nil package range return select struct switch true type var
        ],
        ..PLAIN
    },
    &Language {
        names: &["rust", "rs"],
        double: Quote::Lines,
        single: Quote::Char,
        keywords: words![
            Self as async await break const continue crate dyn else enum extern false fn for if impl in let loop
            match mod move mut pub ref return self static struct super trait true type union unsafe use where while
        ],
        ..PLAIN
    },
    &Language {
        names: &["python", "py"],
        double: Quote::Triple,
        single: Quote::Triple,
        keywords: words![
            False None True and as assert async await break class continue def del elif else except finally for from
            global if import in is lambda nonlocal not or pass raise return try while with yield
        ],
        ..HASH
    },
];

/// Finds a language by name, ignoring case.
pub(super) fn named(name: &str) -> Option<&'static Language> {
    let known = |language: &&&Language| language.names.iter().any(|known| known.eq_ignore_ascii_case(name));
    LANGUAGES.iter().find(known).copied()
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|language| language.names).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted() {
        for language in LANGUAGES {
            assert!(language.keywords.is_sorted(), "{:?}", language.names);
        }
    }
}
