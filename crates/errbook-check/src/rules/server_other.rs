//! Reports requests, also those in code blocks, that call the API on a server other than the
//! manifest's `requests.server`.

use errbook_catalog::suggest;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(server) = context.manifest.server.as_deref() else { return };
    for (place, request) in entry.requests() {
        if is_other(context, server, &request.method, &request.url) {
            findings.push(finding(server, &request.url, place.then(key("server"))));
        }
    }
    let own: Vec<&str> = entry.requests().filter_map(|(_, request)| host(&request.url)).collect();
    for (text, fence) in fences(&entry.texts) {
        for call in fence.requests() {
            for url in call.urls.iter().filter(|url| host(&url.value).is_none_or(|host| !own.contains(&host))) {
                if is_other(context, server, &call.method, &url.value) {
                    let place = text.at(fence.at(url.at(0..origin(&url.value).len())));
                    findings.push(finding(server, &url.value, place));
                }
            }
        }
    }
}

fn finding(server: &str, url: &str, place: Place) -> Finding {
    let help = format!("use `{server}`, or suppress this with `allow` if you mean the other server");
    Finding::new(format!("request goes to `{}` instead of `{server}`", origin(url)), place, help)
}

/// Whether a URL was probably meant for the manifest's server: it calls one of the operations, or
/// its host is the same or differs only in the last label or by one typo. URLs with other hosts are
/// for other services, such as the reader's.
fn is_other(context: &Context<'_>, server: &str, method: &str, url: &str) -> bool {
    let (Some(own), Some(host)) = (host(server), host(url)) else { return false };
    // On the own server, there can be more than the API.
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    if normal(origin(url)) == normal(origin(server))
        || !is_web
        || !host.contains('.')
        || host.contains(['<', '$', '{', '['])
        || host.starts_with("127.")
    {
        return false;
    }
    let path = url[origin(url).len()..].split(['?', '#']).next().unwrap_or_default();
    // Another server has the same base path.
    let path = path.strip_prefix(&server[origin(server).len()..]).unwrap_or_default().to_owned();
    let is_operation = context.openapi.document().is_some_and(|document| {
        !document.serves(context.manifest, url)
            && document.at(method, &[path]).is_some_and(|operation| !operation.is_template())
    });
    is_operation || host == own || is_slip(host, own)
}

/// Scheme and host of a URL.
fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    &url[..url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at)]
}

/// An origin without its default port, a user, and capital letters.
fn normal(origin: &str) -> String {
    let origin = origin.to_ascii_lowercase();
    let (scheme, host) = origin.split_once("://").unwrap_or(("", &origin));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let port = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", host.strip_suffix(port).unwrap_or(host))
}

fn host(url: &str) -> Option<&str> {
    let (_, host) = origin(url).split_once("://")?;
    Some(host.rsplit_once(':').map_or(host, |(host, _)| host))
}

/// Whether the hosts differ only in the last label (`api.example.dev`) or by one typo: another letter,
/// one too many, a missing one, or two that are swapped.
fn is_slip(host: &str, own: &str) -> bool {
    let (before, _) = host.rsplit_once('.').unwrap_or((host, ""));
    let (own_before, _) = own.rsplit_once('.').unwrap_or((own, ""));
    before == own_before || suggest::within(host, 1, [own]).next().is_some()
}
