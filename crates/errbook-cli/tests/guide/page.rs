//! Parses a page of the guide into steps.

/// A code block that a test uses.
#[derive(Debug)]
pub(crate) enum Step {
    /// A file: the paragraph before the block ends with its path, as in ``replace
    /// `catalog/catalog.yaml`:``.
    File { path: String, text: String },
    /// A command in a `console` block, and what it prints.
    Command { command: String, output: String },
    /// Keys of a manifest or an entry: a `yaml` block that isn't a file.
    Snippet(String),
    /// An `sh` block.
    NotRun(String),
    /// A `rust` block that isn't a file.
    Rust(String),
}

/// A page as lines, with the steps found in them.
pub(crate) struct Page {
    pub(crate) steps: Vec<Step>,
    /// The lines, with `None` for the output of the next command.
    lines: Vec<Option<String>>,
}

impl Page {
    pub(crate) fn parse(text: &str) -> Page {
        let mut page = Page { steps: Vec::new(), lines: Vec::new() };
        let mut lines = text.lines();
        let mut before = String::new();
        while let Some(line) = lines.next() {
            page.lines.push(Some(line.to_owned()));
            let Some(language) = line.strip_prefix("```") else {
                if !line.is_empty() {
                    line.clone_into(&mut before);
                }
                continue;
            };
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if language == "console" {
                page.console(&block);
            } else {
                page.steps.extend(step(language, &before, block.join("\n") + "\n"));
                page.lines.extend(block.iter().map(|line| Some((*line).to_owned())));
            }
            page.lines.push(Some("```".to_owned()));
            before.clear();
        }
        page
    }

    fn console(&mut self, block: &[&str]) {
        for line in block {
            match (line.strip_prefix("$ "), self.steps.last_mut()) {
                (Some(command), _) => {
                    self.steps.push(Step::Command { command: command.to_owned(), output: String::new() });
                    self.lines.extend([Some((*line).to_owned()), None]);
                }
                (None, Some(Step::Command { output, .. })) => {
                    output.push_str(line);
                    output.push('\n');
                }
                (None, _) => panic!("`{line}` follows no command"),
            }
        }
    }

    /// The page with `outputs` as the output of its commands.
    pub(crate) fn with_output(&self, outputs: &[String]) -> String {
        let mut outputs = outputs.iter();
        let lines = self.lines.iter().map(|line| match line {
            Some(line) => format!("{line}\n"),
            None => outputs.next().expect("an output for each command").clone(),
        });
        lines.collect()
    }
}

fn step(language: &str, before: &str, text: String) -> Option<Step> {
    let path = before.strip_suffix("`:").and_then(|before| before.rsplit('`').next());
    match (path, language) {
        (Some(path), _) => Some(Step::File { path: path.to_owned(), text }),
        (None, "yaml") => Some(Step::Snippet(text)),
        (None, "sh") => Some(Step::NotRun(text)),
        (None, "rust") => Some(Step::Rust(text)),
        _ => None,
    }
}
