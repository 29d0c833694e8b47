// Packages the extension, and runs the server with the protocol library that the extension bundles.
// ERRBOOK is the command, and CATALOG a copy of the catalog `shop`.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "errbook-vscode-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** A module of the extension that doesn't need VS Code. */
async function load(name) {
  const outfile = join(scratch, `${name}.cjs`);
  await build({ entryPoints: [join(root, "src", `${name}.ts`)], bundle: true, format: "cjs", platform: "node", outfile });
  return require(outfile);
}

test("the package has the bundle and nothing else", () => {
  const out = join(scratch, "errbook.vsix");
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  execFileSync(process.execPath, [vsce, "package", "--no-dependencies", "--out", out], { cwd: root, stdio: "pipe" });
  const files = execFileSync("unzip", ["-Z1", out], { encoding: "utf8" }).trim().split("\n").sort();
  assert.deepEqual(files, [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/dist/extension.js",
    "extension/package.json",
    "extension/readme.md",
  ]);
  assert.ok(statSync(out).size < 1_000_000, "small enough to download");
  const bundle = readFileSync(join(root, "dist", "extension.js"), "utf8");
  const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  assert.ok(required.includes("vscode"));
  const own = required.filter((name) => name !== "vscode" && !name.startsWith("node:"));
  assert.deepEqual(own.filter((name) => !require("node:module").builtinModules.includes(name)), []);
});

test("the setting names the command", async () => {
  const { command, problem } = await load("server");
  assert.equal(command(" "), "errbook");
  assert.equal(command("/opt/errbook"), "/opt/errbook");
  assert.doesNotMatch(command("~/bin/errbook"), /~/);
  assert.match(problem("", new Error("ENOENT")), /cargo install errbook-cli/);
});

test("the client talks to the server", async () => {
  const protocol = require("vscode-languageserver-protocol/node");
  const { command, languages } = await load("server");
  const { html } = await load("page");
  const server = spawn(command(process.env.ERRBOOK), ["lsp"], { cwd: process.env.CATALOG });
  const connection = protocol.createProtocolConnection(server.stdout, server.stdin);
  const found = [];
  let watched;
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, (params) => found.push(params));
  connection.onRequest(protocol.RegistrationRequest.type, (params) => void (watched = params.registrations[0]));
  connection.listen();

  const folder = pathToFileURL(process.env.CATALOG).href;
  const answer = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: folder,
    workspaceFolders: [{ uri: folder, name: "shop" }],
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  assert.equal(answer.serverInfo.name, "errbook");
  assert.equal(answer.capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(protocol.InitializedNotification.type, {});

  const uri = `${folder}/orders/not_paid.yaml`;
  const text = "name: Order not paid\nstatus: 402\nmesage: The order is not paid yet\n";
  const document = { uri, languageId: languages[0], version: 1, text };
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, { textDocument: document });
  const place = { textDocument: { uri }, position: { line: 0, character: 0 } };
  const page = await connection.sendRequest("errbook/page", place);
  assert.equal(page.code, "err:orders:not_paid");
  assert.match(page.markdown, /Order not paid/);
  assert.match(html(page.code, "<h1>Order not paid</h1>"), /default-src 'none'/);

  const isSeen = (params) => params.uri === uri && params.diagnostics.some((of) => of.code === "unknown-key");
  for (let wait = 0; !found.some(isSeen) && wait < 1000; wait++) await new Promise((done) => setTimeout(done, 20));
  assert.ok(found.some(isSeen), JSON.stringify(found));
  assert.equal(watched.method, "workspace/didChangeWatchedFiles");

  await connection.sendRequest(protocol.ShutdownRequest.type);
  await connection.sendNotification(protocol.ExitNotification.type);
  const code = await new Promise((done) => server.on("exit", done));
  assert.equal(code, 0);
  connection.dispose();
});
