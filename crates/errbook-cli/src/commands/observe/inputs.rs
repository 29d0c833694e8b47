//! Reads files and standard input for `errbook observe`, in blocks and on all cores.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use errbook_catalog::Jobs;
use errbook_observe::{Input, Lines, MAX_LINE, Observation, Observer, Origin, Unchecked, har};

use crate::failure::{Failure, cause};
use crate::terminal::Progress;

/// Bytes that a thread takes at a time.
const BLOCK: usize = 1 << 20;

/// Bytes that tell JSON Lines from a document.
const HEAD: u64 = 1 << 16;

/// A larger document would take much more memory than its file.
const MOST_DOCUMENT: u64 = 64 << 20;

/// The name of standard input.
const STDIN: &str = "<stdin>";

/// What a file contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lines,
    Har,
    Document,
}

/// Reads inputs, and observes them.
pub(super) struct Inputs<'o> {
    pub(super) observer: &'o Observer<'o>,
    pub(super) lines: &'o Lines<'o>,
    pub(super) jobs: Jobs,
    pub(super) progress: &'o Progress,
}

impl Inputs<'_> {
    /// Observes a file, which is the input with this index.
    pub(super) fn file(&self, path: &Path, input: usize, into: &mut Observation) -> Result<Input, Failure> {
        if path == Path::new("-") {
            self.blocks(io::stdin(), input, into).map_err(|error| failure(Path::new(STDIN), &error))?;
            return Ok(Input::Lines(STDIN.to_owned()));
        }
        let name = path.display().to_string();
        let open = || {
            File::open(path).and_then(|file| {
                if file.metadata()?.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
            })
        };
        let mut file = open().map_err(|error| failure(path, &error))?;
        let kind = kind(path, &mut file).map_err(|error| failure(path, &error))?;
        match kind {
            Kind::Lines => {
                self.blocks(file, input, into).map_err(|error| failure(path, &error))?;
                Ok(Input::Lines(name))
            }
            Kind::Har => {
                let mut each = |number: usize, exchange| {
                    let origin = Origin { input, number: number as u64, request: String::new() };
                    self.observer.exchange(&exchange, origin, into);
                };
                let reader = self.progress.reading(BufReader::with_capacity(BLOCK, file));
                har::read(reader, &mut each).map_err(|error| {
                    Failure::trouble(format!("cannot read `{name}`: {error}")).help("export the HAR file again")
                })?;
                Ok(Input::Entries(name))
            }
            Kind::Document => {
                self.document(path, file, input, into)?;
                Ok(Input::Entries(name))
            }
        }
    }

    /// One JSON value: a line over several lines, or a list of them.
    fn document(&self, path: &Path, file: File, input: usize, into: &mut Observation) -> Result<(), Failure> {
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        if size > MOST_DOCUMENT {
            return Err(Failure::trouble(format!("`{}` is one JSON value of more than 64 MiB", path.display()))
                .help("write one value per line (JSON Lines), such as with `jq -c '.[]'`"));
        }
        let value: serde_json::Value = serde_json::from_reader(BufReader::new(file)).map_err(|error| {
            Failure::trouble(format!("`{}` is not valid JSON: {error}", path.display()))
                .help("use JSON Lines, a HAR file, or OTLP as JSON")
        })?;
        let items = match value {
            serde_json::Value::Array(items) => items,
            other => vec![other],
        };
        for (number, item) in (1..).zip(items) {
            into.exchanges += 1;
            self.lines.value(item, Origin { input, number, request: String::new() }, into);
        }
        Ok(())
    }

    fn blocks(&self, reader: impl Read + Send, input: usize, into: &mut Observation) -> io::Result<()> {
        let blocks = Mutex::new(Blocks::new(reader, input));
        let work = || -> io::Result<Observation> {
            let (mut found, mut block) = (Observation::default(), Vec::new());
            loop {
                let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).next(&mut block)?;
                let Some(next) = next else { return Ok(found) };
                found.unchecked_times(Unchecked::TooLarge, next.skipped);
                found.exchanges += next.skipped;
                self.progress.read(block.len());
                self.lines.block(&block, next.first, &mut found);
            }
        };
        let found: Vec<io::Result<Observation>> = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.jobs.threads()).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        for observation in found {
            into.merge(observation?);
        }
        Ok(())
    }
}

/// Splits a reader into blocks of whole lines.
struct Blocks<R> {
    reader: R,
    input: usize,
    /// Number of the next line.
    number: u64,
    /// The start of a line whose end isn't read yet.
    rest: Vec<u8>,
    is_over: bool,
}

/// A block.
struct Next {
    /// Where its first line is.
    first: Origin,
    /// Lines before it that were too long.
    skipped: u64,
}

impl<R: Read> Blocks<R> {
    fn new(reader: R, input: usize) -> Blocks<R> {
        Blocks { reader, input, number: 1, rest: Vec::new(), is_over: false }
    }

    /// Fills `block` with whole lines. `None` at the end.
    fn next(&mut self, block: &mut Vec<u8>) -> io::Result<Option<Next>> {
        let mut skipped = 0;
        block.clear();
        block.append(&mut self.rest);
        while !self.is_over {
            let start = block.len();
            let read = self.reader.by_ref().take(BLOCK as u64).read_to_end(block)?;
            self.is_over = read < BLOCK;
            if let Some(end) = memchr::memrchr(b'\n', &block[start..]) {
                self.rest.extend_from_slice(&block[start + end + 1..]);
                block.truncate(start + end + 1);
                break;
            }
            if block.len() > MAX_LINE && !self.is_over {
                self.skip_line(block)?;
                skipped += 1;
            }
        }
        if self.is_over {
            block.append(&mut self.rest);
        }
        if block.is_empty() && skipped == 0 {
            return Ok(None);
        }
        let number = self.number + skipped;
        self.number = number + memchr::memchr_iter(b'\n', block).count() as u64;
        Ok(Some(Next { first: Origin { input: self.input, number, request: String::new() }, skipped }))
    }

    /// Drops the rest of a line that is too long.
    fn skip_line(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        loop {
            block.clear();
            let read = self.reader.by_ref().take(BLOCK as u64).read_to_end(block)?;
            if let Some(end) = memchr::memchr(b'\n', block) {
                block.drain(..=end);
                return Ok(());
            }
            if read < BLOCK {
                self.is_over = true;
                block.clear();
                return Ok(());
            }
        }
    }
}

/// What a file contains, by its extension, or by whether its first line is a JSON value.
fn kind(path: &Path, file: &mut File) -> io::Result<Kind> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    match &*extension {
        "har" => return Ok(Kind::Har),
        "json" => {}
        _ => return Ok(Kind::Lines),
    }
    let mut head = Vec::new();
    BufReader::new(file.by_ref()).take(HEAD).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let mut lines = head.lines().map_while(Result::ok).filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let is_whole = serde_json::from_str::<serde_json::Value>(&first).is_ok();
    let is_har = || {
        let text = String::from_utf8_lossy(head);
        text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"log\""))
    };
    Ok(if is_har() {
        Kind::Har
    } else if is_whole && lines.next().is_some() {
        Kind::Lines
    } else {
        Kind::Document
    })
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::trouble(format!("cannot read `{}`: {}", path.display(), cause(error)))
        .help("use JSON Lines, a HAR file, or OTLP as JSON")
}
