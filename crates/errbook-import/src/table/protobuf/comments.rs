//! Finds the comments of a file that belong to no enum or other declaration.

use std::collections::HashSet;

use super::super::found::Found;
use super::{Locations, lines};

/// Field numbers of a file's declarations: messages, enums, services, and extensions. Comments of
/// other statements, such as `syntax`, aren't read.
const DECLARATIONS: [i32; 4] = [4, 5, 6, 7];

/// Reports the comments that belong to no declaration, such as those at the end of an enum, and those
/// of messages around the enums of errors.
pub(super) fn unattached(text: &str, locations: &Locations, enums: &[&[i32]], found: &mut Found) {
    let is_around = |path: &[i32]| enums.iter().any(|of| of.len() > path.len() && of.starts_with(path));
    let is_declaration = |path: &[i32]| path.first().is_some_and(|field| DECLARATIONS.contains(field));
    let of = locations.iter().filter(|(path, _)| is_declaration(path) && !is_around(path));
    let texts = of.flat_map(|(_, location)| [location.leading_comments(), location.trailing_comments()]);
    let attached: HashSet<String> =
        texts.flat_map(|text| lines(text).lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    for (line, comment) in comments(text) {
        let rest: Vec<&str> = comment.lines().filter(|line| !line.is_empty() && !attached.contains(*line)).collect();
        if !rest.is_empty() {
            found.unplaced(line, "this comment does not belong to an error", rest.join("\n"));
        }
    }
}

/// All comments with their lines. Lines of `//` that follow each other are one comment.
fn comments(text: &str) -> Vec<(usize, String)> {
    let mut comments: Vec<(usize, String)> = Vec::new();
    let (mut rest, mut line, mut last) = (text, 1, 0);
    while let Some(at) = rest.find(['/', '"', '\'', '\n']) {
        let special = &rest[at..];
        let length = if special.starts_with("//") {
            let length = special.find('\n').unwrap_or(special.len());
            let words = special[..length].trim_start_matches('/').trim();
            match comments.last_mut().filter(|_| last + 1 == line) {
                Some((_, comment)) => *comment = format!("{comment}\n{words}"),
                None => comments.push((line, words.to_owned())),
            }
            last = line;
            length
        } else if special.starts_with("/*") {
            let length = special.find("*/").map_or(special.len(), |end| end + 2);
            let inner = special[2..length].trim_end_matches("*/");
            let words = inner.lines().map(|line| line.trim().trim_start_matches('*').trim());
            comments.push((line, words.collect::<Vec<_>>().join("\n")));
            length
        } else if special.starts_with(['"', '\'']) {
            string(special)
        } else {
            1
        };
        line += special[..length].matches('\n').count();
        rest = &special[length..];
    }
    comments
}

/// The length of a string literal.
fn string(special: &str) -> usize {
    let mut chars = special.char_indices().skip(1);
    let quote = special.chars().next();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            char if Some(char) == quote => return at + 1,
            _ => {}
        }
    }
    special.len()
}
