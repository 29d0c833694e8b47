// The extension in VS Code's workbench, in a browser. ERRBOOK is the command, and CATALOG the shipped catalog. The
// package `code-server` has VS Code's own server, and is used for nothing else.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";

import { launch } from "../../../tests/browser/browser.mjs";

const root = join(import.meta.dirname, "..");
const vscode = join(import.meta.dirname, "node_modules", "code-server", "lib", "vscode", "out", "server-main.js");
const scratch = mkdtempSync(join(tmpdir(), "errbook-workbench-"));
const folder = join(scratch, "folder");
const data = join(scratch, "data");
const bin = join(scratch, "bin");
const dirs = ["--server-data-dir", data, "--user-data-dir", data, "--extensions-dir", join(scratch, "extensions")];
let server, browser, port;

before(async () => {
  for (const made of [join(data, "User"), bin, join(folder, ".vscode")]) mkdirSync(made, { recursive: true });
  cpSync(process.env.CATALOG, join(folder, "catalog"), { recursive: true });
  symlinkSync(process.env.ERRBOOK, join(bin, "errbook"));
  const settings = {
    "security.workspace.trust.enabled": false, "workbench.startupEditor": "none", "files.autoSave": "off", "editor.inlayHints.enabled": "off",
  };
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify(settings));
  const vsix = join(scratch, "errbook.vsix");
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  execFileSync(process.execPath, [vsce, "package", "--no-dependencies", "--out", vsix], { cwd: root, stdio: "pipe" });
  execFileSync(process.execPath, [vscode, ...dirs, "--install-extension", vsix], { stdio: "pipe" });
  // VS Code would take PATH from a login shell. Its group has the extension host and the language server.
  const rest = [
    "--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms",
    "--telemetry-level", "off", "--force-disable-user-env",
  ];
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  server = spawn(process.execPath, [vscode, ...dirs, ...rest], { detached: true, env });
  server.stderr.resume();
  port = await new Promise((found) => {
    let said = "";
    server.stdout.on("data", (text) => {
      said += text;
      const match = /agent listening on (\d+)/.exec(said);
      if (match) found(match[1]);
    });
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  if (server) process.kill(-server.pid, "SIGKILL");
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

/** A window of VS Code, and what its console said. */
async function open(settings = {}) {
  // VS Code restores what was unsaved a moment before a window closed, also if a test reverted it.
  rmSync(join(data, "User", "Backups"), { recursive: true, force: true });
  writeFileSync(join(folder, ".vscode", "settings.json"), JSON.stringify(settings));
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(`http://127.0.0.1:${port}/?folder=${folder}`);
  await page.waitForSelector(".explorer-folders-view .monaco-list-row");
  return { page, said };
}

/** Opens a file, or runs a command that starts with `>`. */
async function quick(page, text, row) {
  await page.keyboard.press("ControlOrMeta+P");
  await page.locator(".quick-input-widget input").waitFor();
  await page.keyboard.type(text);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: row ?? text.replace(/^>/, "") }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
}

const edit = async (page, file) => {
  await quick(page, file);
  await page.locator(".tab.active", { hasText: file }).waitFor();
  await page.locator(".editor-instance .view-line").first().waitFor();
};

const running = (page) => page.locator(".editor-actions [aria-label^='errbook: Open Preview'], .editor-actions [aria-label^='Open Preview']").waitFor();

/** The frame of the preview, when its text matches. */
async function preview(page, text) {
  for (let wait = 0; wait < 600; wait++) {
    for (const frame of page.frames()) {
      // The next page is loaded in a hidden frame.
      const id = () => frame.frameElement().then((element) => element.getAttribute("id"));
      if (!/fake\.html/.test(frame.url()) || (await id().catch(() => "")) !== "active-frame") continue;
      const shown = await frame.evaluate(() => document.body?.innerText).catch(() => "");
      if (text.test(shown ?? "")) return frame;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`no preview with ${text}`);
}

test("findings, completion, and pages", async () => {
  const { page, said } = await open();
  await edit(page, "bad_gateway.yaml");
  await running(page);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("depr", { delay: 30 });
  await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "deprecated" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("icated_by: 1");
  await page.locator(".squiggly-error").first().waitFor();
  // After a key, its values are next.
  await page.keyboard.press("Enter");
  await page.keyboard.type("log_l", { delay: 30 });
  await page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: "log_level" }).waitFor();
  await page.keyboard.press("Tab");
  await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "debug" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("ControlOrMeta+K");
  await page.keyboard.press("ControlOrMeta+I");
  await page.locator(".monaco-hover:visible", { hasText: "HTTP status" }).waitFor();
  await page.keyboard.press("Escape");
  await quick(page, ">File: Revert File");
  assert.deepEqual(said.filter((text) => /Content Security Policy|\[errbook\.errbook\]/.test(text)), []);
  await page.close();
});

test("the preview follows", async () => {
  const { page, said } = await open();
  await edit(page, "bad_gateway.yaml");
  await running(page);
  await quick(page, ">errbook: Open Preview");
  await preview(page, /Deployment sent an unusable response/);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.type(" today");
  await preview(page, /unusable response today/);
  // The page stays while an edit is unfinished.
  await page.keyboard.press("Enter");
  await page.keyboard.type("actio");
  await page.locator(".squiggly-error").first().waitFor();
  await new Promise((done) => setTimeout(done, 500));
  const frame = await preview(page, /unusable response today[^]*How To Fix/);
  const background = await frame.locator("pre code").first().evaluate((of) => getComputedStyle(of).backgroundColor);
  assert.equal(background, "rgba(0, 0, 0, 0)");
  await edit(page, "gateway_timeout.yaml");
  await preview(page, /Deployment did not answer in time/);
  assert.deepEqual(said.filter((text) => /Content Security Policy|\[errbook\.errbook\]/.test(text)), []);
  await page.close();
});

test("a wrong path is told once, and commands still run", async () => {
  const { page } = await open({ "errbook.path": "/nowhere/errbook" });
  const told = page.locator(".notification-toast .notification-list-item-message");
  await told.filter({ hasText: "Correct the setting" }).waitFor();
  assert.equal(await told.count(), 1);
  await edit(page, "bad_gateway.yaml");
  await quick(page, ">errbook: Open Preview");
  await page.locator(".tab", { hasText: "errbook" }).waitFor();
  // A corrected setting starts the server.
  writeFileSync(join(folder, ".vscode", "settings.json"), "{}");
  await running(page);
  await page.close();
});
