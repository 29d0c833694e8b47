//! Responses to the browser: status, type, and bytes. Pages include the script that reloads them.

/// Path of the script that reloads a page. It can't collide with a page, because errbook reserves
/// names with this prefix.
pub(super) const RELOAD: &str = "/.errbook-reload.js";
/// Path of the event stream that the script listens to.
pub(super) const EVENTS: &str = "/.errbook-events";
/// Path of the stylesheet for pages that report a problem.
pub(super) const STYLE: &str = "/.errbook-problem.css";

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

    /// A page with the reload script.
    pub(super) fn page(status: u16, html: &str, version: &str) -> Answer {
        let body = with_reload(html, version).into_bytes();
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

/// Adds the script to a page whose policy allows scripts from its own origin, and allows
/// connections to this server.
fn with_reload(html: &str, version: &str) -> String {
    const POLICY: &str = "default-src 'none'; script-src 'self';";
    if !html.contains(POLICY) {
        return html.to_owned();
    }
    let script = format!("<script src=\"{RELOAD}\" data-version=\"{version}\"></script>\n</head>");
    html.replacen(POLICY, &format!("{POLICY} connect-src 'self';"), 1).replacen("</head>", &script, 1)
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
    fn pages_get_the_script_and_may_connect_to_the_server() {
        let page = "<meta content=\"default-src 'none'; script-src 'self'; x\"><title>a</title></head><body></head>";
        let shown = with_reload(page, "7-1");
        assert!(shown.contains("script-src 'self'; connect-src 'self'; x"));
        assert!(
            shown.contains(
                "<title>a</title><script src=\"/.errbook-reload.js\" data-version=\"7-1\"></script>\n</head>"
            )
        );
        assert_eq!(shown.matches("<script").count(), 1);
        let without = "<meta content=\"default-src 'none'; base-uri 'none'\"></head>";
        assert_eq!(with_reload(without, "7-1"), without);
    }
}
