//! Follows the `$ref`s in a document, and lists those that are dangling, circular, or lead to
//! another document.

use std::collections::HashMap;

use errbook_catalog::PathStep;
use serde_json::Value;

use super::{BadReference, Why};

/// Maximum length of a chain of references.
const MOST_HOPS: usize = 64;

/// A value of a JSON document, or the final target of its references. `None` if they can't be followed.
pub fn follow<'d>(root: &'d Value, value: &'d Value) -> Option<&'d Value> {
    let mut value = value;
    for _ in 0..MOST_HOPS {
        let Some(target) = target(value) else { return Some(value) };
        value = resolve(root, target).ok()?;
    }
    None
}

/// The `$ref` of a value.
pub(super) fn target(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// The value at a reference.
pub(super) fn resolve<'d>(root: &'d Value, target: &str) -> Result<&'d Value, Why> {
    let Some(pointer) = target.strip_prefix('#') else { return Err(Why::Outside) };
    // A fragment that is not a pointer is a JSON Schema anchor, which is not supported.
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(Why::Outside);
    }
    root.pointer(&decoded(pointer)).ok_or(Why::Dangling)
}

/// The keys and indexes in a reference (RFC 6901, section 4).
pub(super) fn steps(target: &str) -> Vec<String> {
    let pointer = decoded(target.trim_start_matches('#'));
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// Decodes the percent-encoding of a fragment.
fn decoded(pointer: &str) -> String {
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if code.is_some() { &after[2..] } else { after };
        bytes.push(code.unwrap_or(first));
    }
    String::from_utf8(bytes).unwrap_or_else(|_| pointer.to_owned())
}

/// All references that cannot be followed, in document order.
pub(super) fn bad(root: &Value) -> Vec<BadReference> {
    let mut search = Search { root, ends: HashMap::new(), found: Vec::new() };
    search.walk(root, &mut Vec::new());
    search.found
}

/// The result of following the references of a value.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// A value, reached after this many references.
    Good(usize),
    /// A circular reference.
    Circle,
    /// A bad reference further along, which is reported at its own location.
    Bad,
}

struct Search<'d> {
    root: &'d Value,
    /// Cached ends, by the address of the value.
    ends: HashMap<usize, End>,
    found: Vec<BadReference>,
}

impl<'d> Search<'d> {
    fn walk(&mut self, value: &'d Value, path: &mut Vec<PathStep>) {
        match value {
            Value::Object(members) => {
                self.reference(value, path);
                let in_properties = path.last() == Some(&PathStep::key("properties"));
                for (name, value) in members.iter().filter(|(name, _)| in_properties || !is_data(name)) {
                    path.push(PathStep::key(name.clone()));
                    self.walk(value, path);
                    path.pop();
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    path.push(PathStep::Item(index));
                    self.walk(value, path);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    /// Records the reference of a value if it cannot be followed.
    fn reference(&mut self, value: &'d Value, path: &[PathStep]) {
        let Some(target) = target(value) else { return };
        let why = match (resolve(self.root, target), self.end(value)) {
            (Err(why), _) => why,
            (Ok(_), End::Circle) => Why::Circle,
            (Ok(_), End::Good(hops)) if hops > MOST_HOPS => Why::Chain,
            (Ok(_), _) => return,
        };
        let path = [path, &[PathStep::key("$ref")]].concat();
        self.found.push(BadReference { path, target: target.to_owned(), why });
    }

    /// The end of a value's references. Follows each value only once.
    fn end(&mut self, value: &'d Value) -> End {
        let mut passed: Vec<usize> = Vec::new();
        let mut position: HashMap<usize, usize> = HashMap::new();
        let mut at = value;
        let mut end = loop {
            let address = std::ptr::from_ref(at).addr();
            if let Some(end) = self.ends.get(&address) {
                break *end;
            }
            let Some(target) = target(at) else { break End::Good(0) };
            if let Some(start) = position.get(&address) {
                self.ends.extend(passed.drain(start..).map(|address| (address, End::Circle)));
                break End::Circle;
            }
            position.insert(address, passed.len());
            passed.push(address);
            match resolve(self.root, target) {
                Ok(next) => at = next,
                Err(_) => break End::Bad,
            }
        };
        for address in passed.into_iter().rev() {
            end = match end {
                End::Good(hops) => End::Good(hops + 1),
                End::Circle | End::Bad => End::Bad,
            };
            self.ends.insert(address, end);
        }
        self.ends.get(&std::ptr::from_ref(value).addr()).copied().unwrap_or(end)
    }
}

/// Whether the value of a key is data, in which `$ref` has no meaning.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "enum" | "const" | "default")
}
