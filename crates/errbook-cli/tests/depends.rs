//! Catalogs that depend on each other, on copies of `examples/company`: what `errbook update` writes, what
//! a change of the platform breaks and where, and that builds need nothing else.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn company() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/company")
}

/// Copies the catalogs of the company to a folder with this name.
fn copy(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join(name);
    for catalog in ["platform", "payments", "shipping", "gateway", "portal"] {
        for (path, text) in files(&company().join(catalog).join("catalog")) {
            let path = root.join(catalog).join("catalog").join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("created");
            fs::write(path, text).expect("written");
        }
    }
    folder
}

/// The files below a folder, with their contents.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for item in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = item.expect("an item").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_owned();
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    files
}

fn errbook(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["--color", "never"]).args(arguments).current_dir(folder).output().expect("errbook starts")
}

fn printed(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned()).concat()
}

#[track_caller]
fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = errbook(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", printed(&output));
    printed(&output)
}

#[track_caller]
fn fails(folder: &Path, arguments: &[&str]) -> String {
    let output = errbook(folder, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", printed(&output));
    printed(&output)
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git");
    assert!(output.status.success(), "{}", printed(&output));
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text.contains(from), "{}: {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).expect("written");
}

#[test]
fn the_committed_files_are_what_an_update_writes() {
    let folder = copy("company");
    let root = folder.path().join("company");
    for catalog in ["payments", "shipping", "gateway", "portal"] {
        succeeds(&root.join(catalog), &["update"]);
        succeeds(&root.join(catalog), &["check", "--deny", "warnings"]);
    }
    for catalog in ["platform", "payments", "shipping", "gateway", "portal"] {
        let committed = files(&company().join(catalog).join("catalog"));
        let updated = files(&root.join(catalog).join("catalog"));
        assert!(committed == updated, "{catalog} is stale: run `errbook update` in examples/company/{catalog}");
    }
}

/// A status, a param, and a code: each product learns who breaks and how, and only after its own update.
#[test]
fn a_change_of_the_platform_breaks_nothing_before_an_update_and_is_reported_after_it() {
    let folder = copy("company");
    let root = folder.path().join("company");
    git(&root, &["init", "--quiet"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "--quiet", "--message", "start"]);
    let codes = root.join("platform/catalog/platform");
    edit(&codes.join("limits/too_many_requests.yaml"), "message:", "status: 503\nmessage:");
    edit(
        &codes.join("auth/token_expired.yaml"),
        "The access token expired at {expired_at}",
        "The access token expired",
    );
    edit(
        &codes.join("auth/token_expired.yaml"),
        "params:\n  expired_at: {type: timestamp, example: \"2026-01-31T12:00:00Z\", about: When it expired}\n",
        "",
    );
    let retired = "retired: {since: \"2026-02-01\", reason: Anonymous requests are allowed}\nmigration: Read the code of the answer instead.\n";
    fs::write(codes.join("auth/token_missing.yaml"), {
        let text = fs::read_to_string(codes.join("auth/token_missing.yaml")).expect("readable");
        text + retired
    })
    .expect("written");

    for product in ["payments", "shipping", "gateway"] {
        let product = root.join(product);
        succeeds(&product, &["check", "--against", "HEAD"]);
        let told = succeeds(&product, &["update", "platform"]);
        for change in ["status", "expired_at", "retired"] {
            assert!(told.contains(change), "{told}");
        }
        let report = fails(&product, &["check", "--against", "HEAD"]);
        for finding in [
            "dependency `platform`: status of `err:platform:limits:too_many_requests`",
            "dependency `platform`: `err:platform:auth:token_expired` no longer has param `expired_at`",
            "dependency `platform`: `err:platform:auth:token_missing` was retired",
            "tell clients how to migrate: Read the code of the answer instead.",
        ] {
            assert!(report.contains(finding), "{finding}\n{report}");
        }
    }
    // Who uses it.
    let payments = fails(&root.join("payments"), &["check", "--against", "HEAD"]);
    for user in ["used here", "extended here", "raised by `payments.create`", "card_declined.yaml"] {
        assert!(payments.contains(user), "{user}\n{payments}");
    }
    let shipping = fails(&root.join("shipping"), &["check", "--against", "HEAD"]);
    assert!(shipping.contains("101.yaml"), "{shipping}");
}

#[test]
fn a_changed_file_or_source_is_refused_until_the_next_update() {
    let folder = copy("company");
    let payments = folder.path().join("company/payments");
    let file = payments.join("catalog/_depends/platform.json");
    edit(&file, "Token expired", "Token too old");
    for command in [&["check"][..], &["build"], &["export", "json"]] {
        fails(&payments, command);
    }
    let report = fails(&payments, &["check"]);
    assert!(report.contains("`_depends/platform.json` was changed after `errbook update` wrote it"), "{report}");
    assert!(report.contains("run `errbook update platform`"), "{report}");
    succeeds(&payments, &["update", "platform"]);
    succeeds(&payments, &["check"]);

    edit(&payments.join("catalog/catalog.yaml"), "{path: ../../platform/catalog}", "{path: ../../platform}");
    let report = fails(&payments, &["check"]);
    assert!(report.contains("was resolved from another source"), "{report}");
    succeeds(&payments, &["update"]);

    fs::remove_file(payments.join("catalog/errbook.lock")).expect("removed");
    assert!(fails(&payments, &["check"]).contains("is not in `errbook.lock`"));
    edit(&payments.join("catalog/catalog.yaml"), "Slow down for {wait}", "Slow down for {wiat}");
    succeeds(&payments, &["update"]);
    let report = fails(&payments, &["check"]);
    assert!(report.contains("wiat") && report.contains("catalog.yaml:"), "{report}");
}

/// Without the other catalogs, in folders of different names: the same bytes.
#[test]
fn builds_need_nothing_else_and_are_equal() {
    let sites = ["a", "a longer name"].map(|name| {
        let folder = copy(name);
        let root = folder.path().join(name);
        for catalog in ["platform", "payments", "shipping", "gateway"] {
            fs::remove_dir_all(root.join(catalog)).expect("removed");
        }
        succeeds(&root.join("portal"), &["build", "--out", "site"]);
        let export = succeeds(&root.join("portal"), &["export", "json"]);
        (files(&root.join("portal/site")), export)
    });
    assert!(sites[0] == sites[1]);
    let site = &sites[0].0;
    let text = |path: &str| String::from_utf8(site[Path::new(path)].clone()).expect("UTF-8");
    let sitemap = text("sitemap.xml");
    for page in ["platform/auth/token_expired", "payments/card_declined", "shipping/101", "gateway/upstream_down"] {
        assert!(sitemap.contains(&format!("https://docs.example.com/errors/{page}")), "{page}: {sitemap}");
        assert!(site.contains_key(Path::new(&format!("{page}.html"))), "{page}");
        assert!(text("search/index.js").contains(page), "{page}");
    }
    assert!(text("by/owner/money.html").contains("Card declined"));
    // Pages of one dependency link to those of another one on the site.
    assert!(text("payments/card_declined.html").contains("../platform/auth/token_expired.html"));
}

#[test]
fn a_dependency_can_be_in_a_git_repository() {
    let folder = copy("company");
    let root = folder.path().join("company");
    let platform = root.join("platform");
    git(&platform, &["init", "--quiet"]);
    git(&platform, &["add", "."]);
    git(&platform, &["commit", "--quiet", "--message", "start"]);
    git(&platform, &["tag", "v1"]);
    edit(&platform.join("catalog/platform/auth/token_expired.yaml"), "name: Token expired", "name: Token too old");
    git(&platform, &["commit", "--quiet", "--all", "--message", "rename"]);
    let shipping = root.join("shipping");
    let manifest = shipping.join("catalog/catalog.yaml");
    edit(&manifest, "{path: ../../platform/catalog}", "{git: ../../platform, rev: v1, path: catalog}");
    succeeds(&shipping, &["update"]);
    assert!(succeeds(&shipping, &["explain", "token_expired"]).starts_with("Token expired"));
    let lock = fs::read_to_string(shipping.join("catalog/errbook.lock")).expect("a lock");
    assert!(lock.contains("\"commit\": \""), "{lock}");

    edit(&manifest, ", rev: v1", "");
    assert!(succeeds(&shipping, &["update"]).contains("updated platform"));
    assert!(succeeds(&shipping, &["explain", "token_expired"]).starts_with("Token too old"));

    edit(&manifest, "{git: ../../platform, path: catalog}", "{git: ../../platform, rev: v9, path: catalog}");
    assert!(fails(&shipping, &["update"]).contains("has no revision `v9`"));
    edit(&manifest, "git: ../../platform, rev: v9", "git: ../../nowhere");
    let output = errbook(&shipping, &["update"]);
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(printed(&output).contains("git cannot clone `../../nowhere`"), "{}", printed(&output));
}

#[test]
fn a_dependency_can_be_a_published_file() {
    let folder = copy("company");
    let root = folder.path().join("company");
    let (platform, shipping) = (root.join("platform"), root.join("shipping"));
    succeeds(&platform, &["export", "json", "--out", "../published.json"]);
    let manifest = shipping.join("catalog/catalog.yaml");
    edit(&manifest, "{path: ../../platform/catalog}", "{registry: ../../published.json}\n    include: pages");
    let report = fails(&shipping, &["update"]);
    assert!(report.contains("dependency `platform` has no pages to include"), "{report}");
    succeeds(&platform, &["export", "json", "--pages", "--out", "../published.json"]);
    succeeds(&shipping, &["update"]);
    succeeds(&shipping, &["check"]);
    succeeds(&shipping, &["build", "--out", "site"]);
    let page = fs::read_to_string(shipping.join("site/platform/auth/token_expired.html")).expect("a page");
    assert!(page.contains("Access tokens are valid for an hour"), "{page}");

    let text = fs::read_to_string(&manifest).expect("a manifest");
    let (before, after) = text.split_once("depends:\n").expect("dependencies");
    let (_, after) = after.split_once("profiles:").expect("profiles");
    fs::write(&manifest, format!("{before}profiles:{after}")).expect("written");
    edit(
        &shipping.join("catalog/101.yaml"),
        "related:\n  - {code: \"err:platform:limits:too_many_requests\", when: carriers were asked too often}\n",
        "",
    );
    succeeds(&shipping, &["update"]);
    assert!(!shipping.join("catalog/_depends").exists() && !shipping.join("catalog/errbook.lock").exists());
    succeeds(&shipping, &["check"]);
}

/// Codes of a dependency are known wherever a catalog's own codes are, also if both have the same form.
#[test]
fn codes_of_a_dependency_are_known_in_texts_source_and_traffic() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let scheme = "codes: {prefix: err, levels: [{name: area}, {name: code}]}\nprofiles: {api: rfc9457}\n";
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    };
    let platform =
        format!("name: platform\n{scheme}groups: {{auth: {{title: Auth}}}}\nsite: {{root: https://example.com}}\n");
    write("platform/catalog.yaml", &platform);
    write("platform/auth/expired.yaml", "status: 401\nmessage: The token expired\naliases: [err:auth:old]\n");
    let depends = "depends: [{name: platform, from: {path: ../platform}}]\n";
    write("shop/catalog.yaml", &format!("name: shop\n{scheme}groups: {{orders: {{title: Orders}}}}\n{depends}"));
    let text = |code: &str| {
        format!(
            "status: 402\nmessage: Pay\nwhat_happened: {{text: Nobody has paid for it yet unlike the cause of `{code}`.}}\n"
        )
    };
    write("shop/orders/unpaid.yaml", &text("err:auth:expired"));
    let source = |code: &str| format!("var all = []error{{fail(\"{code}\"), fail(\"err:orders:unpaid\")}}\n");
    write("src/app.go", &source("err:auth:expired"));
    let sent = |code: &str| format!("{{\"status\": 401, \"body\": {{\"code\": \"{code}\"}}}}\n");
    write("sent.jsonl", &sent("err:auth:expired"));
    succeeds(root, &["update", "--catalog", "shop"]);
    let check = ["check", "--catalog", "shop", "--scan", "src"];
    let observe = ["observe", "--catalog", "shop", "--status", "status", "sent.jsonl"];
    succeeds(root, &check);
    succeeds(root, &observe);
    let url = "https://example.com/auth/expired";
    assert!(succeeds(root, &["explain", "--catalog", "shop", url]).contains("err:auth:expired"));
    let by_url = format!("{{\"status\": 401, \"body\": {{\"type\": \"{url}\", \"title\": \"x\"}}}}\n");
    write("sent.jsonl", &by_url);
    assert!(succeeds(root, &observe).contains("with 1 error"));
    // Former codes, too.
    write("shop/orders/unpaid.yaml", &text("err:auth:old"));
    write("src/app.go", &source("err:auth:old"));
    succeeds(root, &check);

    write("shop/orders/unpaid.yaml", &text("err:auth:expierd"));
    write("src/app.go", &source("err:auth:expierd"));
    write("sent.jsonl", &sent("err:auth:expierd"));
    let report = fails(root, &check);
    for rule in ["mention-unknown", "unknown-code-in-source"] {
        assert!(report.contains(rule), "{report}");
    }
    assert!(fails(root, &observe).contains("observed-unknown"));
}

#[test]
fn a_check_counts_dependencies() {
    for (catalog, checked) in [
        ("portal", "checked 0 entries and 4 dependencies: no problems"),
        ("payments", "checked 1 entry and 1 dependency: no problems"),
        ("platform", "checked 3 entries: no problems"),
    ] {
        let folder = company().join(catalog);
        assert!(succeeds(&folder, &["check"]).contains(checked), "{catalog}");
        let json = errbook(&folder, &["check", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
        assert_eq!(json.get("dependencies").is_some(), checked.contains("depend"), "{json}");
    }
    let payments = company().join("payments");
    let one = succeeds(&payments, &["check", "catalog/payments/card_declined.yaml"]);
    assert!(one.contains("checked 1 entry: no problems"), "{one}");
}

/// A portal lists all codes, and another catalog those whose pages it includes.
#[test]
fn list_has_the_codes_of_the_site() {
    let folder = copy("company");
    let root = folder.path().join("company");
    let portal = root.join("portal");
    let listed = succeeds(&portal, &["list"]);
    for code in ["err:gateway:upstream_down", "err:payments:card_declined", "SHIP-101", "err:platform:auth:"] {
        assert!(listed.contains(code), "{listed}");
    }
    assert!(listed.contains("6 codes"), "{listed}");
    for group in ["platform/auth", "err:platform:auth"] {
        assert!(succeeds(&portal, &["list", group]).contains("2 codes"), "{group}");
    }
    assert!(succeeds(&portal, &["list", "--field", "owner=identity"]).contains("2 codes"));
    let json = errbook(&portal, &["list", "shipping", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["codes"][0]["code"], "SHIP-101");
    assert_eq!(json["codes"][0]["catalog"], "shipping");

    let payments = root.join("payments");
    assert!(succeeds(&payments, &["list"]).contains("1 code\n"));
    edit(&payments.join("catalog/catalog.yaml"), "    crate: platform_errors\n", "    include: pages\n");
    succeeds(&payments, &["update"]);
    assert!(succeeds(&payments, &["list"]).contains("4 codes\n"));
}

/// The site has no page of a code that it only links to, nor of its group.
#[test]
fn explain_prints_urls_of_pages_that_exist() {
    let page = |catalog: &str, code: &str| succeeds(&company().join(catalog), &["explain", code, "--format", "md"]);
    for (catalog, site) in
        [("payments", "https://docs.example.com/payments/platform"), ("gateway", "/gateway/platform")]
    {
        for code in ["token_expired", "token_missing", "too_many_requests", "card_declined"] {
            let page = page(catalog, code);
            assert!(!page.contains(site), "{catalog}: {page}");
        }
    }
    let linked = page("payments", "token_expired");
    for line in [
        "- [`err:platform:auth:token_missing`](https://docs.example.com/platform/platform/auth/token_missing) - When",
        "- [`err:payments:card_declined`](https://docs.example.com/payments/payments/card_declined) - Card declined",
        "- Group: [Payments errors](https://docs.example.com/payments) / Platform / Authentication\n",
    ] {
        assert!(linked.contains(line), "{linked}");
    }
    let included = page("portal", "token_expired");
    for url in ["platform/auth/token_missing", "payments/card_declined", "platform/auth"] {
        assert!(included.contains(&format!("(https://docs.example.com/errors/{url})")), "{url}: {included}");
    }
}

#[test]
fn pages_say_which_catalog_a_code_is_from_and_link_there() {
    let folder = copy("company");
    let payments = folder.path().join("company/payments");
    for (include, link) in [
        ("links", "https://docs.example.com/platform/platform/auth/token_expired"),
        ("pages", "../platform/auth/token_expired.html"),
    ] {
        let item = format!("- include: {include}\n    name: platform");
        edit(&payments.join("catalog/catalog.yaml"), "- name: platform", &item);
        succeeds(&payments, &["update"]);
        succeeds(&payments, &["build", "--out", include]);
        let page = fs::read_to_string(payments.join(include).join("payments/card_declined.html")).expect("a page");
        let related = format!("href=\"{link}\">Token expired</a> <span class=\"badge\">from Platform</span>");
        assert!(page.contains(&related), "{include}: {page}");
        edit(&payments.join("catalog/catalog.yaml"), &item, "- name: platform");
    }
}

#[test]
fn a_portal_is_one_site_by_catalog_and_by_field() {
    let folder = copy("company");
    let portal = folder.path().join("company/portal");
    succeeds(&portal, &["build", "--out", "site"]);
    let read = |path: &str| fs::read_to_string(portal.join("site").join(path)).unwrap_or_else(|_| panic!("{path}"));
    let (search, sitemap) = (read("search/index.js"), read("sitemap.xml"));
    for (catalog, page, code, owner) in [
        ("platform", "platform/auth/token_expired", "err:platform:auth:token_expired", Some("identity")),
        ("payments", "payments/card_declined", "err:payments:card_declined", Some("money")),
        ("shipping", "shipping/101", "SHIP-101", None),
        ("gateway", "gateway/upstream_down", "err:gateway:upstream_down", None),
    ] {
        let name = page.rsplit('/').next().expect("a name");
        assert!(search.contains(page) && search.contains(code), "{search}");
        assert!(sitemap.contains(&format!("<loc>https://docs.example.com/errors/{page}</loc>")), "{sitemap}");
        assert!(read("index.html").contains(&format!("href=\"{catalog}/index.html\"")), "{catalog}");
        assert!(read(&format!("{page}.html")).contains(code));
        if let Some(owner) = owner {
            assert!(read(&format!("by/owner/{owner}.html")).contains(&format!("{name}.html")), "{owner}");
        }
    }
}

/// The ready-made catalog of problem types, whose pages and types are elsewhere.
#[test]
fn registered_problem_types_are_like_own_codes() {
    let folder = copy("company");
    let shipping = folder.path().join("company/shipping");
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogs/http-problem-types");
    let manifest = shipping.join("catalog/catalog.yaml");
    let item = format!("depends:\n  - {{name: iana, from: {{path: {types:?}}}, include: pages}}\n");
    edit(&manifest, "depends:\n", &item);
    let report = fails(&shipping, &["update"]);
    assert!(report.contains("codes of `iana` are sent in the profile `problem`"), "{report}");
    edit(&manifest, "profiles: {api: rfc9457}", "profiles: {api: rfc9457, problem: rfc9457}");
    edit(
        &shipping.join("catalog/101.yaml"),
        "related:\n",
        "related:\n  - {code: \"http:date\", when: the clock is wrong}\n",
    );
    succeeds(&shipping, &["update"]);
    succeeds(&shipping, &["check"]);
    let uri = "https://iana.org/assignments/http-problem-types#date";
    assert!(succeeds(&shipping, &["explain", uri]).starts_with("Date not acceptable"));
    succeeds(&shipping, &["build", "--out", "site"]);
    let page = fs::read_to_string(shipping.join("site/iana/date.html")).expect("a page");
    assert!(page.contains(uri), "{page}");
}

#[test]
fn exports_that_import_no_modules_have_the_codes_of_dependencies() {
    let folder = copy("company");
    let root = folder.path().join("company");
    let exported = |catalog: &str, target: &str| succeeds(&root.join(catalog), &["export", target]);
    for catalog in ["gateway", "portal"] {
        for target in ["openapi", "sql"] {
            let text = exported(catalog, target);
            for code in ["err:gateway:upstream_down", "err:platform:auth:token_missing", "SHIP-101"] {
                assert!(text.contains(code), "{catalog} {target}: {code}");
            }
        }
    }
    // The module of the platform has them.
    assert!(!exported("gateway", "python").contains("err:platform:auth:token_missing"));
    // A gateway without codes of its own still sends those of others in its own format.
    fs::remove_dir_all(root.join("gateway/catalog/gateway")).expect("removed");
    let document: serde_json::Value = serde_json::from_str(&exported("gateway", "openapi")).expect("JSON");
    let response = &document["components"]["responses"]["GatewayPaymentsCardDeclined"]["content"];
    assert_eq!(response["application/json"]["example"]["error"]["code"], "err:payments:card_declined");
}

/// A catalog with one code per folder below `root`, and the items of its `depends`.
fn small(root: &Path, name: &str, depends: &str) {
    let folder = root.join(name).join("catalog");
    fs::create_dir_all(&folder).expect("created");
    let depends = if depends.is_empty() { String::new() } else { format!("depends: [{depends}]\n") };
    let manifest = format!("name: {name}\ncodes: {{prefix: {name}, levels: [{{name: code}}]}}\n{depends}");
    fs::write(folder.join("catalog.yaml"), manifest).expect("written");
    let entry = "name: A\nmessage: It failed\nhow_to_fix: {steps: [Try again]}\n";
    fs::write(folder.join("a.yaml"), entry).expect("written");
}

#[test]
fn an_update_of_a_manifest_with_mistakes_removes_nothing() {
    let folder = copy("company");
    let catalog = folder.path().join("company/payments");
    let manifest = catalog.join("catalog/catalog.yaml");
    let before = files(&catalog);
    for (from, to, why) in [
        ("- name: platform", "- name: Platform", "`Platform` cannot name a dependency"),
        ("from: {path", "from: {pth", "`from` needs one of `path`, `git`, and `registry`"),
        ("depends:", "dependz:", "unknown key `dependz`"),
        ("from: {path", "from: {rev: v1, path", "`from` has `rev` without `git`"),
    ] {
        edit(&manifest, from, to);
        let said = fails(&catalog, &["update"]);
        assert!(said.contains(why), "{said}");
        edit(&manifest, to, from);
        assert_eq!(files(&catalog), before, "{why}");
    }
}

#[test]
fn an_update_says_what_is_wrong_before_it_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let on = |name: &str| format!("{{name: {name}, from: {{path: ../../{name}}}}}");
    small(root, "base", "");
    small(root, "one", &on("one"));
    small(root, "two", &on("three"));
    small(root, "three", &on("two"));
    small(root, "four", &on("five"));
    small(root, "five", &on("base"));
    small(root, "six", &format!("{}, {}", on("base"), on("seven")));
    small(root, "eight", "{name: base, from: {registry: none.json}}");
    small(root, "nine", "{name: base, from: {git: ./nowhere}}");
    small(root, "ten", "{name: base, from: {registry: \"https://example.com/errors.json\"}}");
    for (name, why) in [
        ("one", "dependency `one` is this catalog"),
        ("two", "dependencies go in a circle: `three` -> `two`"),
        ("four", "run `errbook --catalog ../five/catalog update` first"),
        ("six", "dependency `seven`: no `catalog.yaml` in `../../seven`"),
        ("eight", "dependency `base`: cannot read `catalog/none.json`: no such file or directory"),
        ("nine", "git cannot clone `./nowhere`: repository './nowhere' does not exist"),
        ("ten", "`registry` is a URL, not a path"),
    ] {
        let output = errbook(&root.join(name), &["update"]);
        let said = printed(&output);
        assert!(!output.status.success() && said.contains(why), "{name}: {said}");
        assert!(!said.contains("added") && !root.join(name).join("catalog/_depends").exists(), "{name}: {said}");
    }
    let said = fails(&root.join("base"), &["update", "platform"]);
    assert!(said.contains("help: add it to `depends` in `catalog/catalog.yaml`"), "{said}");
}

#[test]
fn an_update_writes_a_broken_lock_again() {
    let folder = copy("company");
    let catalog = folder.path().join("company/payments");
    let before = files(&catalog);
    edit(&catalog.join("catalog/errbook.lock"), "{", "<<<<<<< HEAD\n{");
    assert!(fails(&catalog, &["check"]).contains("run `errbook update`, which writes it again"));
    succeeds(&catalog, &["update"]);
    assert_eq!(files(&catalog), before);
}

/// The company in a repository, where the platform requires a field.
fn committed() -> TempDir {
    let folder = copy("company");
    let root = folder.path().join("company");
    git(&root, &["init", "--quiet"]);
    edit(&root.join("platform/catalog/catalog.yaml"), "list_by: true", "required: true, list_by: true");
    for product in ["payments", "shipping", "gateway", "portal"] {
        succeeds(&root.join(product), &["update"]);
    }
    git(&root, &["add", "."]);
    git(&root, &["commit", "--quiet", "--message", "start"]);
    folder
}

#[test]
fn a_change_that_breaks_nothing_is_no_finding() {
    let folder = committed();
    let root = folder.path().join("company");
    let code = root.join("platform/catalog/platform/auth/token_missing.yaml");
    edit(&code, "The request has no access token", "The request has no token");
    for product in ["payments", "portal"] {
        let product = root.join(product);
        let told = succeeds(&product, &["update"]);
        assert!(told.contains("patch:") && !told.contains("major"), "{told}");
        let report = succeeds(&product, &["check", "--against", "HEAD", "--deny", "warnings"]);
        assert!(report.contains("compared with `HEAD`: 1 change (1 patch)"), "{report}");
    }
}

#[test]
fn a_diff_shows_what_became_of_the_codes_of_dependencies() {
    let folder = committed();
    let root = folder.path().join("company");
    let platform = root.join("platform/catalog/platform");
    edit(&platform.join("limits/too_many_requests.yaml"), "message:", "status: 503\nmessage:");
    let missing = fs::read_to_string(platform.join("auth/token_missing.yaml")).expect("readable");
    let retired = missing + "retired: {since: \"2026-02-01\"}\nmigration: Send a token.\n";
    fs::write(platform.join("auth/token_missing.yaml"), retired).expect("written");
    succeeds(&root.join("platform"), &["rename", "err:platform:auth:token_expired", "err:platform:auth:expired"]);
    let payments = root.join("payments");
    assert!(fails(&payments, &["update"]).contains("help: it is an alias; use `err:platform:auth:expired`"));
    edit(&payments.join("catalog/payments/card_declined.yaml"), "auth:token_expired", "auth:expired");
    succeeds(&payments, &["update"]);

    let diff = succeeds(&payments, &["diff", "HEAD", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&diff).expect("JSON");
    let kind = |code: &str| {
        let changes = diff["changes"].as_array().expect("changes").iter().filter(|change| change["code"] == code);
        let kinds: Vec<&str> = changes.map(|change| change["kind"].as_str().expect("a kind")).collect();
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| *kind == kinds[0]), "{code}: {diff:#}");
        kinds[0].to_owned()
    };
    assert_eq!(kind("err:platform:limits:too_many_requests"), "changed");
    assert_eq!(kind("err:platform:auth:token_missing"), "retired");
    assert_eq!(kind("err:platform:auth:token_expired"), "changed");
    assert!(diff["changes"].as_array().expect("changes").iter().all(|change| change["dependency"] == "platform"));
    assert_eq!(diff["migrations"]["err:platform:auth:token_missing"], "Send a token.");

    let notes = succeeds(&payments, &["diff", "HEAD", "--format", "markdown"]);
    let page = "[`err:platform:auth:token_missing`](<https://docs.example.com/platform/platform/auth/token_missing>)";
    for text in [page, "used by `err:payments:card_declined`", "raised by `payments.create`"] {
        assert!(notes.contains(text), "{text}: {notes}");
    }
    let comment = fails(&payments, &["check", "--against", "HEAD", "--format", "markdown"]);
    for text in [page, "used by `err:payments:card_declined`", "raised by `payments.create`"] {
        assert!(comment.contains(text), "{text}: {comment}");
    }
}

#[test]
fn an_operation_still_raises_a_code_that_was_renamed() {
    let folder = committed();
    let root = folder.path().join("company");
    let (old, new) = ("err:platform:limits:too_many_requests", "err:platform:limits:reached");
    succeeds(&root.join("platform"), &["rename", old, new]);
    let payments = root.join("payments");
    assert!(fails(&payments, &["update"]).contains(old));
    let fixed = succeeds(&payments, &["check", "--fix"]);
    assert!(fixed.contains("1 wrong code"), "{fixed}");
    let report = fails(&payments, &["check", "--against", "HEAD"]);
    assert!(!report.contains("no longer raises") && report.contains(new), "{report}");
}

#[test]
fn a_saved_file_is_a_base_without_dependencies() {
    let folder = copy("company");
    let root = folder.path().join("company");
    let redirects = "redirects: [{from: /start, to: /platform/auth/token_missing}]\nsite:";
    edit(&root.join("platform/catalog/catalog.yaml"), "site:", redirects);
    let (payments, manifest) = (root.join("payments"), root.join("payments/catalog/catalog.yaml"));
    edit(&manifest, "- name: platform", "- include: pages\n    name: platform");
    edit(&manifest, "values: [money]", "values: [money, unused]");
    edit(&manifest, "list_by: true}", "list_by: true}, team: {type: string, required: true}");
    edit(&manifest, "owner: money}", "owner: money, team: cards}");
    for product in ["payments", "portal"] {
        succeeds(&root.join(product), &["update"]);
    }
    for product in ["payments", "portal"] {
        let product = root.join(product);
        succeeds(&product, &["export", "json", "--out", "saved.json"]);
        succeeds(&product, &["build", "--out", "site"]);
        for base in ["saved.json", "site/errors.json"] {
            let report = succeeds(&product, &["check", "--against", base]);
            assert!(report.contains("no visible change"), "{base}: {report}");
            assert!(report.contains("because the base lacks them: dependencies"), "{base}: {report}");
            let report = succeeds(&product, &["diff", base]);
            assert!(report.starts_with("no visible change"), "{base}: {report}");
            assert!(report.contains("because one of the two lacks them: dependencies"), "{base}: {report}");
            assert!(!report.contains("incomplete"), "{base}: {report}");
        }
    }
    // A file of another catalog can't be opened.
    let list = succeeds(&payments, &["list", "--format", "json"]);
    assert!(!list.contains("auth/token_missing.yaml") && list.contains("payments/card_declined.yaml"), "{list}");
}

#[test]
fn each_mistake_in_what_is_added_to_a_code_is_reported_once() {
    let folder = copy("company");
    let payments = folder.path().join("company/payments");
    let manifest = payments.join("catalog/catalog.yaml");
    let code = "err:platform:auth:token_missing";
    edit(
        &manifest,
        "extends:",
        &format!(
            "extends:\n      {code}:\n        status: 500\n        params: {{a: {{type: string}}}}\n        rised_by: [x]\n        notes: [{{kind: tipp, text: A}}]\n        wordings: [{{text: \"No {{{{nope}}}}\"}}]"
        ),
    );
    let report = fails(&payments, &["check", "--format", "short"]);
    let rules: Vec<&str> =
        report.lines().filter_map(|line| line.split_once("error[")?.1.split_once(']')).map(|of| of.0).collect();
    assert_eq!(rules, ["unknown-key", "unknown-key", "unknown-key", "invalid-value"], "{report}");
}

#[test]
fn old_urls_of_included_pages_lead_to_the_new_ones() {
    let folder = copy("company");
    let root = folder.path().join("company");
    let portal = root.join("portal");
    succeeds(&portal, &["build", "--out", "site"]);
    let old = portal.join("site/platform/auth/token_missing.html");
    assert!(fs::read_to_string(&old).expect("a page").contains("The request has no access token"));
    succeeds(&root.join("platform"), &["rename", "err:platform:auth:token_missing", "err:platform:auth:no_token"]);
    succeeds(&portal, &["update", "platform"]);
    succeeds(&portal, &["build", "--out", "site"]);
    let redirect = fs::read_to_string(&old).expect("a redirect page");
    assert!(redirect.contains("url=no_token.html"), "{redirect}");
    let found = succeeds(&portal, &["explain", "err:platform:auth:token_missing"]);
    assert!(found.contains("err:platform:auth:no_token"), "{found}");
}

#[test]
fn a_file_that_is_no_catalog_replaces_nothing() {
    let folder = copy("company");
    let root = folder.path().join("company");
    succeeds(&root.join("platform"), &["export", "json", "--out", "../errors.json"]);
    let payments = root.join("payments");
    edit(
        &payments.join("catalog/catalog.yaml"),
        "from: {path: ../../platform/catalog}",
        "from: {registry: ../../errors.json}",
    );
    succeeds(&payments, &["update"]);
    let before = files(&payments);
    let saved = fs::read_to_string(root.join("errors.json")).expect("readable");
    for (from, to, why) in [
        ("\"err:platform:auth:token_expired\"", "\"err:platform:auth:../../evil\"", "is not a valid catalog"),
        ("\"status\": 401", "\"status\": 0", "is not a valid catalog"),
        (
            "https://docs.example.com/platform/platform/auth/token_expired",
            "javascript:alert(1)",
            "the URL `javascript:alert(1)`",
        ),
    ] {
        assert!(saved.contains(from), "{from}");
        fs::write(root.join("errors.json"), saved.replacen(from, to, 1)).expect("written");
        let told = fails(&payments, &["update"]);
        assert!(told.contains(why) && told.contains("dependency `platform`"), "{told}");
        assert_eq!(files(&payments), before, "{told}");
    }
}

#[test]
fn a_group_cannot_have_the_folder_of_included_pages() {
    let folder = copy("company");
    let payments = folder.path().join("company/payments");
    let manifest = payments.join("catalog/catalog.yaml");
    edit(&manifest, "- name: platform", "- include: pages\n    name: payments");
    let report = fails(&payments, &["update"]);
    assert!(
        report.contains("the pages of dependency `payments` would be in the folder of the group `payments`"),
        "{report}"
    );
}

#[test]
fn an_update_replaces_a_symbolic_link() {
    let folder = copy("company");
    let payments = folder.path().join("company/payments");
    let (file, elsewhere) = (payments.join("catalog/_depends/platform.json"), folder.path().join("elsewhere.json"));
    let before = fs::read_to_string(&file).expect("readable");
    fs::rename(&file, &elsewhere).expect("moved");
    std::os::unix::fs::symlink(&elsewhere, &file).expect("linked");
    fails(&payments, &["check"]);
    succeeds(&payments, &["update"]);
    succeeds(&payments, &["check"]);
    assert!(!file.is_symlink());
    assert_eq!(fs::read_to_string(&file).expect("readable"), before);
    assert_eq!(fs::read_to_string(&elsewhere).expect("readable"), before);
}

#[test]
fn a_saved_file_as_the_later_state_has_not_removed_dependencies() {
    let folder = committed();
    let payments = folder.path().join("company/payments");
    succeeds(&payments, &["export", "json", "--out", "saved.json"]);
    let report = succeeds(&payments, &["diff", "HEAD", "saved.json"]);
    assert!(report.starts_with("no visible change") && report.contains("lacks them: dependencies"), "{report}");
}

/// A catalog whose group has the same beginning as one of its dependency.
fn twins(root: &Path) -> PathBuf {
    let catalog = |name: &str, more: &str| {
        let folder = root.join(name).join("catalog");
        fs::create_dir_all(folder.join("auth")).expect("created");
        let levels = "codes: {prefix: err, levels: [{name: area}, {name: code}]}";
        let manifest = format!("name: {name}\n{levels}\nprofiles: {{api: rfc9457}}\n{more}");
        fs::write(folder.join("catalog.yaml"), manifest).expect("written");
        let entry = "name: A\nstatus: 401\nmessage: It failed\nraised_by: [tokens.create]\n";
        fs::write(folder.join(format!("auth/{name}.yaml")), entry).expect("written");
        root.join(name)
    };
    let groups = "groups: {auth: {title: Auth, redirects: [/old]}}\nsite: {root: 'https://platform.example'}\n";
    catalog("platform", groups);
    let depends = "depends: [{name: platform, from: {path: ../../platform}, include: pages, python: platform_errors}]";
    let site = "site: {root: 'https://shop.example'}";
    catalog("shop", &format!("groups: {{auth: {{title: Auth}}}}\n{depends}\n{site}\n"))
}

#[test]
fn the_group_of_the_catalog_comes_before_that_of_a_dependency() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    succeeds(&shop, &["update"]);
    let listed = succeeds(&shop, &["list", "err:auth"]);
    assert!(listed.contains("err:auth:shop") && !listed.contains("err:auth:platform"), "{listed}");
}

#[test]
fn operations_of_a_dependency_are_not_those_of_the_catalog() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    succeeds(&shop, &["update"]);
    let operations = || {
        let document: serde_json::Value = serde_json::from_str(&succeeds(&shop, &["export", "openapi"])).expect("JSON");
        document["x-error-codes"].clone()
    };
    assert_eq!(operations(), serde_json::json!({"tokens.create": ["err:auth:shop"]}));
    let extends = "extends: {'err:auth:platform': {raised_by: [tokens.create]}}, python";
    edit(&shop.join("catalog/catalog.yaml"), "python", extends);
    assert_eq!(operations(), serde_json::json!({"tokens.create": ["err:auth:platform", "err:auth:shop"]}));
}

#[test]
fn old_urls_of_included_groups_lead_to_the_new_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    succeeds(&shop, &["update"]);
    succeeds(&shop, &["build", "--out", "site"]);
    let redirect = fs::read_to_string(shop.join("site/platform/old.html")).expect("a redirect page");
    assert!(redirect.contains("url=auth/"), "{redirect}");
}

#[test]
fn a_target_that_extends_another_imports_the_same_modules() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    succeeds(&shop, &["update"]);
    let target = shop.join("templates/mine");
    fs::create_dir_all(&target).expect("created");
    let description = "about: mine\nextends: python\nformat: none\nfiles: [{path: mine.py, template: errors.py}]\n";
    fs::write(target.join("target.yaml"), description).expect("written");
    let text = succeeds(&shop, &["export", "mine", "--templates", "templates"]);
    assert!(text.contains("import platform_errors") && !text.contains("err:auth:platform"), "{text}");
}

/// Each catalog depends on all before it, so there are many ways between two.
#[test]
fn an_update_of_many_catalogs_fails_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let item = |at: usize| format!("{{name: c{at}, from: {{path: ../../c{at}}}}}");
    for at in 0..30 {
        small(folder.path(), &format!("c{at}"), &(0..at).rev().map(item).collect::<Vec<_>>().join(", "));
    }
    let said = fails(&folder.path().join("c29"), &["update"]);
    assert!(said.contains("run `errbook --catalog ../c28/catalog update` first"), "{said}");
}

/// What clients of a service get is in the service's own format, whatever the format of the dependency is.
#[test]
fn a_service_sends_codes_of_dependencies_in_its_own_profiles() {
    let folder = committed();
    let root = folder.path().join("company");
    let (gateway, platform) = (root.join("gateway"), root.join("platform/catalog/catalog.yaml"));
    let manifest = gateway.join("catalog/catalog.yaml");
    let before = fs::read_to_string(&manifest).expect("readable");
    for (from, to, rule, why) in [
        (", X-Wait: \"{wait}\"", "", "header-changed", "no longer has the header `X-Wait`, in responses with codes of"),
        ("headers: {X-G", "by_status: {429: {oops: $code}}\n    headers: {X-G", "body-changed", "too_many_requests"),
    ] {
        edit(&manifest, from, to);
        let report = fails(&gateway, &["check", "--against", "HEAD", "--format", "short"]);
        assert_eq!(report.matches("error[").count(), 1, "{report}");
        assert!(report.contains(rule) && report.contains(why), "{report}");
        fs::write(&manifest, &before).expect("written");
    }
    edit(&platform, "profiles: {api: rfc9457}", "profiles: {api: {envelope: {e: $code}, headers: {X-Z: \"1\"}}}");
    assert!(succeeds(&gateway, &["update"]).contains("major"));
    assert!(succeeds(&gateway, &["check", "--against", "HEAD"]).contains("no visible change"));
    // A portal shows the formats of its dependencies.
    let portal = root.join("portal");
    succeeds(&portal, &["update"]);
    assert!(fails(&portal, &["check", "--against", "HEAD"]).contains("media type of profile `api`"));
}

#[test]
fn a_renamed_dependency_is_not_a_removed_one() {
    let folder = committed();
    let payments = folder.path().join("company/payments");
    edit(&payments.join("catalog/catalog.yaml"), "- name: platform", "- name: base");
    succeeds(&payments, &["update"]);
    let report = fails(&payments, &["check", "--against", "HEAD"]);
    assert!(report.contains("dependency `platform` was renamed to `base`"), "{report}");
    assert!(!report.contains("removed"), "{report}");
}

#[test]
fn included_pages_keep_their_urls() {
    let folder = committed();
    let root = folder.path().join("company");
    let (portal, platform) = (root.join("portal"), root.join("platform"));
    let entry = platform.join("catalog/platform/auth/token_missing.yaml");
    let before = fs::read_to_string(&entry).expect("readable");
    fs::write(&entry, format!("{before}redirects: [/platform/missing]\n")).expect("written");
    succeeds(&portal, &["update"]);
    git(&root, &["commit", "--quiet", "--all", "--message", "redirect"]);
    let check = ["check", "--against", "HEAD", "--format", "short"];
    // A renamed code is still found at its old URL.
    succeeds(&platform, &["rename", "err:platform:auth:token_missing", "err:platform:auth:no_token"]);
    succeeds(&portal, &["update"]);
    let report = fails(&portal, &check);
    assert!(report.contains("its old name is an alias") && !report.contains("url-died"), "{report}");
    edit(&platform.join("catalog/platform/auth/no_token.yaml"), "redirects: [/platform/missing]", "");
    succeeds(&portal, &["update"]);
    let report = fails(&portal, &check);
    let message = "https://docs.example.com/errors/platform/missing no longer leads to a page";
    assert!(report.contains(message) && report.contains("url-died"), "{report}");
    // One finding for all pages of a dependency.
    let manifest = portal.join("catalog/catalog.yaml");
    edit(&manifest, "../../platform/catalog}", "../../platform/catalog}, include: links");
    succeeds(&portal, &["update"]);
    let report = fails(&portal, &check);
    let message =
        "the pages of dependency `platform` lost their URLs, such as https://docs.example.com/errors/platform\n";
    assert!(report.contains(message), "{report}");
    assert_eq!(report.matches("[url-died]").count(), 1, "{report}");
    let why = fails(&portal, &["check", "--against", "HEAD"]);
    assert!(why.contains("help: set `include: pages`, or add the URLs to `redirects` in catalog.yaml"), "{why}");
}

/// A group without codes keeps its page.
#[test]
fn an_included_group_that_is_empty_keeps_its_url() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    let platform = folder.path().join("platform");
    edit(&platform.join("catalog/catalog.yaml"), "groups: {", "groups: {keys: {title: Keys}, ");
    succeeds(&shop, &["update"]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "start"]);
    succeeds(&platform, &["rename", "err:auth:platform", "err:keys:platform"]);
    succeeds(&shop, &["update"]);
    succeeds(&shop, &["build", "--out", "site"]);
    assert!(shop.join("site/platform/auth/index.html").is_file());
    let report = fails(&shop, &["check", "--against", "HEAD", "--format", "short"]);
    assert!(report.contains("its old name is an alias") && !report.contains("url-died"), "{report}");
}

/// Names that clash when catalogs are joined.
#[test]
fn names_of_dependencies_stay_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, file: &str, text: &str| {
        let path = folder.path().join(name).join("catalog").join(file);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, text).expect("written");
    };
    let profiles =
        "profiles: {main: {envelope: {a: $code}, negotiate: {application/problem+json: second}}, second: rfc9457}";
    let entry = "name: A\nstatus: 400\nmessage: It failed\nfields: {owner: x}\n";
    for (name, other, fields) in [
        ("a", "b", "owner: {type: string}, b_owner: {type: string}"),
        ("b", "a", "owner: {type: enum, values: [x], list_by: true}"),
    ] {
        let manifest = format!(
            "name: {name}\ncodes: {{prefix: {name}{name}, levels: [{{name: area}}, {{name: code}}]}}\n{profiles}\n\
             groups: {{{name}: {{title: {name}}}}}\nfields: {{{fields}}}\n\
             redirects: [{{from: /was, to: /{name}/one}}, {{from: /{name}/old, to: /{name}/one}}]\n\
             site: {{root: 'https://{other}.example'}}\n"
        );
        write(name, "catalog.yaml", &manifest);
        write(name, &format!("{name}/one.yaml"), entry);
    }
    let item = |name: &str| format!("{{name: {name}, from: {{path: ../../{name}/catalog}}}}");
    let depends = format!("depends: [{}, {}]\nsite: {{root: 'https://all.example'}}\n", item("a"), item("b"));
    write("all", "catalog.yaml", &format!("name: all\n{depends}"));
    let portal = folder.path().join("all");
    succeeds(&portal, &["update"]);
    succeeds(&portal, &["build", "--out", "site"]);
    let registry = fs::read_to_string(portal.join("site/errors.json")).expect("readable");
    let registry: serde_json::Value = serde_json::from_str(&registry).expect("JSON");
    let negotiate = |profile: &serde_json::Value| profile["negotiate"]["application/problem+json"].clone();
    let negotiated: Vec<_> = registry["profiles"].as_array().expect("profiles").iter().map(negotiate).collect();
    assert_eq!(negotiated[0], "second", "{negotiated:?}");
    let fields: Vec<_> = registry["fields"].as_array().expect("fields").iter().map(|of| of["name"].clone()).collect();
    assert_eq!(fields, ["owner", "b_owner", "b_owner_"]);
    for (old, new) in [("a/was", "one.html"), ("a/old", "one.html"), ("b/was", "one.html"), ("b/old", "one.html")] {
        let redirect = fs::read_to_string(portal.join("site").join(old).with_extension("html")).expect(old);
        assert!(redirect.contains(&format!("url={new}")), "{old}: {redirect}");
    }
    // A linked dependency with the name of an own group.
    let own = "name: own\ncodes: {prefix: o, levels: [{name: area}, {name: code}]}\ngroups: {a: {title: Own}}\n";
    write(
        "own",
        "catalog.yaml",
        &format!("{own}depends: [{}]\nprofiles: {{main: rfc9457, second: rfc9457}}\n", item("a")),
    );
    write("own", "a/two.yaml", "name: Two\nstatus: 400\nmessage: It failed again\n");
    let own = folder.path().join("own");
    succeeds(&own, &["update"]);
    let shown = succeeds(&own, &["explain", "o:a:two"]);
    assert!(shown.contains("Own"), "{shown}");
    let sql = succeeds(&own, &["export", "sql"]);
    assert!(sql.contains("'a_/a'") || sql.contains("'a_'"), "{sql}");
}

/// What `errbook build` refuses, `errbook check` shows where to change.
#[test]
fn redirects_cannot_hide_included_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    let manifest = shop.join("catalog/catalog.yaml");
    let before = fs::read_to_string(&manifest).expect("readable");
    succeeds(&shop, &["update"]);
    for (redirect, page) in [
        ("/platform/auth/platform", "the page of `err:auth:platform`"),
        ("/platform/auth/platform.html", "`platform/auth/platform.html` with `--target html`"),
        ("/platform/auth/", "the page of the group `platform/auth`"),
        ("/platform", "the page of the group `platform`"),
    ] {
        fs::write(&manifest, format!("{before}redirects: [{{from: {redirect}, to: /auth/shop}}]\n")).expect("written");
        let report = fails(&shop, &["check"]);
        assert!(report.contains(&format!("hides {page}")), "{report}");
        assert!(report.contains("error[output-conflict]") && report.contains("conflicts with this"), "{report}");
        let refused = fails(&shop, &["build", "--out", "site"]);
        assert!(refused.contains(&format!("hides {page}")), "{refused}");
        assert!(!shop.join("site").exists(), "{refused}");
    }
}

/// Its pages collide on its own site as well, but only its own check says so.
#[test]
fn included_pages_that_collide_are_reported_where_they_are_included() {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = twins(folder.path());
    let platform = folder.path().join("platform/catalog");
    edit(&platform.join("catalog.yaml"), "{name: code}", "{name: code, pattern: '[a-z.]+', optional: true}");
    edit(&platform.join("catalog.yaml"), "{name: area}", "{name: area, pattern: '[a-z.]+'}");
    edit(&platform.join("catalog.yaml"), "groups: {", "groups: {a.html: {title: A}, ");
    let entry = "name: A\nstatus: 401\nmessage: It failed\n";
    fs::create_dir(platform.join("a.html")).expect("created");
    fs::write(platform.join("a.html/b.yaml"), entry).expect("written");
    fs::write(platform.join("a.yaml"), entry).expect("written");
    succeeds(&shop, &["update"]);
    let report = fails(&shop, &["check"]);
    assert!(report.contains("`platform/a.html` would be both a file and the folder of"), "{report}");
    assert!(report.contains("help: rename it in `platform`, or set `include: links`"), "{report}");
    edit(&shop.join("catalog/catalog.yaml"), "include: pages", "include: links");
    succeeds(&shop, &["update"]);
    succeeds(&shop, &["check"]);
}
