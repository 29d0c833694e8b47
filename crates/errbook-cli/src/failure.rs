//! Why a command stops: one message, help, and the exit code. `terminal` shows it.

use std::path::Path;
use std::{fmt, io};

/// Exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// No problems.
    Clean = 0,
    /// A problem with the catalog, the pages, or what the user looked for.
    Findings = 1,
    /// Wrong usage, or a failure of the disk or terminal.
    Trouble = 2,
}

#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// A lowercase phrase with code in backticks.
    pub(crate) message: String,
    pub(crate) help: Vec<String>,
}

impl Failure {
    /// The catalog, or what the user looked for, is at fault.
    pub(crate) fn finding(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Findings, message: message.into(), help: Vec::new() }
    }

    /// The command line or the machine is at fault.
    pub(crate) fn trouble(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Trouble, message: message.into(), help: Vec::new() }
    }

    /// An action failed on a path.
    pub(crate) fn io(action: &str, path: &Path, error: &io::Error) -> Failure {
        Failure::trouble(format!("cannot {action} `{}`: {}", path.display(), cause(error)))
    }

    /// A file that errbook wrote can't be used. `help` is for a broken one: a newer errbook's is fine.
    pub(crate) fn unusable(what: impl fmt::Display, error: &impl fmt::Display, is_newer: bool, help: &str) -> Failure {
        let help = if is_newer { "update errbook: a newer one wrote this file" } else { help };
        Failure::trouble(format!("cannot use {what}: {error}")).help(help)
    }

    /// A newer errbook wrote the file, in this format version.
    pub(crate) fn newer(path: &Path, version: u32, latest: u32) -> Failure {
        let why = format!("unsupported format version {version} (this errbook reads up to {latest})");
        Failure::unusable(format!("`{}`", path.display()), &why, true, "")
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Failure {
        self.help.push(help.into());
        self
    }
}

/// The operating system's reason, formatted as part of a sentence and without its number.
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
