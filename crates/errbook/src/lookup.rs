//! From a code's text to its position, by a perfect hash that `errbook-build` has found: no search, and nothing is built at start-up.
//!
//! Hash, displace and compress (Belazzougui, Botelho and Dietzfelbinger, 2009): the hash of a text names a bucket, the bucket's displacement
//! moves the hash to a slot that no other key has, and the slot names the one key that can be equal. [`hash`] and [`slot`] are public for
//! `errbook-build`, which must compute the same.

/// A perfect hash over the codes of a catalog and their former names.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    /// Makes the hashes of all keys differ.
    pub seed: u64,
    /// Bytes of the longest key.
    pub longest: usize,
    /// How far the hashes in each bucket are displaced.
    pub displacements: &'static [u16],
    /// The key in each slot: a position among the codes, or behind them one among the former codes. Free slots hold any.
    pub slots: &'static [u32],
}

impl Lookup {
    /// The only key that `text` can be equal to.
    pub fn candidate(&self, text: &str) -> Option<usize> {
        if text.len() > self.longest {
            return None;
        }
        let hash = hash(self.seed, text.as_bytes());
        let displacement = *self.displacements.get(bucket(hash, self.displacements.len()))?;
        self.slots.get(slot(hash, displacement, self.slots.len())).map(|key| *key as usize)
    }
}

/// An odd number whose bits look random: the fraction of the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// Another one: the fraction of the square root of two, made odd.
const ROOT: u64 = 0x6a09_e667_f3bc_c909;

/// The hash of a key. Eight bytes at a time; the last eight overlap those before.
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

/// The slot of a hash, displaced.
pub fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    scale((hash ^ u64::from(displacement).wrapping_mul(GOLDEN)).wrapping_mul(ROOT) >> 32, slots)
}

/// Both halves of the product, so that each bit of the state counts.
fn fold(state: u64) -> u64 {
    let product = u128::from(state ^ ROOT) * u128::from(GOLDEN);
    (product as u64) ^ ((product >> 64) as u64)
}

/// A number of 32 bits as one below `count`.
fn scale(number: u64, count: usize) -> usize {
    ((number * count as u64) >> 32) as usize
}
