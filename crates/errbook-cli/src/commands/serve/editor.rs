//! Opens files in the user's editor, without a shell. It opens any file: `serve` passes only those
//! of the catalog.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Failure, cause};

/// Editors with a window of their own, and how they take a location.
const WINDOWS: &[(&[&str], &str)] = &[
    (&["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"], "--goto {file}:{line}:{column}"),
    (&["zed", "zeditor", "subl", "sublime_text"], "{file}:{line}:{column}"),
    (
        &["idea", "clion", "goland", "phpstorm", "pycharm", "rider", "rubymine", "rustrover", "webstorm", "kate"],
        "--line {line} --column {column} {file}",
    ),
    (&["mate"], "--line {line}:{column} {file}"),
    (&["gedit"], "+{line}:{column} {file}"),
    (&["gvim", "mvim"], "+{line} {file}"),
];

/// Editors that need a terminal, which this process can't give them.
const TERMINALS: &[&str] =
    &["ed", "helix", "hx", "joe", "kak", "mcedit", "micro", "nano", "ne", "nvim", "pico", "vi", "vim"];

/// An editor that can't open a file reports that within this time.
const PATIENCE: Duration = Duration::from_secs(1);

/// A command that opens a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    program: String,
    /// With placeholders.
    arguments: Vec<String>,
}

impl Editor {
    /// The editor of `--editor`, or else the first of `defaults` with a window of its own.
    pub(super) fn new(
        option: Option<&str>,
        defaults: impl IntoIterator<Item = String>,
    ) -> Result<Option<Editor>, Failure> {
        match option {
            Some(command) => Editor::of(command).map(Some),
            None => {
                let with_window = |command: &String| words(command).is_some_and(|words| window(&words).is_some());
                Ok(defaults.into_iter().filter(with_window).find_map(|command| Editor::of(&command).ok()))
            }
        }
    }

    fn of(command: &str) -> Result<Editor, Failure> {
        let invalid = |why: &str| Failure::trouble(format!("invalid `--editor {command}`: {why}"));
        let words = words(command).ok_or_else(|| invalid("a quote is not closed").help("close it, or remove it"))?;
        let Some((program, given)) = words.split_first() else {
            return Err(invalid("the command is empty").help("use the name of an editor, such as `code`"));
        };
        let mut arguments = given.to_vec();
        if !given.iter().any(|argument| argument.contains("{file}")) {
            let name = name(program);
            if TERMINALS.contains(&name) {
                return Err(invalid("this editor needs a terminal").help(format!(
                    "open it in a new window: `--editor 'kitty {name} +{{line}} {{file}}'`, with your terminal"
                )));
            }
            let location = window(&words).unwrap_or("{file}");
            arguments.extend(location.split(' ').map(str::to_owned));
        }
        Ok(Editor { program: program.clone(), arguments })
    }

    /// Opens a file, which has an absolute path. Returns when the editor ends, or seems to work.
    pub(super) fn open(&self, file: &Path, line: u32, column: u32) -> Result<(), Failure> {
        let fill = |argument: &String| {
            let places = argument.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            places.replace("{file}", &file.display().to_string())
        };
        let arguments: Vec<String> = self.arguments.iter().map(fill).collect();
        let child = start(&self.program, &arguments).map_err(|error| {
            Failure::trouble(format!("cannot start `{}`: {}", self.program, cause(&error)))
                .help("use `--editor` with the command of your editor")
        })?;
        self.wait(child)
    }

    fn wait(&self, mut child: Child) -> Result<(), Failure> {
        let end = Instant::now() + PATIENCE;
        loop {
            match child.try_wait() {
                Ok(Some(status)) if !status.success() => {
                    return Err(Failure::trouble(format!("`{}` failed: {status}", self.program)));
                }
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(10)),
                Ok(None) => {
                    // A process that nobody waits for stays in the list of processes.
                    std::thread::spawn(move || child.wait());
                    return Ok(());
                }
                Ok(Some(_)) | Err(_) => return Ok(()),
            }
        }
    }
}

/// Starts a program. On Windows, the commands of many editors are batch files.
fn start(program: &str, arguments: &[String]) -> std::io::Result<Child> {
    let start = |program: &str| {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    };
    match start(program) {
        Err(error) if cfg!(windows) && error.kind() == ErrorKind::NotFound => start(&format!("{program}.cmd")),
        started => started,
    }
}

/// The arguments for a location, if this command is an editor with a window of its own.
fn window(words: &[String]) -> Option<&'static str> {
    let name = name(words.first()?);
    WINDOWS.iter().find(|(names, _)| names.contains(&name)).map(|(_, location)| *location)
}

/// The name of a program: `/usr/bin/code` and `code.cmd` are `code`.
fn name(program: &str) -> &str {
    Path::new(program).file_stem().and_then(|name| name.to_str()).unwrap_or(program)
}

/// The words of a command. Quotes keep spaces. A backslash is a plain character, because paths have
/// them on Windows. `None` if a quote isn't closed.
fn words(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in command.chars() {
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter == '"' || letter == '\'' => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            None if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The command that opens line 3, column 5, of `/a b/{line}.yaml`.
    fn command(editor: &str) -> String {
        let editor = Editor::of(editor).unwrap_or_else(|failure| panic!("{failure:?}"));
        format!("{} {}", editor.program, editor.arguments.join(" | "))
    }

    #[test]
    fn known_editors_get_their_arguments() {
        assert_eq!(command("code"), "code --goto | {file}:{line}:{column}");
        assert_eq!(command("/opt/x/code --wait"), "/opt/x/code --wait | --goto | {file}:{line}:{column}");
        assert_eq!(command("code.cmd"), "code.cmd --goto | {file}:{line}:{column}");
        assert_eq!(command("zed"), "zed {file}:{line}:{column}");
        assert_eq!(command("idea"), "idea --line | {line} | --column | {column} | {file}");
        assert_eq!(command("myedit -x"), "myedit -x | {file}");
        assert_eq!(command("'my edit' \"{file} at {line}\" ''"), "my edit {file} at {line} | ");
        assert_eq!(command("kitty hx {file}:{line}"), "kitty hx | {file}:{line}");
        assert_eq!(command("nvim --server s --remote {file}"), "nvim --server | s | --remote | {file}");
    }

    #[test]
    fn commands_that_cannot_work_are_errors() {
        for (editor, why) in [("", "empty"), ("  ", "empty"), ("code 'x", "quote"), ("/usr/bin/vim -p", "terminal")] {
            let failure = Editor::of(editor).expect_err(editor);
            assert!(failure.message.contains(why) && !failure.help.is_empty(), "{failure:?}");
        }
    }

    #[test]
    fn the_environment_is_used_if_its_editor_has_a_window() {
        let of = |option: Option<&str>, defaults: &[&str]| {
            let defaults = defaults.iter().map(|command| (*command).to_owned());
            Editor::new(option, defaults).expect("valid").map(|editor| editor.program)
        };
        assert_eq!(of(None, &["vim", "code --wait"]).as_deref(), Some("code"));
        assert_eq!(of(None, &["subl -w", "code"]).as_deref(), Some("subl"));
        assert_eq!(of(None, &["vim", "emacs -nw", "", "'code"]), None);
        assert_eq!(of(Some("zed"), &["code"]).as_deref(), Some("zed"));
    }

    #[cfg(unix)]
    #[test]
    fn files_are_arguments_and_failures_are_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let script = format!("sh -c 'printf \"%s\\n\" \"$@\" > {}' x {{file}}:{{line}} {{column}}", out.display());
        let editor = Editor::of(&script).expect("valid");
        editor.open(Path::new("/a b/$(id); {line}.yaml"), 3, 5).expect("opened");
        assert_eq!(std::fs::read_to_string(&out).expect("written"), "/a b/$(id); {line}.yaml:3\n5\n");

        let failed = |command: &str| {
            let opened = Editor::of(command).expect("valid").open(Path::new("/a"), 1, 1);
            opened.expect_err(command).message
        };
        assert_eq!(failed("/no/such/editor"), "cannot start `/no/such/editor`: no such file or directory");
        assert_eq!(failed("false"), "`false` failed: exit status: 1");
    }
}
