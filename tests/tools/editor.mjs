// Runs yaml-language-server, which editors use for YAML, with a schema. Reads `{schema, checks,
// completions}` from standard input and prints what the editor would show: the diagnostics of each
// text in `checks`, and the completions at the end of each text in `completions`.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { getLanguageService } = require("yaml-language-server/out/server/src/languageservice/yamlLanguageService.js");
const { TextDocument } = require("vscode-languageserver-textdocument");

const { schema, checks, completions } = JSON.parse(readFileSync(0, "utf8"));
const service = getLanguageService({
  schemaRequestService: async () => JSON.stringify(schema),
  workspaceContext: { resolveRelativePath: (path) => path },
  connection: { console: { log() {}, error() {} }, sendNotification() {}, onRequest() {} },
  telemetry: { send() {}, sendError() {}, sendTrack() {} },
});
service.configure({
  validate: true,
  completion: true,
  schemas: [{ uri: "file:///schema.json", fileMatch: ["*.yaml"], schema }],
});

// The server remembers the results of a document by its URI.
let number = 0;
const document = (text) => TextDocument.create(`file:///${number++}.yaml`, "yaml", 1, text);

async function messages(text) {
  const found = await service.doValidation(document(text), false);
  return found.map((diagnostic) => diagnostic.message);
}

async function items(text) {
  const of = document(text);
  const list = await service.doComplete(of, of.positionAt(text.length), false);
  return Object.fromEntries(list.items.map((item) => [item.label, item.insertText]));
}

console.log(
  JSON.stringify({
    checks: await Promise.all(checks.map(messages)),
    completions: await Promise.all(completions.map(items)),
  }),
);
