//! The arguments of `errbook changelog`.

use std::path::PathBuf;

/// Keep a changelog of the codes, in Markdown
///
/// Compares the catalog with BASE, as `errbook diff` does, and writes what changed into the section of
/// VERSION: new, changed, deprecated, retired, and removed codes, the version that they need, and
/// `migration` of the entries. Without VERSION, the section is "Unreleased". With VERSION, that section
/// gets its heading, and the next run starts a new one.
///
/// errbook replaces only what is between its two comments in that section. Everything else in the file
/// stays as it is: other sections, and what you write before or after the comments. So FILE can be the
/// changelog of your project, in the format of keepachangelog.com. Running the command again changes
/// nothing, unless the catalog or the base changed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook changelog --against v1.1.0                      # what changed since v1.1.0, as \"Unreleased\"
  errbook changelog 1.2.0 --date 2026-11-30               # release it as 1.2.0
  errbook changelog --against v1.2.0 --file CHANGELOG.md
  errbook changelog --check                               # in CI: fail if it is stale
  errbook changelog 1.0.0 --against v0.9.0 --to v1.0.0    # add an edition of the past")]
pub(crate) struct Changelog {
    /// Version of the section [default: Unreleased]
    #[arg(value_name = "VERSION", value_parser = version)]
    pub(crate) version: Option<String>,

    /// State to compare with: a Git revision, a folder, or a saved `errors.json` [default: the one that
    /// the section was written with]
    #[arg(long, value_name = "BASE", value_parser = base)]
    pub(crate) against: Option<String>,

    /// State to describe [default: the catalog as it is]
    #[arg(long, value_name = "STATE", requires = "version")]
    pub(crate) to: Option<String>,

    /// Date of the version, as YYYY-MM-DD, or `today`
    #[arg(long, value_name = "DATE", requires = "version", value_parser = date)]
    pub(crate) date: Option<Date>,

    /// The changelog [default: CHANGELOG.md in the catalog's folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// Write nothing; fail if the changelog is stale
    #[arg(long)]
    pub(crate) check: bool,
}

/// A date on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Date {
    Today,
    On(String),
}

fn version(text: &str) -> Result<String, &'static str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || ".+-_".contains(letter);
    match text {
        _ if text.eq_ignore_ascii_case("unreleased") => Err("leave VERSION out to write the section \"Unreleased\""),
        _ if text.starts_with(char::is_alphanumeric) && text.chars().all(is_plain) => Ok(text.to_owned()),
        _ => Err("use letters, digits, `.`, `+`, `-`, and `_`, such as 1.2.0"),
    }
}

/// The base is recorded in a comment.
fn base(text: &str) -> Result<String, &'static str> {
    let fits = !text.trim().is_empty() && !text.contains("-->") && !text.contains(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("use a Git revision, a folder, or a saved `errors.json`") }
}

fn date(text: &str) -> Result<Date, &'static str> {
    if text == "today" {
        return Ok(Date::Today);
    }
    let is_date = errbook_catalog::is_since(errbook_catalog::SinceKind::Date, text);
    if is_date { Ok(Date::On(text.to_owned())) } else { Err("use a date such as 2026-11-30, or `today`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_bases_and_dates() {
        for right in ["1.2.0", "v1.2.0-rc.1+b", "2026.11", "edition_7"] {
            assert_eq!(version(right), Ok(right.to_owned()));
        }
        for wrong in ["", "-1", "1 2", "[1.2]", "1`2", "Unreleased", "unreleased"] {
            assert!(version(wrong).is_err(), "{wrong}");
        }
        assert!(base("v1 -->").is_err() && base("a\nb").is_err() && base("origin/main~2").is_ok());
        assert_eq!(date("2026-02-28"), Ok(Date::On("2026-02-28".to_owned())));
        assert!(date("2026-02-30").is_err() && date("tomorrow").is_err() && date("2026-2-3").is_err());
    }
}
