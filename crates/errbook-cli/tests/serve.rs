//! `errbook serve` over a real socket, with browsers and other clients.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use errbook_test_support::tools;
use proptest::prelude::*;
use tempfile::TempDir;

/// How long a test waits for something that must happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server for a copy of the catalog `shop`, which is stopped at the end of the test.
struct Server {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        Server::over(copy_of_shop(), arguments)
    }

    fn over(folder: TempDir, arguments: &[&str]) -> Server {
        Server::run(Command::new(env!("CARGO_BIN_EXE_errbook")), folder, arguments)
    }

    fn run(mut command: Command, folder: TempDir, arguments: &[&str]) -> Server {
        command.args(["-C", &folder.path().display().to_string(), "serve", "--port", "0"]).args(arguments);
        command.env_remove("VISUAL").env_remove("EDITOR");
        let log = fs::File::create(folder.path().join("log")).expect("a file");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("errbook starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("an address");
        // Keep the pipe open for further output, such as findings.
        let mut findings = fs::File::create(folder.path().join("findings")).expect("a file");
        std::thread::spawn(move || std::io::copy(&mut out, &mut findings));
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("{line:?}")).parse().expect("an address");
        let server = Server { child, address, folder };
        // It prints its address before it reads the catalog, which a test may change at once.
        server.findings();
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    /// Waits until the server has printed the expected output.
    fn wait_for(&self, name: &str, expected: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = fs::read_to_string(self.path(name)).expect("output");
            if expected(&text) {
                return;
            }
            assert!(Instant::now() < end, "{text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        stream
    }

    /// The response to these bytes.
    fn raw(&self, request: &[u8]) -> Response {
        let mut stream = self.connect();
        // The server may have rejected the request already, without reading the rest.
        let _ = stream.write_all(request);
        self.read(stream)
    }

    fn read(&self, mut stream: TcpStream) -> Response {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Response { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn request(&self, method: &str, path: &str, host: &str) -> Response {
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
    }

    fn get(&self, path: &str) -> Response {
        self.request("GET", path, &self.address.to_string())
    }

    fn accept(&self, path: &str, accept: &str) -> Response {
        let host = self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n");
        self.raw(request.as_bytes())
    }

    /// What the overlay shows.
    fn findings(&self) -> serde_json::Value {
        serde_json::from_str(&self.get("/.errbook-findings").body).expect("JSON")
    }

    fn versions(&self) -> Versions {
        let mut stream = self.connect();
        let request = format!("GET /.errbook-events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("sent");
        Versions(BufReader::new(stream))
    }
}

#[derive(Debug)]
struct Response {
    status: u16,
    /// In lowercase.
    head: String,
    body: String,
}

/// The event stream that open pages listen to.
struct Versions(BufReader<TcpStream>);

impl Versions {
    fn next(&mut self) -> String {
        let (mut line, end) = (String::new(), Instant::now() + PATIENCE);
        while !line.starts_with("data: ") {
            // Comments keep the connection open, so reading never times out.
            assert!(Instant::now() < end, "no new version");
            line.clear();
            assert!(self.0.read_line(&mut line).expect("a version in time") > 0, "the stream ended");
        }
        line["data: ".len()..].trim().to_owned()
    }
}

fn copy_of_shop() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    errbook_test_support::folder::copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogs/shop"),
        &folder.path().join("catalog"),
    );
    fs::write(folder.path().join("secret.html"), "the secret").expect("written");
    folder
}

#[test]
fn paths_resolve_as_on_static_hosts() {
    let server = Server::start(&[]);
    for (path, kind, text) in [
        ("/", "text/html; charset=utf-8", "<!doctype html>"),
        ("/index.html", "text/html; charset=utf-8", "<!doctype html>"),
        ("/orders/", "text/html; charset=utf-8", "<!doctype html>"),
        ("/orders/not_paid", "text/html; charset=utf-8", "not_paid"),
        ("/orders/not_paid.html?query#fragment", "text/html; charset=utf-8", "not_paid"),
        ("/orders/not%5Fpaid.html", "text/html; charset=utf-8", "not_paid"),
        ("/orders/not_paid.md", "text/markdown; charset=utf-8", "# "),
        ("/style.css", "text/css; charset=utf-8", "color-scheme"),
        ("/site.js", "text/javascript; charset=utf-8", "use strict"),
        ("/search/index.js", "text/javascript; charset=utf-8", "not_paid"),
        ("/errors.json", "application/json", "not_paid"),
        ("/.errbook-reload.js", "text/javascript; charset=utf-8", "EventSource"),
        ("/.errbook-overlay.js", "text/javascript; charset=utf-8", "attachShadow"),
        ("/.errbook-overlay.css", "text/css; charset=utf-8", "color-scheme"),
        ("/.errbook-findings", "application/json", "warning"),
    ] {
        let response = server.get(path);
        assert_eq!(response.status, 200, "{path}: {response:?}");
        assert!(response.head.contains(&format!("content-type: {kind}")), "{path}: {}", response.head);
        assert!(response.head.contains("cache-control: no-store") && response.head.contains("nosniff"), "{path}");
        assert!(response.body.contains(text), "{path}");
    }
    let folder = server.get("/orders");
    assert_eq!(folder.status, 307);
    assert!(
        folder.head.contains("location: /orders/\r\n") || folder.head.ends_with("location: /orders/"),
        "{folder:?}"
    );
    let missing = server.get("/orders/<b>nothing");
    assert!(missing.status == 404 || missing.status == 400, "{missing:?}");
    let missing = server.get("/orders/%3Cb%3Enothing");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("&lt;b&gt;nothing") && !missing.body.contains("<b>"), "{missing:?}");
    let page = server.get("/orders/not_paid");
    assert!(page.body.contains("connect-src 'self'") && page.body.contains("<script src=\"/.errbook-reload.js\""));
    assert!(!server.path("site").exists(), "nothing is written");
}

#[test]
fn clients_that_prefer_markdown_get_it_at_the_same_url() {
    for layout in ["files", "folders"] {
        let server = Server::start(&["--layout", layout]);
        let page = |path: &str, accept: &str| server.accept(path, accept);
        let path = if layout == "files" { "/orders/not_paid" } else { "/orders/not_paid/" };
        for (path, title) in [(path, "# Order not paid\n"), ("/", "# Shop errors\n"), ("/orders/", "\n# Orders\n")] {
            for accept in ["text/markdown", "text/markdown, text/html;q=0.9, */*;q=0.1"] {
                let response = page(path, accept);
                assert!(response.body.contains(title), "{layout} {path} {accept}: {response:?}");
                assert!(response.head.contains("content-type: text/markdown; charset=utf-8"), "{}", response.head);
                assert!(response.head.contains("vary: accept"), "{}", response.head);
            }
            for accept in ["text/html,*/*;q=0.8", "*/*", "text/html, text/markdown;q=0.5", "text/markdown;q=0"] {
                let response = page(path, accept);
                assert!(response.head.contains("content-type: text/html"), "{layout} {path} {accept}: {response:?}");
            }
        }
        assert!(page("/style.css", "text/markdown").head.contains("content-type: text/css"));
        let missing = page("/orders/%60%3Cb%3E%0A%23x", "text/markdown");
        assert_eq!(missing.status, 404);
        assert!(missing.head.contains("content-type: text/markdown; charset=utf-8"), "{}", missing.head);
        assert!(
            missing.body.starts_with("# No such page\n\nThe site has nothing at `` /orders/`<b>\u{fffd}#x ``."),
            "{missing:?}"
        );
    }
}

/// `xdg-open` is what opens a browser on Linux.
#[cfg(target_os = "linux")]
#[test]
fn opens_a_browser_on_request() {
    use std::os::unix::fs::PermissionsExt;
    let folder = copy_of_shop();
    let (bin, opened) = (folder.path().join("bin"), folder.path().join("opened"));
    fs::create_dir(&bin).expect("a folder");
    fs::write(&opened, "").expect("written");
    fs::write(bin.join("xdg-open"), format!("#!/bin/sh\necho \"$1\" > '{}'\n", opened.display())).expect("written");
    fs::set_permissions(bin.join("xdg-open"), fs::Permissions::from_mode(0o755)).expect("executable");
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    let server = Server::run(command, folder, &["--open"]);
    server.wait_for("opened", |url| url == format!("http://{}/\n", server.address));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_browser_the_server_goes_on() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.env("PATH", "");
    let server = Server::run(command, copy_of_shop(), &["--open", "--host", "localhost"]);
    assert_eq!(server.address.ip().to_string(), "127.0.0.1");
    assert_eq!(server.get("/").status, 200);
    let warning = format!("warning: cannot open a browser; open http://{}/ yourself\n", server.address);
    server.wait_for("log", |log| log.contains("serving ") && log.contains(&warning));
}

#[test]
fn a_portal_serves_the_entries_of_its_dependencies() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/company/portal/catalog");
    errbook_test_support::folder::copy(&portal, &folder.path().join("catalog"));
    let server = Server::over(folder, &[]);
    server.wait_for("log", |log| log.contains("serving 6 entries"));
    assert_eq!(server.get("/platform/auth/token_expired").status, 200);
}

#[test]
fn arguments_that_cannot_work_are_errors() {
    let folder = copy_of_shop();
    let missing = if cfg!(unix) { "no such file" } else { "cannot find" };
    for (arguments, expected) in [
        (["--templates", "nowhere"], missing),
        (["--templates", "nowhere"], "cannot read the templates in `nowhere`: "),
        (["--templates", "secret.html"], "cannot read the templates in `secret.html`: "),
        (["--host", "shop.example"], "use an IP address of this computer, such as 127.0.0.1, or `localhost`"),
        (["--editor", "vim"], "help: open it in a new window"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
        command.args(["-C", &folder.path().display().to_string(), "serve", "--port", "0"]).args(arguments);
        let output = command.output().expect("errbook starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(expected) && !told.contains("inotify"), "{arguments:?}: {told}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
}

/// More connections than the server may open files: those that send nothing must not keep others
/// out.
#[cfg(unix)]
#[test]
fn half_open_connections_do_not_block_others() {
    let mut limited = Command::new("bash");
    limited.args(["-c", "ulimit -n 200; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_errbook")]);
    let server = Server::run(limited, copy_of_shop(), &[]);
    let mut versions = server.versions();
    versions.next();
    let silent: Vec<TcpStream> = (0..400).map(|_| server.connect()).collect();
    for _ in 0..20 {
        let mut stream = server.connect();
        // The server gives up on a silent connection after 30 seconds.
        stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a socket");
        write!(stream, "GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address).expect("sent");
        assert_eq!(server.read(stream).status, 200);
    }
    // An open page still hears of changes.
    server.write("catalog/orders/new_one.yaml", "message: \"New\"\n");
    versions.next();
    drop(silent);
}

#[test]
fn redirects_that_are_only_host_rules_work() {
    let shop = copy_of_shop();
    let manifest = shop.path().join("catalog.yaml");
    let manifest = if manifest.exists() { manifest } else { shop.path().join("catalog/catalog.yaml") };
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let more = "redirects:\n  - {from: /v1/a%3Ab, to: /errors/orders/not_paid}\n  - {from: /errors/Orders/not_paid, to: \"https://shop.example/x\"}";
    fs::write(&manifest, text.replace("redirects:", more)).expect("written");
    let server = Server::over(shop, &[]);
    for (from, to) in [
        ("/v1/a%3Ab", "/orders/not_paid"),
        ("/v1/a:b?query", "/orders/not_paid"),
        ("/Orders/not_paid", "https://shop.example/x"),
    ] {
        let response = server.get(from);
        assert_eq!(response.status, 307, "{from}: {response:?}");
        let location = format!("location: {to}");
        assert!(response.head.lines().any(|line| line == location), "{from}: {}", response.head);
    }
    assert!(server.get("/v1/payment").body.contains("http-equiv=\"refresh\""));
    assert_eq!(server.get("/v1/a%3Ab%3Ac").status, 404);
}

#[test]
fn an_edit_changes_the_next_page_and_notifies_open_ones() {
    let server = Server::start(&[]);
    let mut versions = server.versions();
    let first = versions.next();
    assert!(server.get("/orders/not_paid").body.contains(&format!("data-version=\"{first}\"")));

    let entry = fs::read_to_string(server.path("catalog/orders/not_paid.yaml")).expect("an entry");
    server.write("catalog/orders/not_paid.yaml", &entry.replacen("name: ", "name: Edited and ", 1));
    assert_ne!(versions.next(), first);
    // Editors may write in two steps, so the first version can contain half a file.
    while !server.get("/orders/not_paid").body.contains("Edited and ") {
        versions.next();
    }

    // Files may be created and removed.
    server.write("catalog/orders/brand_new.yaml", "message: Brand new\nstatus: 409\n");
    while server.get("/orders/brand_new").status != 200 {
        versions.next();
    }
    fs::remove_file(server.path("catalog/orders/brand_new.yaml")).expect("removed");
    while server.get("/orders/brand_new").status != 404 {
        versions.next();
    }
}

#[test]
fn a_broken_catalog_keeps_its_pages_and_shows_findings_until_it_is_fixed() {
    let server = Server::start(&[]);
    let mut versions = server.versions();
    let first = versions.next();
    let entry = fs::read_to_string(server.path("catalog/orders/not_paid.yaml")).expect("an entry");
    for round in 0..2 {
        let before = server.get("/orders/not_paid");
        server.write("catalog/orders/not_paid.yaml", &format!("{entry}wrong_key: <script>alert(1)</script>\n"));
        // A write takes two steps, and the catalog may be read between them.
        while !server.findings()["html"].as_str().expect("HTML").contains("unknown-key") {
            versions.next();
        }
        let after = server.get("/orders/not_paid");
        assert_eq!(after.status, 200);
        assert_eq!(after.body, before.body, "the same page, with the same version");
        let findings = server.findings();
        assert_eq!(findings["title"], "The catalog has 1 error and 1 warning");
        assert_eq!((&findings["opens"], &findings["severity"]), (&true.into(), &"error".into()));
        let html = findings["html"].as_str().expect("HTML");
        assert!(html.contains("catalog/orders/not_paid.yaml:") && html.contains("&lt;script&gt;alert"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("<strong>help</strong>: "), "{html}");
        // Readers of Markdown have no overlay.
        assert_eq!(server.get("/orders/not_paid.md").status, 500);
        let markdown = server.accept("/orders/not_paid", "text/markdown");
        assert_eq!(markdown.status, 500);
        assert!(markdown.head.contains("content-type: text/markdown"), "{}", markdown.head);
        assert!(
            markdown.body.starts_with("# The catalog has 1 error and 1 warning\n\n    error[unknown-key]: "),
            "{markdown:?}"
        );
        // Reported once for each time that it broke.
        server.wait_for("findings", |findings| findings.matches("error[unknown-key]").count() == round + 1);

        server.write("catalog/orders/not_paid.yaml", &entry);
        while server.findings()["opens"] == true {
            versions.next();
        }
        assert!(!server.get("/").body.contains(&format!("data-version=\"{first}\"")), "open pages reload");
    }
    server.wait_for("log", |log| log.contains("error: 1 error and 1 warning in 2 files") && log.contains("reloaded "));
}

#[test]
fn pages_show_what_a_check_finds() {
    let folder = copy_of_shop();
    let entry = folder.path().join("catalog/orders/not_paid.yaml");
    let text = fs::read_to_string(&entry).expect("an entry");
    fs::write(&entry, text + "what_happened: {text: \"See [x](nowhere.md).\"}\n").expect("written");
    let server = Server::over(folder, &[]);
    let check = Command::new(env!("CARGO_BIN_EXE_errbook"))
        .args(["-C", &server.folder.path().display().to_string(), "check", "--format", "json"])
        .output()
        .expect("errbook starts");
    let check: serde_json::Value = serde_json::from_slice(&check.stdout).expect("JSON");
    let found = check["diagnostics"].as_array().expect("findings");
    assert!(found.len() > 1, "the test has something to compare");
    let findings = server.findings();
    assert_eq!((&findings["opens"], &findings["severity"]), (&false.into(), &"warning".into()));
    let html = findings["html"].as_str().expect("HTML");
    assert_eq!(html.matches("<article").count(), found.len());
    for found in found {
        assert!(html.contains(&format!("warning[{}]", found["rule"].as_str().expect("a rule"))), "{found}");
        let place = format!("{}:{}:{}<", found["path"].as_str().expect("a path"), found["line"], found["column"]);
        assert!(html.contains(&place), "{place} {html}");
    }
}

#[test]
fn starts_with_a_broken_catalog_and_survives_without_a_manifest() {
    let folder = copy_of_shop();
    let manifest = fs::read_to_string(folder.path().join("catalog/catalog.yaml")).expect("a manifest");
    fs::write(folder.path().join("catalog/catalog.yaml"), "name: [\n").expect("written");
    let server = Server::over(folder, &[]);
    let mut versions = server.versions();
    versions.next();
    let page = server.get("/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("<h1>The catalog has 1 error</h1>") && page.body.contains("/.errbook-reload.js"));
    assert_eq!(server.findings()["html"], "", "the page has them already");
    let markdown = server.accept("/", "text/markdown");
    assert_eq!(markdown.status, 500);
    assert!(markdown.body.starts_with("# The catalog has 1 error\n\n    error["), "{markdown:?}");
    fs::remove_file(server.path("catalog/catalog.yaml")).expect("removed");
    while !server.get("/").body.contains("manifest-missing") {
        versions.next();
    }
    server.write("catalog/catalog.yaml", &manifest);
    while server.get("/").status != 200 {
        versions.next();
    }
    // Now there are pages to keep.
    fs::remove_file(server.path("catalog/catalog.yaml")).expect("removed");
    while server.findings()["opens"] != true {
        versions.next();
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn watches_a_catalog_that_was_removed_and_created_again() {
    let server = Server::start(&[]);
    let mut versions = server.versions();
    versions.next();
    fs::rename(server.path("catalog"), server.path("away")).expect("renamed");
    while server.findings()["opens"] != true {
        versions.next();
    }
    // A copy rather than the renamed folder, which is still watched at its new path.
    errbook_test_support::folder::copy(&server.path("away"), &server.path("catalog"));
    while server.findings()["opens"] == true {
        versions.next();
    }
    server.write("catalog/orders/brand_new.yaml", "message: Brand new\nstatus: 409\n");
    while server.get("/orders/brand_new").status != 200 {
        versions.next();
    }
}

#[test]
fn templates_are_watched_too() {
    let folder = copy_of_shop();
    fs::create_dir_all(folder.path().join("templates_folder/html")).expect("a folder");
    fs::write(folder.path().join("templates_folder/html/filter.html"), "{{ page.titel }}").expect("written");
    let server = Server::over(folder, &["--templates", "templates_folder"]);
    let mut versions = server.versions();
    versions.next();
    let page = server.get("/status/404");
    assert_eq!(page.status, 500, "{page:?}");
    assert!(page.body.contains("titel") && page.body.contains("templates_folder/html/filter.html"), "{page:?}");
    let markdown = server.accept("/status/404.html", "text/markdown");
    assert!(markdown.status == 200 && markdown.body.contains("404"), "its template is another: {markdown:?}");
    server.write("templates_folder/html/filter.html", "{{ page.title }}: mine");
    while server.get("/status/404").body != "404 Not Found: mine" {
        versions.next();
    }
    // A template that can't be parsed: pages stay.
    server.write("templates_folder/html/filter.html", "{{ page.title");
    while server.findings()["title"] != "The site cannot be shown" {
        versions.next();
    }
    assert_eq!(server.get("/status/404").body, "404 Not Found: mine");
    let html = server.findings()["html"].to_string();
    assert!(html.contains("templates_folder/html/filter.html"), "{html}");
}

/// A server whose editor writes its arguments to the file `opened`.
#[cfg(unix)]
fn with_editor(arguments: &[&str]) -> Server {
    use std::os::unix::fs::PermissionsExt;
    let folder = copy_of_shop();
    let (editor, opened) = (folder.path().join("editor"), folder.path().join("opened"));
    fs::write(&opened, "").expect("written");
    fs::write(&editor, format!("#!/bin/sh\necho \"$@\" > '{}'\n", opened.display())).expect("written");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("executable");
    let command = format!("{} {{file}}:{{line}}:{{column}}", editor.display());
    Server::over(folder, &[&["--editor", &command], arguments].concat())
}

#[cfg(unix)]
#[test]
fn an_open_page_reloads_in_a_browser() {
    if !tools::has_browser() {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser/serve.mjs");
    let server = with_editor(&[]);
    let mut node = Command::new("node");
    node.arg(script).arg(format!("http://{}/", server.address));
    node.args([server.path("catalog/orders/not_paid.yaml"), server.path("opened")]);
    let output = node.output().expect("node starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The headers that a browser sends for a script on a page of the server.
#[cfg(unix)]
fn own_headers(server: &Server) -> [(&'static str, String); 4] {
    let host = server.address.to_string();
    [
        ("Origin", format!("http://{host}")),
        ("Host", host),
        ("Sec-Fetch-Site", "same-origin".to_owned()),
        ("errbook-open", "yes".to_owned()),
    ]
}

#[cfg(unix)]
fn open(server: &Server, query: &str, headers: &[(&str, String)]) -> Response {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    server.raw(format!("POST /.errbook-open?{query} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes())
}

#[cfg(unix)]
#[test]
fn pages_open_files_in_the_editor() {
    let server = with_editor(&[]);
    let page = server.get("/orders/not_paid");
    assert!(page.body.contains(" data-shown=\"catalog/orders/not_paid.yaml\" data-file=\"orders/not_paid.yaml\""));
    assert!(!server.get("/orders/").body.contains("data-file"), "a list has no entry");
    let own = own_headers(&server);
    let response = open(&server, "file=orders%2Fnot_paid.yaml&line=2&column=3", &own);
    assert_eq!(response.status, 204, "{response:?}");
    // The folder may be a link, as on macOS, so only its end is the same.
    server.wait_for("opened", |text| text.ends_with("/catalog/orders/not_paid.yaml:2:3\n"));
    assert_eq!(open(&server, "file=catalog.yaml", &own).status, 204);
    server.wait_for("opened", |text| text.ends_with("/catalog/catalog.yaml:1:1\n"));
}

#[cfg(unix)]
#[test]
fn nothing_else_opens_files() {
    let server = with_editor(&[]);
    server.write("catalog/_draft.txt", "not part of the catalog");
    let own = own_headers(&server);
    let absolute = format!("file={}", server.path("catalog/orders/not_paid.yaml").display());
    for (query, status) in [
        ("", 400),
        ("file=orders/not_paid.yaml&line=x", 400),
        ("file=nothing.yaml", 404),
        ("file=_draft.txt", 404),
        ("file=orders", 404),
        ("file=../secret.html", 404),
        ("file=orders/../../secret.html", 404),
        ("file=..%2fsecret.html", 404),
        ("file=orders/../orders/not_paid.yaml", 404),
        ("file=./orders/not_paid.yaml", 404),
        ("file=--version", 404),
        (absolute.as_str(), 404),
    ] {
        let response = open(&server, query, &own);
        assert_eq!(response.status, status, "{query}: {response:?}");
    }
    let entry = "file=orders/not_paid.yaml";
    for at in [0, 1, 3] {
        let without: Vec<_> =
            own.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, of)| of.clone()).collect();
        assert_eq!(open(&server, entry, &without).status, 403, "without {}", own[at].0);
    }
    let port = server.address.port();
    for (at, value) in [
        (0, "http://evil.example.com".to_owned()),
        (0, format!("http://evil.example.com:{port}")),
        (0, format!("http://localhost:{port}")),
        (0, format!("https://127.0.0.1:{port}")),
        (0, "http://127.0.0.1:1".to_owned()),
        (0, "null".to_owned()),
        (1, format!("evil.example.com:{port}")),
        (2, "cross-site".to_owned()),
        (2, "same-site".to_owned()),
        (2, "none".to_owned()),
    ] {
        let mut headers = own.clone();
        headers[at].1 = value;
        assert_eq!(open(&server, entry, &headers).status, 403, "{:?}", headers[at]);
    }
    // Names that another site can make point here are not this server, even if they agree.
    let mut rebound = own.clone();
    rebound[0].1 = format!("http://evil.example.com:{port}");
    rebound[1].1 = format!("evil.example.com:{port}");
    assert_eq!(open(&server, entry, &rebound).status, 403);
    assert_eq!(server.request("OPTIONS", "/.errbook-open", &server.address.to_string()).status, 405, "no CORS");
    assert_eq!(server.get(&format!("/.errbook-open?{entry}")).status, 404);
    assert_eq!(fs::read_to_string(server.path("opened")).expect("output"), "");
}

#[cfg(unix)]
#[test]
fn without_an_editor_pages_show_paths() {
    let server = Server::start(&[]);
    assert!(server.get("/orders/not_paid").body.contains(" data-shown=\"catalog/orders/not_paid.yaml\"></script>"));
    let html = server.findings()["html"].to_string();
    assert!(html.contains("<code>catalog/orders/split.yaml:2:8</code>") && !html.contains("<button"), "{html}");
    let entry = "file=orders/not_paid.yaml";
    assert_eq!(open(&server, entry, &own_headers(&server)).status, 403);

    // Users of other computers can't open windows on this one.
    let exposed = with_editor(&["--host", "0.0.0.0"]);
    assert!(!exposed.get("/orders/not_paid").body.contains("data-file"));
    assert_eq!(open(&exposed, entry, &own_headers(&exposed)).status, 403);
    assert_eq!(fs::read_to_string(exposed.path("opened")).expect("output"), "");
    exposed.wait_for("log", |log| log.contains("warning: pages cannot open the editor"));
}

#[cfg(unix)]
#[test]
fn an_editor_that_fails_is_reported() {
    let server = Server::start(&["--editor", "/no/such/editor"]);
    let response = open(&server, "file=catalog.yaml", &own_headers(&server));
    assert_eq!(
        (response.status, response.body.as_str()),
        (500, "cannot start `/no/such/editor`: no such file or directory\n")
    );
}

/// The environment has a known editor, which isn't started by anything but a click.
#[cfg(unix)]
#[test]
fn the_editor_of_the_environment_is_used_if_it_has_a_window() {
    for (visual, editor, is_used) in [("code --wait", "vim", true), ("", "subl", true), ("vim", "nano", false)] {
        let folder = copy_of_shop();
        let mut command = Command::new("env");
        command.args([format!("VISUAL={visual}"), format!("EDITOR={editor}")]).arg(env!("CARGO_BIN_EXE_errbook"));
        let server = Server::run(command, folder, &[]);
        assert_eq!(server.get("/orders/not_paid").body.contains("data-file"), is_used, "{visual} {editor}");
    }
}

#[test]
fn other_sites_cannot_read_it_through_a_browser() {
    let server = Server::start(&[]);
    let port = server.address.port();
    for own in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), "LOCALHOST".to_owned(), "[::1]".to_owned()] {
        assert_eq!(server.request("GET", "/", &own).status, 200, "{own}");
    }
    for other in [
        "evil.example.com",
        &format!("evil.example.com:{port}"),
        "localhost.evil.example.com",
        "127.0.0.1.evil.example.com",
        "",
    ] {
        for path in
            ["/", "/orders/not_paid", "/errors.json", "/.errbook-events", "/.errbook-reload.js", "http://127.0.0.1/"]
        {
            let response = server.request("GET", path, other);
            assert_eq!(response.status, 403, "{other} {path}");
            assert!(!response.body.contains("not_paid"));
        }
    }
    let twice = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(twice.as_bytes()).status, 403);
    assert_eq!(server.raw(b"GET / HTTP/1.0\r\n\r\n").status, 403);
    assert_eq!(server.request("GET", "http://evil.example.com/", "localhost").status, 403);
    let page = server.get("/");
    assert!(
        page.head.contains("frame-ancestors 'none'") && page.head.contains("cross-origin-resource-policy: same-origin")
    );
    assert!(!page.head.contains("access-control-allow-origin"));
}

#[test]
fn rejects_methods_that_write() {
    let server = Server::start(&[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"] {
        let response = server.request(method, "/", "localhost");
        assert!([400, 405].contains(&response.status), "{method}: {response:?}");
    }
    let head = server.request("HEAD", "/", "localhost");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(server.request("HEAD", "/.errbook-events", "localhost").body, "");
}

#[test]
fn paths_do_not_lead_out_of_the_site() {
    let server = Server::start(&[]);
    for path in [
        "/../secret.html",
        "/..%2fsecret.html",
        "/%2e%2e/secret.html",
        "/%2e%2e%2fsecret",
        "/orders/../../secret.html",
        "/orders/%2e%2e/%2e%2e/secret.html",
        "/..\\secret.html",
        "/..%5csecret.html",
        "/%252e%252e/secret.html",
        "//secret.html",
        "/./../secret.html",
        "/catalog/../secret.html",
        "/catalog.yaml",
        "/catalog/catalog.yaml",
        "/orders/not_paid.yaml",
        "/secret.html%00.html",
        "/file:///etc/passwd",
        "/etc/passwd",
    ] {
        let response = server.get(path);
        assert!([400, 404].contains(&response.status), "{path}: {response:?}");
        assert!(!response.body.contains("the secret") && !response.body.contains("root:"), "{path}");
    }
    let absolute = format!("{}/secret.html", server.folder.path().display());
    assert_eq!(server.get(&absolute).status, 404);
}

#[test]
fn serves_many_browsers_concurrently() {
    let server = Server::start(&[]);
    let mut listeners: Vec<Versions> = (0..30).map(|_| server.versions()).collect();
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(server.get("/orders/not_paid").status, 200);
                }
            });
        }
    });
    let first: Vec<String> = listeners.iter_mut().map(Versions::next).collect();
    server.write("catalog/orders/brand_new.yaml", "message: Brand new\nstatus: 409\n");
    assert!(listeners.iter_mut().zip(first).all(|(versions, first)| versions.next() != first));
}

#[test]
fn reports_a_port_in_use() {
    let server = Server::start(&[]);
    let port = server.address.port().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    let output = command.args(["-C", &server.folder.path().display().to_string(), "serve", "--port", &port]).output();
    let output = output.expect("errbook starts");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("cannot listen on `127.0.0.1:") && told.contains("--port 0"), "{told}");
}

/// All cases share one server, which must still answer after each of them.
fn cases() -> ProptestConfig {
    ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn no_path_leaves_the_site_or_stops_the_server() {
    let server = Server::start(&[]);
    let parts = "/(\\.\\./|%2e%2e/|\\./|[a-z]{1,3}/|%5c|%2f|%|secret\\.html|catalog/){0,6}[ -~]{0,12}";
    proptest!(cases(), |(path in parts)| {
        let response = server.get(&path);
        prop_assert!([200, 307, 400, 404].contains(&response.status), "{response:?}");
        prop_assert!(!response.body.contains("the secret"));
        prop_assert_eq!(server.get("/").status, 200);
    });
}

#[test]
fn no_bytes_stop_the_server() {
    let server = Server::start(&[]);
    let start = "(GET |GET / HTTP/1.1\r\nHost: )?";
    proptest!(cases(), |(bytes in proptest::collection::vec(any::<u8>(), 0..300), start in start)| {
        let mut stream = server.connect();
        let _ = stream.write_all(&[start.as_bytes(), &bytes].concat());
        // The server may be waiting for the rest of the request.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        server.read(stream);
        prop_assert_eq!(server.get("/").status, 200);
    });
}
