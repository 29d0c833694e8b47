//! Splits shell commands in code blocks into words, like a POSIX shell would, as far as possible
//! without running anything.

use std::ops::Range;

use crate::word::Word;

/// A command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Command {
    /// Its words. Files of redirections are words too.
    pub words: Vec<Word>,
    /// Whether it reads a pipe, a file, or a here-document.
    pub has_input: bool,
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

/// What a line of a terminal session starts with if it is a command and not output.
const PROMPT: &str = "$ ";

/// The commands of a code block: words up to a line end, `;`, `|`, or `&`. If a line starts with a
/// prompt, the lines without one are output, unless they continue a command.
///
/// # Errors
/// A quote that isn't closed.
pub fn commands(code: &str) -> Result<Vec<Command>, OpenQuote> {
    let is_session = code.lines().any(|line| line.starts_with(PROMPT));
    let mut lexer = Lexer { code, is_session, ..Lexer::default() };
    lexer.run()?;
    Ok(lexer.commands)
}

#[derive(Default)]
struct Lexer<'t> {
    code: &'t str,
    at: usize,
    commands: Vec<Command>,
    command: Command,
    /// Delimiters of here-documents that start after this line.
    here: Vec<String>,
    /// Whether commands start with a prompt.
    is_session: bool,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.code[self.at..]
    }

    fn run(&mut self) -> Result<(), OpenQuote> {
        self.skip_output();
        while let Some(first) = self.rest().chars().next() {
            match first {
                '\n' => {
                    self.at += 1;
                    self.end_command();
                    self.here_documents();
                    self.skip_output();
                }
                '|' if !self.rest().starts_with("||") => {
                    self.at += 1;
                    self.end_command();
                    self.command.has_input = true;
                }
                ';' | '|' | '&' | '(' | ')' => {
                    self.at += self.rest().len() - self.rest().trim_start_matches(first).len();
                    self.end_command();
                }
                '<' if self.rest().starts_with("<<") && !self.rest().starts_with("<<<") => self.here_start()?,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '\\' if self.rest().starts_with("\\\r\n") => self.at += 3,
                space if space.is_whitespace() => self.at += space.len_utf8(),
                '<' | '>' => {
                    self.at += 1;
                    self.command.has_input |= first == '<';
                }
                _ => {
                    let word = self.word()?;
                    self.command.words.push(word);
                }
            }
        }
        self.end_command();
        Ok(())
    }

    fn end_command(&mut self) {
        // A pipe can end its line. Then the next line reads it.
        if !self.command.words.is_empty() {
            self.commands.push(std::mem::take(&mut self.command));
        }
    }

    /// Moves to the next command of a session, after its prompt.
    fn skip_output(&mut self) {
        while self.is_session && self.at < self.code.len() {
            if self.rest().starts_with(PROMPT) {
                self.at += PROMPT.len();
                return;
            }
            self.at += self.rest().find('\n').map_or(self.rest().len(), |end| end + 1);
        }
    }

    fn here_start(&mut self) -> Result<(), OpenQuote> {
        self.at += 2;
        self.at += self.rest().len() - self.rest().trim_start_matches(['-', ' ']).len();
        self.command.has_input = true;
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
        let mut word = Word::new(self.at);
        while let Some(first) = self.rest().chars().next() {
            match first {
                '\'' => {
                    let inside = self.quoted('\'')?;
                    word.push(&self.code[inside.clone()], inside.start);
                }
                '"' => self.double_quoted(&mut word)?,
                '`' => {
                    let inside = self.quoted('`')?;
                    word.push(&self.code[inside.start - 1..inside.end + 1], inside.start - 1);
                }
                '$' => self.expanded(&mut word)?,
                '\\' => {
                    self.at += 1;
                    let Some(escaped) = self.rest().chars().next() else { break };
                    self.at += escaped.len_utf8();
                    if escaped != '\n' {
                        word.push(&self.code[self.at - escaped.len_utf8()..self.at], self.at - escaped.len_utf8());
                    }
                }
                end if ends_word(end) => break,
                _ => {
                    let rest = self.rest();
                    let length = rest.find(|char| ends_word(char) || "'\"`$\\".contains(char)).unwrap_or(rest.len());
                    word.push(&self.code[self.at..self.at + length], self.at);
                    self.at += length;
                }
            }
        }
        word.range.end = self.at;
        Ok(word)
    }

    /// Skips a quoted piece without escapes, and returns the span inside the quotes.
    fn quoted(&mut self, quote: char) -> Result<Range<usize>, OpenQuote> {
        let start = self.at + 1;
        let Some(length) = self.code[start..].find(quote) else { return Err(OpenQuote { at: self.at, quote }) };
        self.at = start + length + 1;
        Ok(start..start + length)
    }

    fn double_quoted(&mut self, word: &mut Word) -> Result<(), OpenQuote> {
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
                    let end = self.at + 1 + escaped.len_utf8();
                    if !"$`\"\\\n".contains(escaped) {
                        word.push("\\", self.at);
                    }
                    if escaped != '\n' {
                        word.push(&self.code[self.at + 1..end], self.at + 1);
                    }
                    self.at = end;
                }
                '$' => self.expanded(word)?,
                other => {
                    let end = self.at + other.len_utf8();
                    word.push(&self.code[self.at..end], self.at);
                    self.at = end;
                }
            }
        }
        Err(OpenQuote { at: open, quote: '"' })
    }

    /// Appends an expansion as it is.
    fn expanded(&mut self, word: &mut Word) -> Result<(), OpenQuote> {
        let length = self.expansion()?;
        word.push(&self.code[self.at..self.at + length], self.at);
        self.at += length;
        Ok(())
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
    let mut lexer = Lexer { code, ..Lexer::default() };
    while let Some(first) = lexer.rest().chars().next() {
        match first {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\'' => {
                lexer.quoted('\'')?;
                continue;
            }
            '"' => {
                lexer.double_quoted(&mut Word::new(0))?;
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
        let values = |command: Command| command.words.into_iter().map(|word| word.value).collect();
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
            ("It's so:\n$ a \\\n  b\nisn't\n$ c", vec![vec!["a", "b"], vec!["c"]]),
        ] {
            assert_eq!(words(code), expected, "{code}");
        }
    }

    #[test]
    fn a_word_has_the_locations_of_its_parts() {
        let code = "a 'b c'd \"e\\\"$F\" g\\ h";
        let commands = commands(code).expect("quotes close");
        let at = |word: usize, part| &code[commands[0].words[word].at(part)];
        assert_eq!(commands[0].words[2].value, "e\"$F");
        assert_eq!((at(1, 0..3), at(1, 2..4), at(2, 1..2), at(2, 2..4)), ("b c", "c'd", "\"", "$F"));
        assert_eq!((at(3, 1..3), &code[commands[0].words[3].range.clone()]), (" h", "g\\ h"));
    }

    #[test]
    fn commands_know_whether_they_have_input() {
        let has_input = |code| commands(code).expect("quotes close").iter().map(|of| of.has_input).collect::<Vec<_>>();
        assert_eq!(has_input("a | b\nc || d |\ne"), [false, true, false, false, true]);
        assert_eq!(has_input("a < b; c <<EOF\nEOF\nd > e"), [true, true, false]);
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
