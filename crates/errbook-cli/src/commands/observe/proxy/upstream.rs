//! The service behind the proxy.

use std::fmt::{self, Display, Formatter};
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use tokio::net::{TcpStream, lookup_host};

use crate::failure::Failure;

const SCHEME: &str = "http://";

/// The host and port of a service that speaks HTTP without TLS.
#[derive(Debug)]
pub(in crate::commands::observe) struct Upstream {
    /// Without the brackets of an IPv6 address.
    host: String,
    port: u16,
    /// The address that the last connection used, so not every connection looks up the host.
    last: Mutex<Option<SocketAddr>>,
}

impl Upstream {
    /// Reads `http://HOST[:PORT]`, with or without a `/` at the end.
    pub(in crate::commands::observe) fn parse(url: &str) -> Result<Upstream, Failure> {
        let example = "use a URL such as `http://127.0.0.1:8080`";
        let invalid = |help: &str| Failure::trouble(format!("invalid `--proxy` URL `{url}`")).help(help);
        let (scheme, rest) = url.split_once("://").ok_or_else(|| invalid(example))?;
        if scheme.eq_ignore_ascii_case("https") {
            return Err(invalid("use the `http://` address of the service; errbook can't read TLS"));
        }
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#']) {
            return Err(invalid("remove the path; requests keep their paths"));
        }
        let upstream = Upstream::at(authority).filter(|_| scheme.eq_ignore_ascii_case("http"));
        upstream.ok_or_else(|| invalid(example))
    }

    fn at(authority: &str) -> Option<Upstream> {
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                host.parse::<Ipv6Addr>().ok()?;
                (host, if port.is_empty() { None } else { Some(port.strip_prefix(':')?) })
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let is_host = |letter: char| letter.is_ascii_alphanumeric() || "-._:".contains(letter);
        let port = port.map_or(Some(80), |port| port.parse().ok().filter(|port| *port > 0))?;
        (!host.is_empty() && host.chars().all(is_host)).then(|| Upstream {
            host: host.to_owned(),
            port,
            last: Mutex::default(),
        })
    }

    /// Whether this is the address, as far as it can be told without looking up the host.
    pub(super) fn is(&self, address: SocketAddr) -> bool {
        let is_host = match self.host.parse::<IpAddr>() {
            Ok(ip) => ip == address.ip() || (ip.is_loopback() && address.ip().is_unspecified()),
            Err(_) => self.host.eq_ignore_ascii_case("localhost") && address.ip().is_loopback(),
        };
        self.port == address.port() && is_host
    }

    /// Opens a connection.
    pub(super) async fn connect(&self) -> io::Result<TcpStream> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(address) = last
            && let Ok(stream) = TcpStream::connect(address).await
        {
            return Ok(stream);
        }
        let mut error = io::Error::other("the host has no address");
        for address in lookup_host((self.host.as_str(), self.port)).await? {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(address);
                    return Ok(stream);
                }
                Err(reason) => error = reason,
            }
        }
        Err(error)
    }

    /// The response to a client if the service can't be reached.
    pub(super) fn unreachable(&self, reason: &str) -> String {
        let text = format!("errbook: cannot connect to {self}: {reason}\n");
        let length = text.len();
        format!(
            "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{text}"
        )
    }
}

impl Display for Upstream {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        let Upstream { host, port, .. } = self;
        if host.contains(':') {
            write!(formatter, "{SCHEME}[{host}]:{port}")
        } else {
            write!(formatter, "{SCHEME}{host}:{port}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_host_and_a_port() {
        for (url, expected) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("HTTP://localhost/", "http://localhost:80"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("http://[::1]", "http://[::1]:80"),
            ("http://orders_api.test:1", "http://orders_api.test:1"),
        ] {
            assert_eq!(Upstream::parse(url).expect(url).to_string(), expected);
        }
    }

    #[test]
    fn refuses_other_urls() {
        for (url, help) in [
            ("https://localhost", "use the `http://` address"),
            ("http://localhost/v1", "remove the path"),
            ("http://localhost//", "remove the path"),
            ("http://localhost?a", "remove the path"),
            ("localhost:8080", "use a URL such as"),
            ("ftp://localhost", "use a URL such as"),
            ("http://", "use a URL such as"),
            ("http://:80", "use a URL such as"),
            ("http://localhost:", "use a URL such as"),
            ("http://localhost:0", "use a URL such as"),
            ("http://localhost:65536", "use a URL such as"),
            ("http://user@localhost", "use a URL such as"),
            ("http://::1", "use a URL such as"),
            ("http://[::1", "use a URL such as"),
            ("http://[::1]80", "use a URL such as"),
            ("http://[localhost]", "use a URL such as"),
            ("http://a\r\nb", "use a URL such as"),
        ] {
            let failure = Upstream::parse(url).expect_err(url);
            assert!(failure.help.concat().starts_with(help), "{url}: {failure:?}");
        }
    }

    #[test]
    fn recognizes_the_proxy_itself() {
        let is =
            |url: &str, address: &str| Upstream::parse(url).expect("a URL").is(address.parse().expect("an address"));
        assert!(is("http://127.0.0.1:80", "127.0.0.1:80"));
        assert!(is("http://127.0.0.1:80", "0.0.0.0:80"));
        assert!(is("http://LocalHost:80", "127.0.0.1:80"));
        assert!(!is("http://127.0.0.1:80", "127.0.0.1:81"));
        assert!(!is("http://127.0.0.2:80", "127.0.0.1:80"));
        assert!(!is("http://example.com:80", "127.0.0.1:80"));
    }
}
