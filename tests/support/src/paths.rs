//! Finds the paths in code, including tokens of macros, but not in comments or strings.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A path in code, such as `crate::yaml::Span`, `fs::write`, `self::*`, or `print!`.
#[derive(Debug, Clone)]
pub struct PathInCode {
    /// Its names. The last is `*` for a glob import, and ends with `!` for a macro.
    pub names: Vec<String>,
    /// The line where it starts.
    pub line: usize,
}

/// All paths in code. `use` trees are expanded: `a::{b, c}` is `a::b` and `a::c`.
#[must_use]
pub fn paths(code: TokenStream) -> Vec<PathInCode> {
    let mut found = Vec::new();
    collect_paths(code, &[], &mut found);
    found
}

fn collect_paths(code: TokenStream, prefix: &[String], found: &mut Vec<PathInCode>) {
    let tokens: Vec<_> = code.into_iter().collect();
    let is =
        |at: usize, punct: char| matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == punct);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let line = token.span().start().line;
        at += 1;
        match token {
            TokenTree::Group(group) => collect_paths(group.stream(), &[], found),
            TokenTree::Ident(name) if name == "as" && !prefix.is_empty() => at += 1,
            TokenTree::Ident(name) => {
                let mut names = joined(prefix, &name.to_string());
                while is(at, ':') && is(at + 1, ':') {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Ident(name)) => names.push(name.to_string()),
                        Some(TokenTree::Punct(punct)) if punct.as_char() == '*' => names.push("*".to_owned()),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            collect_paths(group.stream(), &names, found);
                            names.clear();
                        }
                        _ => break,
                    }
                    at += 3;
                }
                if let (Some(TokenTree::Punct(punct)), Some(name)) = (tokens.get(at), names.last_mut())
                    && punct.as_char() == '!'
                    && punct.spacing() == Spacing::Alone
                {
                    name.push('!');
                }
                if names.last().is_some_and(|name| name == "self") && names.len() > 1 {
                    names.pop();
                }
                if !names.is_empty() {
                    found.push(PathInCode { names, line });
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '*' && !prefix.is_empty() => {
                found.push(PathInCode { names: joined(prefix, "*"), line });
            }
            _ => {}
        }
    }
}

pub(crate) fn joined(path: &[String], name: &str) -> Vec<String> {
    [path, &[name.to_owned()]].concat()
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn paths_are_found_everywhere() {
        let code = "use std::{env, fs::{self, write as w}}; #[x::y] fn f(a: &a::B) { m!(c::d(), !e != f, *g); }";
        let found: Vec<_> = paths(code.parse().unwrap()).iter().map(|path| path.names.join("::")).collect();
        for path in ["std::env", "std::fs", "std::fs::write", "x::y", "a::B", "m!", "c::d", "e", "f", "g"] {
            assert!(found.iter().any(|found| found == path), "{path}: {found:?}");
        }
        assert!(!found.iter().any(|found| found == "w" || found == "e!"), "{found:?}");
        let none = paths("// a::b\n/* a::b */ \"a::b\" r#\"a::b\"#".parse().unwrap());
        assert!(none.is_empty(), "{none:?}");
    }
}
