use std::path::Path;

use errbook_catalog::{Audience, Diagnostics, Snapshot, Sources};

use super::*;
use crate::workspace::Change;

/// A catalog in memory.
struct Memory(&'static [(&'static str, &'static str)]);

impl Workspace for Memory {
    fn read(&self) -> Result<Snapshot, Refusal> {
        let files = self.0.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Ok(Snapshot::from_sources(Sources::from_texts(files)))
    }

    fn check(&self) -> Result<Diagnostics, Refusal> {
        Ok(self.read()?.into_parts().1)
    }

    fn add(&self, code: &str) -> Result<String, Refusal> {
        Ok(format!("{code}.yaml"))
    }

    fn fix(&self) -> Result<Vec<Change>, Refusal> {
        Ok(Vec::new())
    }
}

const SHOP: Memory = Memory(&[
    ("catalog.yaml", "name: shop\ncodes: {levels: [{name: code}]}\nprofiles: {api: rfc9457}\n"),
    ("lost.yaml", "status: 404\nmessage: The card is lost\n"),
    ("used.yaml", "status: 409\nmessage: The card is used\n"),
    ("wrong.yaml", "status: 4o9\n"),
]);

/// A catalog of `examples/company`, which depends on others.
struct Company(&'static str);

impl Workspace for Company {
    fn read(&self) -> Result<Snapshot, Refusal> {
        let company = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/company");
        Ok(Snapshot::read(&company.join(self.0).join("catalog")))
    }

    fn check(&self) -> Result<Diagnostics, Refusal> {
        Ok(self.read()?.into_parts().1)
    }

    fn add(&self, code: &str) -> Result<String, Refusal> {
        Ok(format!("{code}.yaml"))
    }

    fn fix(&self) -> Result<Vec<Change>, Refusal> {
        Ok(Vec::new())
    }
}

fn called(access: Access, name: &str, arguments: Value) -> Option<Result<Output, Refusal>> {
    called_in(&SHOP, access, name, arguments)
}

fn called_in(
    workspace: &impl Workspace,
    access: Access,
    name: &str,
    arguments: Value,
) -> Option<Result<Output, Refusal>> {
    let Value::Object(arguments) = arguments else { panic!("not an object: {arguments}") };
    call(workspace, Settings { access, audience: Audience::Public }, name, &arguments)
}

#[test]
fn a_tool_needs_access() {
    for (name, least) in [("explain", Access::Published), ("check", Access::Read), ("fix", Access::Write)] {
        for access in [Access::Published, Access::Read, Access::Write] {
            let result = called(access, name, if name == "explain" { json!({"what": "lost"}) } else { json!({}) });
            assert_eq!(result.is_some(), access >= least, "{name} with {access:?}");
            assert!(result.is_none_or(|result| result.is_ok()));
        }
    }
    assert!(called(Access::Write, "none", json!({})).is_none());
}

#[test]
fn outputs_have_the_members_of_their_schemas() {
    for (name, arguments) in [
        ("search", json!({"query": "card"})),
        ("list", json!({})),
        ("check", json!({})),
        ("new", json!({"code": "more"})),
        ("fix", json!({})),
    ] {
        let Some(Ok(Output::Structured(output))) = called(Access::Write, name, arguments) else { panic!("{name}") };
        let tool = all(Access::Write).into_iter().find(|tool| tool.name == name).expect("the tool");
        assert_fits(&output, &tool.output.expect("a schema"));
    }
}

/// Checks the members of a value, and of the objects in its lists.
fn assert_fits(value: &Value, schema: &Value) {
    let members = value.as_object().expect("an object");
    let required = schema["required"].as_array().expect("names");
    assert!(required.iter().all(|name| members.contains_key(name.as_str().expect("a name"))), "{value}");
    for (name, member) in members {
        let schema = schema["properties"].get(name).unwrap_or_else(|| panic!("no `{name}` in {schema}"));
        let items = member.as_array().into_iter().flatten().filter(|item| item.is_object());
        items.for_each(|item| assert_fits(item, &schema["items"]));
    }
}

#[test]
fn codes_of_dependencies_are_explained_and_found() {
    let url = "https://docs.example.com/platform/platform/auth/token_missing";
    let code = "err:platform:auth:token_missing";
    for catalog in ["payments", "portal"].map(Company) {
        let called = |name: &str, arguments: Value| called_in(&catalog, Access::Read, name, arguments);
        for what in [code, url, &json!({"type": url, "title": "x"}).to_string()] {
            let Some(Ok(Output::Text(page))) = called("explain", json!({"what": what})) else { panic!("{what}") };
            assert!(page.contains(&format!("`{code}`")), "{what}: {page}");
        }
        let Some(Ok(Output::Structured(found))) = called("search", json!({"query": "token missing"})) else { panic!() };
        assert_eq!(found["codes"][0]["code"], code);
    }
}

/// As `errbook list`, which lists what the site has.
#[test]
fn codes_of_dependencies_are_listed_if_the_site_has_them() {
    for (catalog, total) in [("payments", 1), ("portal", 6)] {
        let listed = called_in(&Company(catalog), Access::Read, "list", json!({}));
        let Some(Ok(Output::Structured(output))) = listed else { panic!("{catalog}") };
        assert_eq!(output["total"], total, "{catalog}: {output}");
    }
    let arguments = json!({"group": "platform/auth", "fields": {"owner": "identity"}});
    let Some(Ok(Output::Structured(output))) = called_in(&Company("portal"), Access::Read, "list", arguments) else {
        panic!()
    };
    assert_eq!(output["total"], 2, "{output}");
    assert_eq!(output["codes"][0]["url"], "https://docs.example.com/errors/platform/auth/token_expired");
}

#[test]
fn a_published_catalog_refers_to_no_other_tool() {
    let Some(Ok(Output::Structured(output))) = called(Access::Published, "list", json!({})) else { panic!() };
    assert_eq!(output["note"], "1 code is left out because of errors");
    let Some(Err(refusal)) = called(Access::Published, "explain", json!({"what": "wrong"})) else { panic!() };
    assert_eq!(refusal, Refusal { message: "the entry of `wrong` has errors".to_owned(), help: Vec::new() });
}
