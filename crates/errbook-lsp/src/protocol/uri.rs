//! URIs of files (RFC 8089).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use errbook_catalog::percent_decoded;

/// The path of a file. `None` for other URIs, such as those of documents without a file.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = percent_decoded(&rest[rest.find('/')?..])?;
    // `/c:/folder` on Windows.
    let drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Some(PathBuf::from(if drive { path[1..].to_owned() } else { path }))
}

pub(super) fn of(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive() {
        for name in ["/a/b.yaml", "/a b/\u{e4}%.yaml", "/a#?.yaml"] {
            assert_eq!(path(&of(Path::new(name))), Some(PathBuf::from(name)));
        }
        assert_eq!(of(Path::new("C:\\a b")), "file:///C%3A/a%20b");
        assert_eq!(path("file:///c%3A/a"), Some(PathBuf::from("c:/a")));
        assert_eq!(path("untitled:Untitled-1"), None);
    }
}
