//! The statuses that named constants of common libraries have.

use std::collections::HashMap;
use std::sync::LazyLock;

use errbook_catalog::reason_phrase;

use super::skeleton::plain;

/// Names that differ from the reason phrase in the registry.
const OTHERS: &[(&str, u16)] = &[
    ("proxyauthrequired", 407),
    ("timeout", 408),
    ("lengthrequired", 411),
    ("payloadtoolarge", 413),
    ("requestentitytoolarge", 413),
    ("requesttoolong", 413),
    ("requesturitoolong", 414),
    ("requestedrangenotsatisfiable", 416),
    ("teapot", 418),
    ("imateapot", 418),
    ("unprocessableentity", 422),
    ("internalerror", 500),
    ("internalservererror", 500),
];

/// Types whose members are statuses.
const TYPES: &[&str] = &["httpstatus", "httpstatuscode", "httpstatuscodes", "statuscode", "statuscodes"];

static NAMES: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let words = |phrase: &str| phrase.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let registered = (100..600).filter_map(|status| Some((plain(&words(reason_phrase(status)?)), status)));
    registered.chain(OTHERS.iter().map(|(name, status)| ((*name).to_owned(), *status))).collect()
});

/// The status of a constant such as `http.StatusNotFound`, `HTTPStatus.NOT_FOUND`,
/// `status.HTTP_404_NOT_FOUND`, or `SC_NOT_FOUND`.
pub(crate) fn status(path: &[String]) -> Option<u16> {
    let (name, above) = path.split_last()?;
    let number = name.strip_prefix("HTTP_").and_then(|rest| rest.get(..3)?.parse().ok());
    if number.is_some() {
        return number;
    }
    let of = above.last().map(|of| plain(of)).unwrap_or_default();
    let is_status = TYPES.contains(&of.as_str())
        || (of == "status" && above.iter().rev().nth(1).is_some_and(|above| plain(above) == "response"));
    let rest =
        match (name.strip_prefix("SC_").or_else(|| name.strip_prefix("HTTP_STATUS_")), name.strip_prefix("Status")) {
            (Some(rest), _) => rest,
            (None, Some(rest)) if !above.is_empty() => rest,
            _ if is_status => name,
            _ => return None,
        };
    NAMES.get(&plain(rest)).copied()
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn knows_the_constants_of_common_libraries() {
        for (path, expected) in [
            ("http.StatusNotFound", Some(404)),
            ("http.StatusUnprocessableEntity", Some(422)),
            ("http.StatusTeapot", Some(418)),
            ("HTTPStatus.NOT_FOUND", Some(404)),
            ("http.HTTPStatus.CONFLICT", Some(409)),
            ("status.HTTP_404_NOT_FOUND", Some(404)),
            ("HTTP_409_CONFLICT", Some(409)),
            ("HttpStatus.PAYLOAD_TOO_LARGE", Some(413)),
            ("StatusCodes.NOT_FOUND", Some(404)),
            ("HttpStatusCode.NotFound", Some(404)),
            ("HttpServletResponse.SC_NOT_FOUND", Some(404)),
            ("Response.Status.NOT_FOUND", Some(404)),
            ("constants.HTTP_STATUS_NOT_FOUND", Some(404)),
            // Of gRPC.
            ("Status.NOT_FOUND", None),
            ("codes.NotFound", None),
            ("NOT_FOUND", None),
            ("StatusNotFound", None),
            ("HttpStatus.SHIPPED", None),
        ] {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            assert_eq!(status(&path), expected, "{path:?}");
        }
    }
}
