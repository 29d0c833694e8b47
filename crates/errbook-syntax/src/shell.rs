//! Splits shell commands in code blocks into words, like a POSIX shell would, as far as possible
//! without running anything.

use std::ops::Range;

mod curl;

pub use curl::Curl;

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word without quotes and escapes. Expansions such as `$ID` are kept.
    pub value: String,
    /// Span in the code.
    pub range: Range<usize>,
    /// Byte offset of the value in the code, if the word is a single piece in single quotes, or
    /// without quotes and escapes.
    pub verbatim: Option<usize>,
}

/// A quote that isn't closed.
#[derive(Debug, PartialEq, Eq)]
pub struct OpenQuote {
    /// Byte offset of the quote.
    pub at: usize,
    /// The quote character.
    pub quote: char,
}

/// Whether the language of a fence is a shell.
pub fn is_shell(language: &str) -> bool {
    ["bash", "sh", "shell", "zsh", "curl"].iter().any(|shell| language.eq_ignore_ascii_case(shell))
}

/// The commands of a code block: words up to a line end, `;`, `|`, or `&`.
///
/// # Errors
/// A quote that isn't closed.
pub fn commands(code: &str) -> Result<Vec<Vec<Word>>, OpenQuote> {
    let mut lexer = Lexer { code, at: 0, commands: Vec::new(), command: Vec::new(), here: Vec::new() };
    lexer.run()?;
    Ok(lexer.commands)
}

struct Lexer<'t> {
    code: &'t str,
    at: usize,
    commands: Vec<Vec<Word>>,
    command: Vec<Word>,
    /// Delimiters of here-documents that start after this line.
    here: Vec<String>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.code[self.at..]
    }

    fn run(&mut self) -> Result<(), OpenQuote> {
        while let Some(first) = self.rest().chars().next() {
            match first {
                '\n' => {
                    self.at += 1;
                    self.end_command();
                    self.here_documents();
                }
                ';' | '|' | '&' | '(' | ')' => {
                    self.at += 1;
                    self.end_command();
                }
                '<' if self.rest().starts_with("<<") && !self.rest().starts_with("<<<") => self.here_start()?,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '\\' if self.rest().starts_with("\\\r\n") => self.at += 3,
                space if space.is_whitespace() => self.at += space.len_utf8(),
                '<' | '>' => self.at += 1,
                _ => {
                    let word = self.word()?;
                    self.command.push(word);
                }
            }
        }
        self.end_command();
        Ok(())
    }

    fn end_command(&mut self) {
        if !self.command.is_empty() {
            self.commands.push(std::mem::take(&mut self.command));
        }
    }

    fn here_start(&mut self) -> Result<(), OpenQuote> {
        self.at += 2;
        self.at += self.rest().len() - self.rest().trim_start_matches(['-', ' ']).len();
        let delimiter = self.word()?.value;
        if !delimiter.is_empty() {
            self.here.push(delimiter);
        }
        Ok(())
    }

    /// Skips the here-documents that start here.
    fn here_documents(&mut self) {
        for delimiter in std::mem::take(&mut self.here) {
            while self.at < self.code.len() {
                let line = self.rest().split_inclusive('\n').next().unwrap_or_default();
                let is_end = line.trim() == delimiter;
                self.at += line.len();
                if is_end {
                    break;
                }
            }
        }
    }

    fn word(&mut self) -> Result<Word, OpenQuote> {
        let start = self.at;
        let mut value = String::new();
        // If a word is a single plain piece, its value also occurs in the code. Other words count
        // as several pieces.
        let (mut pieces, mut verbatim) = (0, None);
        while let Some(first) = self.rest().chars().next() {
            match first {
                '\'' => {
                    let inside = self.quoted('\'')?;
                    verbatim = Some(inside.start);
                    value.push_str(&self.code[inside]);
                    pieces += 1;
                }
                '"' => {
                    self.double_quoted(&mut value)?;
                    pieces += 2;
                }
                '`' => {
                    let inside = self.quoted('`')?;
                    value.push_str(&self.code[inside.start - 1..inside.end + 1]);
                    pieces += 2;
                }
                '$' => {
                    let length = self.expansion()?;
                    value.push_str(&self.code[self.at..self.at + length]);
                    self.at += length;
                    pieces += 2;
                }
                '\\' => {
                    self.at += 1;
                    let Some(escaped) = self.rest().chars().next() else { break };
                    self.at += escaped.len_utf8();
                    if escaped != '\n' {
                        value.push(escaped);
                    }
                    pieces += 2;
                }
                end if ends_word(end) => break,
                _ => {
                    let rest = self.rest();
                    let length = rest.find(|char| ends_word(char) || "'\"`$\\".contains(char)).unwrap_or(rest.len());
                    verbatim = Some(self.at);
                    value.push_str(&self.code[self.at..self.at + length]);
                    self.at += length;
                    pieces += 1;
                }
            }
        }
        Ok(Word { value, range: start..self.at, verbatim: verbatim.filter(|_| pieces == 1) })
    }

    /// Skips a quoted piece without escapes, and returns the span inside the quotes.
    fn quoted(&mut self, quote: char) -> Result<Range<usize>, OpenQuote> {
        let start = self.at + 1;
        let Some(length) = self.code[start..].find(quote) else { return Err(OpenQuote { at: self.at, quote }) };
        self.at = start + length + 1;
        Ok(start..start + length)
    }

    fn double_quoted(&mut self, value: &mut String) -> Result<(), OpenQuote> {
        let open = self.at;
        self.at += 1;
        while let Some(first) = self.rest().chars().next() {
            match first {
                '"' => {
                    self.at += 1;
                    return Ok(());
                }
                '\\' => {
                    let Some(escaped) = self.rest().chars().nth(1) else { break };
                    if !"$`\"\\\n".contains(escaped) {
                        value.push('\\');
                    }
                    if escaped != '\n' {
                        value.push(escaped);
                    }
                    self.at += 1 + escaped.len_utf8();
                }
                '$' => {
                    let length = self.expansion()?;
                    value.push_str(&self.code[self.at..self.at + length]);
                    self.at += length;
                }
                other => {
                    value.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
        Err(OpenQuote { at: open, quote: '"' })
    }

    /// Length of an expansion, which starts with a dollar sign. Commands inside are parsed too, to
    /// find open quotes.
    fn expansion(&mut self) -> Result<usize, OpenQuote> {
        let rest = self.rest();
        if let Some(inside) = rest.strip_prefix("$(") {
            let length = substitution(inside).map_err(|open| OpenQuote { at: self.at + 2 + open.at, ..open })?;
            return Ok(2 + length);
        }
        if rest.starts_with("${") {
            return Ok(rest.find('}').map_or(2, |end| end + 1));
        }
        // `$'...'` allows escaped quotes.
        if let Some(inside) = rest.strip_prefix("$'") {
            let mut escaped = false;
            for (at, char) in inside.char_indices() {
                match char {
                    '\'' if !escaped => return Ok(2 + at + 1),
                    '\\' => escaped = !escaped,
                    _ => escaped = false,
                }
            }
            return Err(OpenQuote { at: self.at + 1, quote: '\'' });
        }
        Ok(1)
    }
}

fn ends_word(char: char) -> bool {
    char.is_whitespace() || ";|&()".contains(char)
}

/// Length of a command substitution, including its closing parenthesis.
fn substitution(code: &str) -> Result<usize, OpenQuote> {
    let mut depth = 1;
    let mut lexer = Lexer { code, at: 0, commands: Vec::new(), command: Vec::new(), here: Vec::new() };
    while let Some(first) = lexer.rest().chars().next() {
        match first {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\'' => {
                lexer.quoted('\'')?;
                continue;
            }
            '"' => {
                lexer.double_quoted(&mut String::new())?;
                continue;
            }
            _ => {}
        }
        lexer.at += first.len_utf8();
        if depth == 0 {
            return Ok(lexer.at);
        }
    }
    Ok(code.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(code: &str) -> Vec<Vec<String>> {
        let values = |command: Vec<Word>| command.into_iter().map(|word| word.value).collect();
        commands(code).expect("quotes close").into_iter().map(values).collect()
    }

    #[test]
    fn splits_commands_into_words() {
        for (code, expected) in [
            ("curl -i \\\n  -d '{\"a\": 1}' # it's\nls", vec![vec!["curl", "-i", "-d", "{\"a\": 1}"], vec!["ls"]]),
            (
                "a \"x \\\"y\\\" $(echo \"z's\") $HOME\" | b",
                vec![vec!["a", "x \"y\" $(echo \"z's\") $HOME"], vec!["b"]],
            ),
            ("a '{\"id\": \"'\"$ID\"'\"}'", vec![vec!["a", "{\"id\": \"$ID\"}"]]),
            ("cat <<EOF > x\nit's\nEOF\nls", vec![vec!["cat", "x"], vec!["ls"]]),
            ("a $'it\\'s' b#c", vec![vec!["a", "$'it\\'s'", "b#c"]]),
            ("a && (b; c) &", vec![vec!["a"], vec!["b"], vec!["c"]]),
        ] {
            assert_eq!(words(code), expected, "{code}");
        }
    }

    #[test]
    fn a_plain_word_has_the_offset_of_its_value() {
        let code = "a 'b c' d\"e\" f";
        let commands = commands(code).expect("quotes close");
        let at: Vec<_> = commands[0].iter().map(|word| word.verbatim).collect();
        assert_eq!(at, [Some(0), Some(3), None, Some(13)]);
    }

    #[test]
    fn reports_an_open_quote() {
        for (code, at, quote) in
            [("echo 'a", 5, '\''), ("echo \"a", 5, '"'), ("echo \"$(x 'y)\"", 10, '\''), ("ls\necho it's", 10, '\'')]
        {
            assert_eq!(commands(code), Err(OpenQuote { at, quote }), "{code}");
        }
    }
}
