//! XXH3 with 128 bits, as a [`Hasher`]: `Hash` of the standard library says where one value ends and the next begins.

use std::hash::Hasher;
use std::io::{self, Read};

use twox_hash::XxHash3_128;

/// A good size for the buffer of [`Digest::write_all_of`], in bytes.
pub(crate) const CHUNK: usize = 64 << 10;

/// A hash that is being made. Different inputs have different hashes for all that a machine will ever see by chance; somebody who wants to
/// can make two that are alike.
#[derive(Clone, Default)]
pub(crate) struct Digest(XxHash3_128);

impl Digest {
    /// The hash of what was written so far.
    pub(crate) fn value(&self) -> u128 {
        self.0.finish_128()
    }

    /// Writes the content of a file, through a buffer that the caller may use for many.
    pub(crate) fn write_all_of(&mut self, mut file: impl Read, buffer: &mut [u8]) -> io::Result<()> {
        loop {
            match file.read(buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => self.write(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes the hashes of each megabyte of a large file, and not its content: where only dependencies are optimised, as in a build for
    /// development, that is many times as fast.
    pub(crate) fn write_large_file(&mut self, mut file: impl Read) -> io::Result<()> {
        let mut chunk = Vec::with_capacity(1 << 20);
        while file.by_ref().take(1 << 20).read_to_end(&mut chunk)? > 0 {
            self.write(&XxHash3_128::oneshot(&chunk).to_le_bytes());
            chunk.clear();
        }
        Ok(())
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// The lower half of [`value`](Digest::value).
    fn finish(&self) -> u64 {
        self.value() as u64
    }
}
