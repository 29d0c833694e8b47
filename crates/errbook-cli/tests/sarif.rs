//! Validates the output of `--format sarif` against the official schema, and against the additional
//! needs of code-scanning services.

use std::process::Command;

use serde_json::Value;

const SCHEMA: &str = include_str!("sarif/sarif-schema-2.1.0.json");

/// The log of checking a catalog below `tests/catalogs`.
fn log(catalog: &str, workspace: Option<&str>) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["check", "--format", "sarif"]);
    command.current_dir(format!("{}/tests/catalogs/{catalog}", env!("CARGO_MANIFEST_DIR")));
    command.env_remove("GITHUB_WORKSPACE");
    command.envs(workspace.map(|folder| ("GITHUB_WORKSPACE", format!("{}/{folder}", env!("CARGO_MANIFEST_DIR")))));
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

fn schema_errors(log: &Value) -> Vec<String> {
    // The pattern for languages, which errbook doesn't write, has a stray bracket that strict regex
    // parsers reject.
    let stray = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert!(SCHEMA.contains(stray));
    let schema: Value = serde_json::from_str(&SCHEMA.replace(stray, "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$")).unwrap();
    // `format` is checked too. For paths it is `uri-reference`, which a space would violate.
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    schema.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn logs_match_the_official_schema() {
    for catalog in ["mistakes", "shop"] {
        assert_eq!(schema_errors(&log(catalog, None)), [""; 0], "{catalog}");
    }
}

#[test]
fn the_schema_rejects_invalid_logs() {
    let mut log = log("mistakes", None);
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    log["runs"][0]["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b".into();
    assert_eq!(schema_errors(&log).len(), 3);
}

#[test]
fn every_result_has_a_rule_with_a_page_and_a_location() {
    let log = log("mistakes", None);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 7);
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(result["partialFingerprints"]["errbook/v1"].as_str().unwrap().len() > 16);
    }
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        let help = rule["help"]["markdown"].as_str().unwrap_or_else(|| panic!("{} has no page", rule["id"]));
        assert!(help.contains("How To Fix"), "{help}");
        assert_eq!(
            rule["helpUri"],
            format!(
                "{}/blob/main/crates/errbook-check/rules/{}.yaml",
                env!("CARGO_PKG_REPOSITORY"),
                rule["id"].as_str().unwrap()
            )
        );
    }
}

#[test]
fn paths_start_at_the_checked_out_repository() {
    let first = |workspace| {
        let log = log("mistakes", workspace);
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"].clone()
    };
    assert_eq!(first(None), serde_json::json!({"uri": "customers/status.yaml", "uriBaseId": "%SRCROOT%"}));
    assert_eq!(first(Some("tests"))["uri"], "catalogs/mistakes/customers/status.yaml");
}
