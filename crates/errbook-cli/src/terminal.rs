//! The only module that prints: results to standard output, progress and errors to standard error,
//! with colors if wanted.

use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Color;
use crate::failure::{Exit, Failure, cause};

pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Style of the word `help`, of code, and of anything to paste.
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();
pub(crate) const HEADING: Style = Style::new().bold();
/// Style of secondary information.
pub(crate) const DIM: Style = Style::new().dimmed();
/// Style of success.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();

pub(crate) struct Terminal {
    out: AutoStream<io::Stdout>,
    err: AutoStream<io::Stderr>,
    out_colors: bool,
    quiet: bool,
    broken: Option<io::Error>,
}

impl Terminal {
    /// Follows `--color` and `--quiet`, and otherwise the environment.
    pub(crate) fn new(color: Color, quiet: bool) -> Terminal {
        match color {
            Color::Auto => {}
            Color::Always => ColorChoice::Always.write_global(),
            Color::Never => ColorChoice::Never.write_global(),
        }
        let out_colors = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Terminal {
            out: AutoStream::auto(io::stdout()),
            err: AutoStream::auto(io::stderr()),
            out_colors,
            quiet,
            broken: None,
        }
    }

    /// Whether results are printed in color.
    pub(crate) fn colors(&self) -> bool {
        self.out_colors
    }

    /// Columns to wrap lines at: `COLUMNS`, or the width of the terminal. `None` in a pipe.
    pub(crate) fn width(&self) -> Option<usize> {
        let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
        set.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)))
    }

    /// Whether the terminal opens links (OSC 8).
    pub(crate) fn hyperlinks(&self) -> bool {
        self.out_colors && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
    }

    /// Prints a result, which includes its line breaks. Styles are removed if colors are off.
    ///
    /// A reader that closes the pipe early (`errbook list | head -1`) doesn't cause an error: the
    /// rest is dropped, and the exit code doesn't change.
    pub(crate) fn print(&mut self, text: &str) {
        if self.broken.is_none() {
            self.broken = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).err();
        }
    }

    /// Prints data that programs read. In a pipe or a file, not a byte is left out. On a terminal,
    /// control sequences are, because they could move the cursor.
    pub(crate) fn print_data(&mut self, text: &str) {
        if io::stdout().is_terminal() {
            return self.print(text);
        }
        if self.broken.is_none() {
            let mut out = io::stdout();
            self.broken = out.write_all(text.as_bytes()).and_then(|()| out.flush()).err();
        }
    }

    /// Prints a line about progress, unless `--quiet` is set.
    pub(crate) fn say(&mut self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// A bar for an input of this many bytes. It is shown on a terminal, after a second.
    pub(crate) fn progress(&self, bytes: u64) -> Progress {
        Progress::new((!self.quiet && io::stderr().is_terminal()).then_some(bytes))
    }

    /// Prints why a command stops, with help.
    pub(crate) fn fail(&mut self, failure: &Failure) -> Exit {
        self.complain(&format!("{ERROR}error{ERROR:#}: {}", printable(&failure.message)));
        for help in &failure.help {
            self.complain(&format!("{CODE}help{CODE:#}: {}", printable(help)));
        }
        failure.exit
    }

    /// Reports that files are stale, with help.
    pub(crate) fn stale(&mut self, what: &str) -> Exit {
        self.say(&format!("{ERROR}error{ERROR:#}: {what} stale"));
        self.say(&format!("{CODE}help{CODE:#}: run the same command without `--check`"));
        Exit::Findings
    }

    /// Finishes the output. If any of it was lost, the exit code becomes [`Exit::Trouble`].
    pub(crate) fn close(mut self, exit: Exit) -> ExitCode {
        let exit = match self.broken.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.fail(&Failure::trouble(format!("cannot write to standard output: {}", cause(&error))))
            }
            _ => exit,
        };
        ExitCode::from(exit as u8)
    }

    /// Prints a line to standard error. If that fails, there is no way left to report it.
    fn complain(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
    }
}

/// Shows how much of an input was read.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_wanted: bool,
}

impl Progress {
    fn new(bytes: Option<u64>) -> Progress {
        let bar = ProgressBar::hidden();
        bar.set_length(bytes.unwrap_or_default());
        Progress { bar, started: Instant::now(), is_wanted: bytes.is_some() }
    }

    /// Counts bytes that were read.
    pub(crate) fn read(&self, bytes: usize) {
        const PATIENCE: Duration = Duration::from_secs(1);
        if !self.is_wanted {
            return;
        }
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            let template = "{bar:40} {binary_bytes} of {binary_total_bytes}, {eta} left";
            self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(bytes as u64);
    }

    /// A reader that counts what is read from it.
    pub(crate) fn reading<'p, R: Read + 'p>(&'p self, reader: R) -> impl Read + 'p {
        Counted { reader, progress: self }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A reader that counts what is read from it.
struct Counted<'p, R> {
    reader: R,
    progress: &'p Progress,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.progress.read(read);
        Ok(read)
    }
}

/// Reads standard input up to a size, whatever its encoding.
pub(crate) fn read_input(most_bytes: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(most_bytes as u64).read_to_end(&mut bytes);
    read.map_err(|error| Failure::trouble(format!("cannot read standard input: {}", cause(&error))))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Standard input and output, for a protocol that uses both. Blocks, which needs no run time.
#[cfg(feature = "lsp")]
pub(crate) fn blocking_streams() -> (io::BufReader<io::Stdin>, io::Stdout) {
    (io::BufReader::new(io::stdin()), io::stdout())
}

/// Standard input and output, for a protocol that uses both.
#[cfg(feature = "mcp")]
pub(crate) fn streams() -> (tokio::io::Stdin, tokio::io::Stdout) {
    (tokio::io::stdin(), tokio::io::stdout())
}

/// Makes text from a catalog or the command line safe to print. Control characters could move the
/// cursor or fake other output, and so could characters that change the direction of text (UTS #55)
/// or that are invisible. Joiners stay, because scripts and emoji need them.
pub(crate) fn printable(text: &str) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\t' => letter,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => '\u{fffd}',
        '\u{2060}'..='\u{206f}' | '\u{feff}' => '\u{fffd}',
        // U+2400.. are pictures of the control characters U+0000..
        '\0'..='\x1f' => char::from_u32(0x2400 + letter as u32).unwrap_or('\u{fffd}'),
        _ if letter.is_control() => '\u{fffd}',
        _ => letter,
    };
    text.replace("\r\n", "\n").chars().map(shown).collect()
}

/// Like [`printable`], for text that must stay on its line.
pub(crate) fn one_line(text: &str) -> String {
    printable(text).replace('\n', "␊").replace('\t', "␉")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_control_characters_with_visible_ones() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}c\rd\r\n\te"), "a␛[31mb\u{fffd}c␍d\n\te");
        assert_eq!(printable("\u{202e}cba\u{2069}\u{feff}"), "\u{fffd}cba\u{fffd}\u{fffd}");
        assert_eq!(printable("👩\u{200d}🔧 می\u{200c}خواهم"), "👩\u{200d}🔧 می\u{200c}خواهم");
        assert_eq!(one_line("a\n::stop-commands::x\tb"), "a␊::stop-commands::x␉b");
    }
}
