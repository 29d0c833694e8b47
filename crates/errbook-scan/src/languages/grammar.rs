//! The languages, their files, and the queries that errbook has for them.

use std::sync::LazyLock;

use tree_sitter::{Language, Query};

/// A language, or a dialect with a grammar of its own.
#[derive(Debug)]
pub(super) struct Grammar {
    /// Name of the language in names of query files.
    pub(super) name: &'static str,
    pub(super) extensions: &'static [&'static str],
    pub(super) language: fn() -> Language,
    /// The queries that errbook has for it.
    pub(super) query: LazyLock<Query>,
}

const TYPESCRIPT: &str = include_str!("../../queries/typescript.scm");

pub(super) static GRAMMARS: [Grammar; 5] = [
    Grammar {
        name: "go",
        extensions: &["go"],
        language: || tree_sitter_go::LANGUAGE.into(),
        query: LazyLock::new(|| compiled(tree_sitter_go::LANGUAGE.into(), include_str!("../../queries/go.scm"))),
    },
    Grammar {
        name: "java",
        extensions: &["java"],
        language: || tree_sitter_java::LANGUAGE.into(),
        query: LazyLock::new(|| compiled(tree_sitter_java::LANGUAGE.into(), include_str!("../../queries/java.scm"))),
    },
    Grammar {
        name: "python",
        extensions: &["py", "pyi"],
        language: || tree_sitter_python::LANGUAGE.into(),
        query: LazyLock::new(|| {
            compiled(tree_sitter_python::LANGUAGE.into(), include_str!("../../queries/python.scm"))
        }),
    },
    Grammar {
        name: "typescript",
        extensions: &["ts", "mts", "cts"],
        language: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        query: LazyLock::new(|| compiled(tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), TYPESCRIPT)),
    },
    // Casts as in `<T>value` are elements here. JavaScript has neither.
    Grammar {
        name: "typescript",
        extensions: &["tsx", "jsx", "js", "mjs", "cjs"],
        language: || tree_sitter_typescript::LANGUAGE_TSX.into(),
        query: LazyLock::new(|| compiled(tree_sitter_typescript::LANGUAGE_TSX.into(), TYPESCRIPT)),
    },
];

/// The grammar of a file, by its extension: the position in [`GRAMMARS`].
pub(super) fn of(path: &str) -> Option<usize> {
    let extension = path.rsplit('/').next()?.rsplit_once('.')?.1;
    GRAMMARS.iter().position(|grammar| grammar.extensions.contains(&extension))
}

/// A query that errbook has. A test compiles all of them.
fn compiled(language: Language, source: &str) -> Query {
    Query::new(&language, source).unwrap_or_else(|error| panic!("a query of errbook: {error}"))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::GRAMMARS;

    #[test]
    fn queries_of_errbook_compile() {
        for grammar in &GRAMMARS {
            assert!(LazyLock::force(&grammar.query).pattern_count() > 0, "{}", grammar.name);
        }
    }
}
