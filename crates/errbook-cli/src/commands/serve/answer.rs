//! What a browser gets: a status, a type and bytes. Pages are given the script that loads them anew.

/// Path of the script that loads a page anew; no page of a site can have it, since errbook keeps names that start like this for itself.
pub(super) const RELOAD: &str = "/.errbook-reload.js";
/// Path of the stream of versions that the script listens to.
pub(super) const EVENTS: &str = "/.errbook-events";
/// Path of the style of pages that tell a problem.
pub(super) const STYLE: &str = "/.errbook-problem.css";

/// A response but for what is the same in all.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Where to go instead.
    pub(super) location: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A file.
    pub(super) fn file(path: &str, body: Vec<u8>) -> Answer {
        Answer { status: 200, content_type: content_type(path), location: None, body }
    }

    /// A page, with the script.
    pub(super) fn page(status: u16, html: &str, version: &str) -> Answer {
        let body = with_reload(html, version).into_bytes();
        Answer { status, content_type: content_type(".html"), location: None, body }
    }

    /// A line for whoever asked for what there is not, or must not be.
    pub(super) fn refusal(status: u16, text: &str) -> Answer {
        let body = format!("{text}\n").into_bytes();
        Answer { status, content_type: content_type(".txt"), location: None, body }
    }

    /// Another path of this site.
    pub(super) fn moved(location: String) -> Answer {
        Answer { location: Some(location), ..Answer::refusal(307, "moved") }
    }
}

/// A page with the script, where its policy lets it have scripts of its own; the script must be able to ask this server.
fn with_reload(html: &str, version: &str) -> String {
    const POLICY: &str = "default-src 'none'; script-src 'self';";
    if !html.contains(POLICY) {
        return html.to_owned();
    }
    let script = format!("<script src=\"{RELOAD}\" data-version=\"{version}\"></script>\n</head>");
    html.replacen(POLICY, &format!("{POLICY} connect-src 'self';"), 1).replacen("</head>", &script, 1)
}

/// The type of a file by its extension: those that sites have.
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
    fn a_page_gets_the_script_and_the_right_to_listen() {
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
