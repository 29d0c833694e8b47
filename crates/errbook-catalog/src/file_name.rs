//! Names of files and folders that every file system accepts, so a catalog and its pages are the
//! same wherever they are checked out and built.

/// Longest name of a file in bytes (`NAME_MAX` of Linux; other systems allow as many or more).
pub const LONGEST: usize = 255;

/// Device names of Windows, also before an extension ("Naming Files, Paths, and Namespaces").
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// Why a file or folder can't have this name on every system, to follow the name in a sentence.
/// `None` if it can.
///
/// ```
/// use errbook_catalog::file_name::problem;
///
/// assert_eq!(problem("not_found.yaml"), None);
/// assert_eq!(problem("aux.yaml").as_deref(), Some("is a reserved file name on Windows"));
/// ```
pub fn problem(name: &str) -> Option<String> {
    let device = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |kind| {
        device
            .strip_prefix(kind)
            .is_some_and(|rest| matches!(rest, "1" | "2" | "3" | "¹" | "²" | "³" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    if DEVICES.contains(&device.as_str()) || numbered("com") || numbered("lpt") {
        return Some("is a reserved file name on Windows".to_owned());
    }
    if let Some(char) = name.chars().find(|char| is_unseen(*char)) {
        return Some(format!("contains the invisible character U+{:04X}", u32::from(char)));
    }
    if name.contains('/') {
        return Some("contains `/`, which separates folders".to_owned());
    }
    if let Some(char) = name.chars().find(|char| r#"\<>:"|?*"#.contains(*char)) {
        return Some(format!("contains `{char}`, which is not allowed in file names on Windows"));
    }
    match name.chars().next_back() {
        None => Some("is empty".to_owned()),
        Some('.') => Some("ends with a period, which Windows removes".to_owned()),
        Some(last) if last.is_whitespace() => Some("ends with a space, which Windows removes".to_owned()),
        _ if name.len() > LONGEST => Some(format!("is longer than {LONGEST} bytes")),
        _ => None,
    }
}

fn is_unseen(char: char) -> bool {
    char.is_control() || is_hidden(char) || (char.is_whitespace() && char != ' ')
}

/// Why a part of a code can't be a folder, or the file of an entry (`name.yaml`), on every system.
pub fn problem_of_entry(name: &str) -> Option<String> {
    problem(name).or_else(|| problem(&format!("{name}.yaml")))
}

/// Whether a character has no width, or changes the direction of the text after it.
pub fn is_hidden(char: char) -> bool {
    // Format characters and fillers of Unicode 16.
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_on_every_system() {
        for good in ["a", "index.html", "console", "com", "com10", "null", "é", "a b", ".a", "…", "日本"] {
            assert_eq!(problem(good), None, "{good}");
        }
        let long = "a".repeat(256);
        for (bad, expected) in [
            ("con", "is a reserved file name on Windows"),
            ("Aux.html", "is a reserved file name on Windows"),
            ("com1", "is a reserved file name on Windows"),
            ("lpt9.tar.gz", "is a reserved file name on Windows"),
            ("a:b", "contains `:`, which is not allowed in file names on Windows"),
            ("..\\x", "contains `\\`, which is not allowed in file names on Windows"),
            ("a\u{202e}b", "contains the invisible character U+202E"),
            ("a\u{200b}", "contains the invisible character U+200B"),
            ("a\u{a0}b", "contains the invisible character U+00A0"),
            ("a\u{3164}", "contains the invisible character U+3164"),
            ("CONIN$", "is a reserved file name on Windows"),
            ("a/b", "contains `/`, which separates folders"),
            ("a.", "ends with a period, which Windows removes"),
            ("a ", "ends with a space, which Windows removes"),
            ("..", "ends with a period, which Windows removes"),
            ("", "is empty"),
            (&long, "is longer than 255 bytes"),
        ] {
            assert_eq!(problem(bad).as_deref(), Some(expected), "{bad}");
        }
    }
}
