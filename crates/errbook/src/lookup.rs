//! Looks up the position of a code with a perfect hash that `errbook-build` found, without a search
//! or any work at startup.
//!
//! The algorithm is hash, displace, and compress (Belazzougui, Botelho, and Dietzfelbinger, 2009):
//! the hash of a string selects a bucket, the bucket's displacement moves the hash to a slot that
//! no other key has, and the slot contains the only key that can be equal. [`hash`] and [`slot`]
//! are public because generators must compute the same values, and `search` finds them.

mod search;

pub use search::search;

/// A perfect hash over the codes of a catalog and their aliases.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    /// Chosen so the hashes of all keys differ.
    pub seed: u64,
    /// Length of the longest key, in bytes.
    pub longest: usize,
    /// Displacement of the hashes in each bucket.
    pub displacements: &'static [u16],
    /// The key in each slot: an index into the codes or, offset by their number, into the aliases.
    /// Unused slots contain any index.
    pub slots: &'static [u32],
}

impl Lookup {
    /// The index of the only key that `text` can be equal to.
    pub fn candidate(&self, text: &str) -> Option<usize> {
        if text.len() > self.longest {
            return None;
        }
        let hash = hash(self.seed, text.as_bytes());
        let displacement = *self.displacements.get(bucket(hash, self.displacements.len()))?;
        self.slots.get(slot(hash, displacement, self.slots.len())).map(|key| *key as usize)
    }
}

/// An odd number with random-looking bits: the fraction of the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// The fraction of the square root of two, made odd.
const ROOT: u64 = 0x6a09_e667_f3bc_c909;

/// The hash of a key. Reads eight bytes at a time. The last eight may overlap the previous ones.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut state = seed ^ (bytes.len() as u64).wrapping_mul(GOLDEN);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = fold(state ^ u64::from_le_bytes(*word));
    }
    if rest.is_empty() {
        return state;
    }
    let last = match bytes.last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last),
        None => rest.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    };
    fold(state ^ last)
}

/// The bucket of a hash.
pub fn bucket(hash: u64, buckets: usize) -> usize {
    scale(hash >> 32, buckets)
}

/// The slot of a displaced hash.
pub fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    scale((hash ^ u64::from(displacement).wrapping_mul(GOLDEN)).wrapping_mul(ROOT) >> 32, slots)
}

/// Combines both halves of the product, so each bit of the state counts.
fn fold(state: u64) -> u64 {
    let product = u128::from(state ^ ROOT) * u128::from(GOLDEN);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Scales a 32-bit number to the range `0..count`.
fn scale(number: u64, count: usize) -> usize {
    ((number * count as u64) >> 32) as usize
}
