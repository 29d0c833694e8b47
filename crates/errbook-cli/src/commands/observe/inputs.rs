//! Reads files and standard input for `errbook observe`, in blocks and on all cores.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
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
const HEAD: usize = 1 << 16;

/// The mark at the start of some UTF-8 files.
const BOM: &[u8] = b"\xef\xbb\xbf";

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
    /// Members that the first lines of an input don't have, although they were named.
    pub(super) missing: Vec<String>,
}

impl Inputs<'_> {
    /// Observes a file, or standard input, which is the input with this index.
    pub(super) fn file(&mut self, path: &Path, input: usize, into: &mut Observation) -> Result<Input, Failure> {
        let is_stdin = path == Path::new("-");
        let path = if is_stdin { Path::new(STDIN) } else { path };
        let name = path.display().to_string();
        let cannot = |error: io::Error| failure(path, &error);
        let source: Box<dyn Read + Send> =
            if is_stdin { Box::new(io::stdin()) } else { Box::new(open(path).map_err(cannot)?) };
        let mut reader = BufReader::with_capacity(HEAD, source);
        let kind = kind(path, reader.fill_buf().map_err(cannot)?)?;
        match kind {
            Kind::Lines => {
                self.blocks(reader, input, into).map_err(cannot)?;
                Ok(Input::Lines(name))
            }
            Kind::Har => {
                let mut each = |number: usize, exchange| {
                    let origin = Origin { input, number: number as u64, request: String::new() };
                    self.observer.exchange(&exchange, origin, into);
                };
                har::read(self.progress.reading(reader), &mut each).map_err(|error| {
                    Failure::trouble(format!("cannot read `{name}`: {error}")).help("export the HAR file again")
                })?;
                Ok(Input::Entries(name))
            }
            Kind::Document => {
                self.document(path, reader, input, into)?;
                Ok(Input::Entries(name))
            }
        }
    }

    /// One JSON value: a line over several lines, or a list of them.
    fn document(&self, path: &Path, reader: impl Read, input: usize, into: &mut Observation) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        reader.take(MOST_DOCUMENT + 1).read_to_end(&mut bytes).map_err(|error| failure(path, &error))?;
        if bytes.len() as u64 > MOST_DOCUMENT {
            return Err(Failure::trouble(format!("`{}` is one JSON value of more than 64 MiB", path.display()))
                .help("write one value per line (JSON Lines), such as with `jq -c '.[]'`"));
        }
        let text = bytes.strip_prefix(BOM).unwrap_or(&bytes);
        let value: serde_json::Value = serde_json::from_slice(text).map_err(|error| {
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

    fn blocks(&mut self, reader: impl Read + Send, input: usize, into: &mut Observation) -> io::Result<()> {
        let missing = Mutex::new(Vec::new());
        let blocks = Mutex::new(Blocks::new(reader, input));
        let work = || -> io::Result<Observation> {
            let (mut found, mut block) = (Observation::default(), Vec::new());
            loop {
                let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).next(&mut block)?;
                let Some(next) = next else { return Ok(found) };
                found.unchecked_times(Unchecked::TooLarge, next.skipped);
                found.exchanges += next.skipped;
                self.progress.read(block.len());
                if next.first.number == 1 {
                    *missing.lock().unwrap_or_else(PoisonError::into_inner) = self.lines.missing(&block);
                }
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
        self.missing.append(&mut missing.into_inner().unwrap_or_else(PoisonError::into_inner));
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

fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
}

/// What an input contains, by its extension and its first bytes. Fails if they aren't text.
fn kind(path: &Path, head: &[u8]) -> Result<Kind, Failure> {
    let name = path.display();
    if head.starts_with(&[0x1f, 0x8b]) {
        return Err(Failure::trouble(format!("`{name}` is compressed"))
            .help(format!("decompress it first: `gzip -dc {name} | errbook observe`")));
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::trouble(format!("`{name}` is UTF-16 text")).help("convert it to UTF-8"));
    }
    let head = head.strip_prefix(BOM).unwrap_or(head);
    let rest = head.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    if extension == "har" || rest.is_some_and(|rest| rest.starts_with(b"\"log\"")) && is_har(head) {
        return Ok(Kind::Har);
    }
    let mut lines = head.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first = lines.next().unwrap_or_default();
    let is_whole = serde_json::from_slice::<serde_json::Value>(first).is_ok() && lines.next().is_some();
    Ok(if extension == "json" && !is_whole { Kind::Document } else { Kind::Lines })
}

/// Whether JSON that starts with a member `log` is a HAR file, and not a line of a log.
fn is_har(head: &[u8]) -> bool {
    ["\"entries\"", "\"creator\"", "\"pages\""].iter().any(|name| memchr::memmem::find(head, name.as_bytes()).is_some())
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::trouble(format!("cannot read `{}`: {}", path.display(), cause(error)))
        .help("use JSON Lines, a HAR file, or OTLP as JSON")
}
