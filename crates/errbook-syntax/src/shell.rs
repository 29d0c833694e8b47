//! Splits shell commands in code blocks into words, like a POSIX shell would, as far as possible
//! without running anything.

use std::ops::Range;

use crate::word::Word;

/// A command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Command {
    /// Its words. Files of redirections are words too.
    pub words: Vec<Word>,
    /// What it reads.
    pub input: Input,
}

/// What a command reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Input {
    /// Nothing.
    #[default]
    None,
    /// A here-document, a here-string, or what `echo` prints.
    Text(Word),
    /// A file, or what another command prints.
    Unknown,
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

/// The length of a prompt at the start of a line: `$ `, or `user@host:~$ `.
fn prompt(line: &str) -> Option<usize> {
    let end = line.find("$ ")?;
    let is_name = |char: char| char.is_ascii_alphanumeric() || "@:~/._-".contains(char);
    line[..end].chars().all(is_name).then_some(end + 2)
}

/// The commands of a code block: words up to a line end, `;`, `|`, or `&`. If a line starts with a
/// prompt, the lines without one are output, unless they continue a command.
///
/// ```
/// use errbook_syntax::shell::commands;
///
/// let commands = commands("shop pay --note 'for two' | tee log").unwrap();
/// let words: Vec<&str> = commands[0].words.iter().map(|word| word.value.as_str()).collect();
/// assert_eq!(words, ["shop", "pay", "--note", "for two"]);
/// assert_eq!(commands.len(), 2);
/// ```
///
/// # Errors
/// A quote that isn't closed.
pub fn commands(code: &str) -> Result<Vec<Command>, OpenQuote> {
    let mut lexer = Lexer::new(code);
    lexer.run()?;
    Ok(lexer.found())
}

/// The commands of a code block, without those that have an open quote. After one, the next line
/// starts a command.
pub fn closed_commands(code: &str) -> Vec<Command> {
    let mut lexer = Lexer::new(code);
    let mut retries = RETRIES;
    while lexer.run().is_err() && retries > 0 {
        lexer.skip_command();
        retries -= 1;
    }
    lexer.found()
}

/// How many commands with an open quote are skipped. Each costs reading the rest of the code.
const RETRIES: u8 = 16;

/// How deep commands in `$(...)` are read.
const LEVELS: u8 = 4;

#[derive(Default)]
struct Lexer<'t> {
    code: &'t str,
    at: usize,
    commands: Vec<Command>,
    command: Command,
    /// Byte offset after the last command.
    ended: usize,
    /// Here-documents that start after this line: their delimiters, and the indexes of their
    /// commands.
    here: Vec<(String, usize)>,
    /// Whether commands start with a prompt.
    is_session: bool,
    /// The commands in `$(...)`, and how many levels of them to read.
    inner: Vec<Command>,
    levels: u8,
}

impl<'t> Lexer<'t> {
    fn new(code: &'t str) -> Lexer<'t> {
        let is_session = code.lines().any(|line| prompt(line).is_some());
        Lexer { code, is_session, levels: LEVELS, ..Lexer::default() }
    }

    /// All commands, those in substitutions last.
    fn found(mut self) -> Vec<Command> {
        self.commands.append(&mut self.inner);
        self.commands
    }

    /// Moves to the line after the first one of the current command.
    fn skip_command(&mut self) {
        let before = self.code.len() - self.code[self.ended..].trim_start().len();
        self.at = self.code[before..].find('\n').map_or(self.code.len(), |end| before + end + 1);
        (self.ended, self.command) = (self.at, Command::default());
        self.here.clear();
    }

    fn rest(&self) -> &'t str {
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
                    let input = self.printed();
                    self.end_command();
                    self.command.input = input;
                }
                ';' | '|' | '&' | '(' | ')' => {
                    self.at += self.rest().len() - self.rest().trim_start_matches(first).len();
                    self.end_command();
                }
                '<' if self.rest().starts_with("<<<") => self.here_string()?,
                '<' if self.rest().starts_with("<<") => self.here_start()?,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '\\' if self.rest().starts_with("\\\r\n") => self.at += 3,
                space if space.is_whitespace() => self.at += space.len_utf8(),
                '<' => {
                    self.at += 1;
                    self.command.input = Input::Unknown;
                }
                '>' => self.at += 1,
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
        self.ended = self.at;
        // A pipe can end its line. Then the next line reads it.
        if !self.command.words.is_empty() {
            self.commands.push(std::mem::take(&mut self.command));
        }
    }

    /// Moves to the next command of a session, after its prompt.
    fn skip_output(&mut self) {
        while self.is_session && self.at < self.code.len() {
            if let Some(length) = prompt(self.rest().lines().next().unwrap_or_default()) {
                self.at += length;
                return;
            }
            self.at += self.rest().find('\n').map_or(self.rest().len(), |end| end + 1);
        }
    }

    /// What the command before a pipe prints.
    fn printed(&self) -> Input {
        match &self.command.words[..] {
            [echo, options @ .., text]
                if echo.value == "echo" && options.iter().all(|option| option.value.starts_with('-')) =>
            {
                Input::Text(text.clone())
            }
            _ => Input::Unknown,
        }
    }

    fn here_string(&mut self) -> Result<(), OpenQuote> {
        self.at += 3;
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
        self.command.input = Input::Text(self.word()?);
        Ok(())
    }

    fn here_start(&mut self) -> Result<(), OpenQuote> {
        self.at += 2;
        self.at += self.rest().len() - self.rest().trim_start_matches(['-', ' ']).len();
        self.command.input = Input::Unknown;
        let delimiter = self.word()?.value;
        if !delimiter.is_empty() {
            self.here.push((delimiter, self.commands.len()));
        }
        Ok(())
    }

    /// Reads the here-documents that start here.
    fn here_documents(&mut self) {
        for (delimiter, command) in std::mem::take(&mut self.here) {
            let start = self.at;
            while self.at < self.code.len() {
                let line = self.rest().split_inclusive('\n').next().unwrap_or_default();
                let is_end = line.trim() == delimiter;
                if is_end && let Some(command) = self.commands.get_mut(command) {
                    command.input = Input::Text(Word::of(self.code, start..self.at));
                }
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
        self.inner_commands(self.at + length);
        word.push(&self.code[self.at..self.at + length], self.at);
        self.at += length;
        Ok(())
    }

    /// Reads the commands in a substitution, `$(...)`, which ends at a byte.
    fn inner_commands(&mut self, end: usize) {
        let code = &self.code[..end];
        let Some(code) = code.strip_suffix(')').filter(|_| self.levels > 0 && self.rest().starts_with("$(")) else {
            return;
        };
        let mut lexer = Lexer { code, at: self.at + 2, levels: self.levels - 1, ..Lexer::default() };
        // An open quote is reported for the whole command.
        if lexer.run().is_ok() {
            self.inner.append(&mut lexer.commands);
            self.inner.append(&mut lexer.inner);
        }
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
                vec![vec!["a", "x \"y\" $(echo \"z's\") $HOME"], vec!["b"], vec!["echo", "z's"]],
            ),
            ("a '{\"id\": \"'\"$ID\"'\"}'", vec![vec!["a", "{\"id\": \"$ID\"}"]]),
            ("cat <<EOF > x\nit's\nEOF\nls", vec![vec!["cat", "x"], vec!["ls"]]),
            ("a $'it\\'s' b#c", vec![vec!["a", "$'it\\'s'", "b#c"]]),
            ("a && (b; c) &", vec![vec!["a"], vec!["b"], vec!["c"]]),
            ("It's so:\n$ a \\\n  b\nisn't\nme@host:~/x$ c", vec![vec!["a", "b"], vec!["c"]]),
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
    fn finds_commands_in_substitutions() {
        assert_eq!(
            words("a=$(b \"$(c d)\" | e)"),
            [vec!["a=$(b \"$(c d)\" | e)"], vec!["b", "$(c d)"], vec!["e"], vec!["c", "d"]]
        );
        let deep = "$(".repeat(100_000) + "a" + &")".repeat(100_000);
        assert_eq!(commands(&deep).expect("quotes close").len(), 1 + usize::from(LEVELS));
    }

    #[test]
    fn commands_know_their_input() {
        let inputs = |code| {
            let shown = |of: &Command| match &of.input {
                Input::None => "-".to_owned(),
                Input::Text(word) => word.value.clone(),
                Input::Unknown => "?".to_owned(),
            };
            commands(code).expect("quotes close").iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(inputs("a | b\nc || d |\ne"), ["-", "?", "-", "-", "?"]);
        assert_eq!(inputs("a < b; c <<EOF | d\nx\ny\nEOF\ne > f"), ["?", "x\ny\n", "?", "-"]);
        assert_eq!(inputs("echo -n 'x y' | a; echo x y | a; a <<< \"x y\"; a"), ["-", "x y", "-", "?", "x y", "-"]);
        assert_eq!(inputs("a <<EOF\nx"), ["?"]);
    }

    #[test]
    fn an_open_quote_hides_only_its_command() {
        for (code, expected) in [
            ("a 'b\nc d", vec![vec!["c", "d"]]),
            ("a b\nc 'd\ne 'f'\ng", vec![vec!["a", "b"], vec!["e", "f"], vec!["g"]]),
            ("a 'b\nc' d\n\ne | f \"g\nh", vec![vec!["a", "b\nc", "d"], vec!["e"], vec!["h"]]),
            ("a \\\n  'b\nc", vec![vec!["c"]]),
            ("a $(b 'c)\nd <<E \"f\nE\ng", vec![vec!["E"], vec!["g"]]),
            ("$ a 'b\nc\n$ d\ne", vec![vec!["d"]]),
        ] {
            let found = closed_commands(code);
            let words: Vec<Vec<&str>> =
                found.iter().map(|of| of.words.iter().map(|word| &*word.value).collect()).collect();
            assert_eq!(words, expected, "{code}");
        }
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
