// An HTML validator finds no errors on any page of the shipped catalog and of the hostile one.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { folder, htmlFiles } from "./browser.mjs";

const config = {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    // Only required for other hosts, and no page loads anything from one.
    "require-sri": ["error", { target: "crossorigin" }],
    // The search is a combobox as in the ARIA Authoring Practices. No native element takes text and
    // shows results.
    "prefer-native-element": ["error", { exclude: ["combobox", "listbox"] }],
  },
};
const validator = new HtmlValidate(new FileSystemConfigLoader(config));

async function wrong(site) {
  const files = await htmlFiles(site);
  const found = [];
  for (const path of files) {
    const report = await validator.validateFile(join(site, path));
    for (const { messages } of report.results) {
      found.push(...messages.map((of) => `${path}:${of.line}:${of.column}: ${of.ruleId}: ${of.message}`));
    }
  }
  return { files, found };
}

for (const [name, least] of [["SITE", 150], ["HOSTILE", 15], ["OBSERVED", 1], ["COMPARED", 1], ["EDITIONS", 300]]) test(`the pages of ${name} are valid`, async () => {
  const { files, found } = await wrong(folder(name));
  assert(files.length > least);
  assert.equal(found.slice(0, 40).join("\n"), "");
});

test("the validator detects mistakes", async () => {
  const report = await validator.validateString('<!doctype html><html lang="en"><head><title>x</title></head><body><p><div></div></p><b id="a"></b><b id="a"></b></body></html>');
  assert(report.errorCount >= 2);
});
