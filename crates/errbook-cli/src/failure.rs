//! Why a command stops: one message, next steps, and the exit code. `terminal` shows it.

use std::io;
use std::path::Path;

/// How a command ended, as its exit code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to complain about.
    Clean = 0,
    /// The catalog, the pages or the question have a problem.
    Findings = 1,
    /// Wrong usage, or the disk or the terminal would not play along.
    Trouble = 2,
}

/// What stops a command.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Exit code.
    pub(crate) exit: Exit,
    /// A lowercase phrase with code in backticks.
    pub(crate) message: String,
    /// Next steps.
    pub(crate) help: Vec<String>,
}

impl Failure {
    /// The catalog or the question is at fault.
    pub(crate) fn finding(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Findings, message: message.into(), help: Vec::new() }
    }

    /// The way in which errbook was called, or the machine, is at fault.
    pub(crate) fn trouble(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Trouble, message: message.into(), help: Vec::new() }
    }

    /// What could not be done to which path, and why.
    pub(crate) fn io(action: &str, path: &Path, error: &io::Error) -> Failure {
        Failure::trouble(format!("cannot {action} `{}`: {}", path.display(), cause(error)))
    }

    /// Adds a next step.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Failure {
        self.help.push(help.into());
        self
    }
}

/// The operating system's reason as part of a sentence, without its number.
pub(crate) fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_reads_as_part_of_a_sentence() {
        let error = io::Error::from_raw_os_error(13);
        assert_eq!(cause(&error), "permission denied");
        assert_eq!(cause(&io::Error::other("")), "");
    }
}
