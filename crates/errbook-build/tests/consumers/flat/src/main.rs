//! A binary whose errors aren't sent over HTTP. Its codes are in a private module, and only a few
//! of them are used.
#![deny(warnings)]

mod codes {
    errbook::include_codes!();
}

use codes::Error;

fn main() {
    let error = Error::E0002;
    println!("{}: {error}", error.code());
}

#[cfg(test)]
mod tests {
    use super::codes::{self, Code};
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(Code::ALL, [codes::E0001, codes::E0002, codes::E0003]);
        assert_eq!("E9999".parse(), Ok(Code::E0002));
        assert_eq!(Code::E0002.type_url(), None);
        assert_eq!(Code::E0002.path(), [] as [&str; 0]);
        assert_eq!(Code::E0002.default_response(), None);
        assert_eq!(Code::E0003.replaced_by(), Some(Code::E0001));
        assert!(Code::E0001.related().eq([Code::E0002]));
    }

    #[test]
    fn errors() {
        let error = Error::E0001 { expected: vec!["identifier".into(), "number".into()], found: "}".into(), line: 3 };
        assert_eq!(error.to_string(), "expected identifier, number, found `}` at line 3");
        let _: &dyn std::error::Error = &error;
    }
}
