//! Responses to the browser: status, type, and bytes. Pages include the scripts that reload them and
//! show the overlay.

/// Path of the script that reloads a page. It can't collide with a page, because errbook reserves
/// names with this prefix.
pub(super) const RELOAD: &str = "/.errbook-reload.js";
/// Path of the event stream that the script listens to.
pub(super) const EVENTS: &str = "/.errbook-events";
/// Path of the script that shows findings on top of a page.
pub(super) const OVERLAY: &str = "/.errbook-overlay.js";
/// Path of the stylesheet for the overlay, and for pages that report a problem.
pub(super) const STYLE: &str = "/.errbook-overlay.css";
/// Path of the findings that the overlay shows.
pub(super) const FINDINGS: &str = "/.errbook-findings";
/// Path that opens a file in the editor.
pub(super) const OPEN: &str = "/.errbook-open";

/// The form of a page that a client prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Markdown,
}

/// The file of the entry that a page shows.
#[derive(Debug)]
pub(super) struct EntryFile {
    /// Relative to the catalog, if the page can open it in the editor.
    pub(super) file: Option<String>,
    /// For people.
    pub(super) shown: String,
}

/// A response, without the headers that all of them share.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// The value of the `Location` header.
    pub(super) location: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn file(path: &str, body: Vec<u8>) -> Answer {
        Answer { status: 200, content_type: content_type(path), location: None, body }
    }

    /// A page with the scripts.
    pub(super) fn page(status: u16, html: &str, version: &str, entry: Option<&EntryFile>) -> Answer {
        let body = with_scripts(html, status != 200, version, entry).into_bytes();
        Answer { status, content_type: content_type(".html"), location: None, body }
    }

    /// A one-line response to a request for something that doesn't exist or isn't allowed.
    pub(super) fn refusal(status: u16, text: &str) -> Answer {
        let body = format!("{text}\n").into_bytes();
        Answer { status, content_type: content_type(".txt"), location: None, body }
    }

    /// A redirect to another path of this site.
    pub(super) fn moved(location: String) -> Answer {
        Answer { location: Some(location), ..Answer::refusal(307, "moved") }
    }
}

/// Adds the scripts to a page whose policy allows scripts from its own origin, and allows
/// connections to this server.
fn with_scripts(html: &str, is_problem: bool, version: &str, entry: Option<&EntryFile>) -> String {
    const POLICY: &str = "default-src 'none'; script-src 'self';";
    if !html.contains(POLICY) {
        return html.to_owned();
    }
    let attribute = |name: &str, value: &str| format!(" data-{name}=\"{}\"", escaped(value));
    let entry = entry.map(|entry| {
        let file = entry.file.as_deref().map(|file| attribute("file", file)).unwrap_or_default();
        attribute("shown", &entry.shown) + &file
    });
    let problem = if is_problem { " data-problem" } else { "" };
    let scripts = format!(
        "<script src=\"{RELOAD}\" data-version=\"{version}\"{problem}></script>\n<script src=\"{OVERLAY}\" defer{}></script>\n</head>",
        entry.unwrap_or_default()
    );
    let connects = html.split("</head>").next().is_some_and(|head| head.contains(" connect-src 'self';"));
    let policy = if connects { POLICY.to_owned() } else { format!("{POLICY} connect-src 'self';") };
    html.replacen(POLICY, &policy, 1).replacen("</head>", &scripts, 1)
}

/// Text as HTML, also within an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// The content type for a file extension, for the types that sites contain.
fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "md" => "text/markdown; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_get_the_scripts_and_may_connect_to_the_server() {
        let page = "<meta content=\"default-src 'none'; script-src 'self'; x\"><title>a</title></head><body></head>";
        let shown = with_scripts(page, false, "7-1", None);
        assert!(shown.contains("script-src 'self'; connect-src 'self'; x"));
        let scripts = "<title>a</title><script src=\"/.errbook-reload.js\" data-version=\"7-1\"></script>\n<script src=\"/.errbook-overlay.js\" defer></script>\n</head>";
        assert!(shown.contains(scripts), "{shown}");
        assert_eq!(shown.matches("<script").count(), 2);
        let entry = EntryFile { file: Some("a\".yaml".to_owned()), shown: "<a>".to_owned() };
        let shown = with_scripts(page, false, "7-1", Some(&entry));
        assert!(shown.contains(" defer data-shown=\"&lt;a&gt;\" data-file=\"a&quot;.yaml\"></script>"), "{shown}");
        assert!(with_scripts(page, true, "7-1", None).contains("data-version=\"7-1\" data-problem></script>"));
        let without = "<meta content=\"default-src 'none'; base-uri 'none'\"></head>";
        assert_eq!(with_scripts(without, true, "7-1", None), without);
    }
}
