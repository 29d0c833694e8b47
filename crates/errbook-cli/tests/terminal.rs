//! How errbook treats its streams: closed pipes, full disks, and unwanted colors.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};

fn errbook(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(arguments.split(' ')).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalogs"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A catalog with more findings than fit into a pipe's buffer.
fn large() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalog.yaml"), "name: large\ncodes: {levels: [{name: a}]}\n").unwrap();
    for index in 0..2000 {
        std::fs::write(folder.path().join(format!("code_{index:04}.yaml")), "unknown: 'Some message'\n").unwrap();
    }
    folder
}

#[test]
fn closing_the_pipe_early_is_not_an_error() {
    let folder = large();
    for arguments in ["check --format short", "check --format json", "check"] {
        let mut child =
            errbook(arguments).current_dir(&folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut complaints = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        assert_eq!(complaints, "error: 4000 errors in 2000 files\n", "{arguments}");
        assert_eq!(child.wait().unwrap().code(), Some(1), "the findings are still there: {arguments}");
    }
}

#[test]
fn many_findings_end_with_an_overview() {
    let folder = large();
    let output = errbook("check").current_dir(&folder).output().unwrap();
    let text = text(&output);
    let overview = "… and 3900 more; `--format short` shows all\n\n   2000  error[missing-key]\n   2000  error[unknown-key]\n\
        error: 4000 errors in 2000 files\n";
    assert!(text.ends_with(overview), "{text}");
    assert_eq!(text.matches(" --> ").count(), 100);
}

/// A catalog with this number of entries, of which the first have two params without a description.
fn unexplained(entries: usize, first: usize, level: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!(
        "name: demo\nkind: reference\ncodes: {{levels: [{{name: a}}]}}\nrules: {{param-unexplained: {level}}}\n"
    );
    std::fs::write(folder.path().join("catalog.yaml"), manifest).unwrap();
    for index in 0..entries {
        let params = ": {x} {y}\"\nparams: {x: {type: string, example: a}, y: {type: string, example: a}}\n";
        let end = if index < first { params } else { "\"\n" };
        let entry = format!("message: \"Something number {index} is wrong{end}");
        std::fs::write(folder.path().join(format!("code_{index:04}.yaml")), entry).unwrap();
    }
    folder
}

#[test]
fn a_frequent_warning_is_shown_once() {
    let shown = |(entries, first, level): (usize, usize, &str), arguments: &str| {
        let folder = unexplained(entries, first, level);
        text(&errbook(arguments).current_dir(&folder).output().unwrap())
    };
    let found = |text: &str| text.matches("[param-unexplained]").count();
    let once = shown((30, 11, "warn"), "check");
    assert_eq!(found(&once), 1, "{once}");
    let note = "  = note: … and 21 more (11 of 30 entries have one); `errbook check --all` shows each\n  \
        = help: add `about:` to it, or explain it by name in the prose\n  \
        = help: to turn this rule off, add `param-unexplained: allow` to `rules` in catalog.yaml\n";
    assert!(once.contains(note), "{once}");
    assert!(once.ends_with("checked 30 entries: 22 warnings\n"), "{once}");
    for (catalog, arguments, expected) in [
        ((30, 11, "warn"), "check --all", 22),
        ((300, 150, "warn"), "check --all", 300),
        ((30, 11, "warn"), "check --format short", 22),
        ((30, 11, "warn"), "check code_0001.yaml", 2),
        // A third, few entries, and errors.
        ((30, 10, "warn"), "check", 20),
        ((9, 9, "warn"), "check", 18),
        ((30, 11, "error"), "check", 22),
    ] {
        let text = shown(catalog, arguments);
        assert_eq!(found(&text), expected, "{catalog:?} {arguments}: {text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = errbook("-C shop list").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output), "6 codes\nerror: cannot write to standard output: no space left on device\n");
}

#[test]
fn colors_follow_option_and_environment() {
    let colored = |arguments: &str, variables: &[(&str, &str)]| {
        let output = errbook(arguments).envs(variables.iter().copied()).output().unwrap();
        text(&output).contains('\u{1b}')
    };
    for command in
        ["-C mistakes check", "-C shop list", "-C shop explain type", "-C shop explain nothing", "-C shop check"]
    {
        assert!(!colored(command, &[]), "a pipe: {command}");
        assert!(colored(command, &[("CLICOLOR_FORCE", "1")]), "{command}");
        assert!(!colored(command, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{command}");
        assert!(colored(&format!("{command} --color always"), &[("NO_COLOR", "1")]), "{command}");
        assert!(!colored(&format!("{command} --color never"), &[("CLICOLOR_FORCE", "1")]), "{command}");
    }
    assert!(!colored("-C shop explain type --format json --color always", &[]));
}

/// CI systems read commands at the start of lines, and terminals obey control characters.
#[test]
fn text_of_the_catalog_starts_no_line_and_controls_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let manifest =
        "name: demo\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {data: {title: Data, status: 404}}\n";
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
    write("catalog.yaml", manifest);
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let run = |arguments: &str| text(&errbook(arguments).current_dir(&folder).output().unwrap());
    let is_safe = |shown: &str| {
        let safe =
            |letter: char| letter == '\n' || !(letter.is_control() || ('\u{202a}'..='\u{202e}').contains(&letter));
        shown.chars().all(safe) && !shown.lines().any(|line| line.trim_start().starts_with("::stop"))
    };
    write(
        "data/thing.yaml",
        "\"me\\n::stop-commands::x\\e[2J\\u202E\": x\nmessage: \"{a\\n::stop-commands::x}\"\nrelated: [{code: \"a\\n::stop-commands::y\\e[2J\"}]\n",
    );
    for format in ["human", "short", "github"] {
        let shown = run(&format!("check --format {format}"));
        assert!(shown.contains("stop-commands") && is_safe(&shown), "{format}: {shown:?}");
    }
    write("data/thing.yaml", "name: \"A\\u202Eb\\e[2J\"\nmessage: \"x\"\n");
    for command in ["list", "explain thing"] {
        let shown = run(command);
        assert!(shown.contains("A\u{fffd}b") && is_safe(&shown), "{command}: {shown:?}");
    }
}
