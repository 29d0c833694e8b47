// The browser of the tests (the system's Chromium), the sites that it opens, and how it can open
// them.
import { createServer } from "node:http";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/**
 * Folder of a built site, from an environment variable that `tests/browser.rs` sets: `SITE` is the
 * shipped catalog, and `HOSTILE` is tests/hostile. `OBSERVED` has the page of
 * `errbook observe --report` of each.
 */
export function folder(name) {
  if (!process.env[name]) throw new Error(`${name} must be the folder of a built site; see tests/browser.rs`);
  return resolve(process.env[name]);
}

/** URL of a file of a site on disk. */
export const fileUrl = (site, path) => pathToFileURL(join(site, path)).href;

/** The HTML files of a site, sorted. */
export async function htmlFiles(site) {
  const files = (await readdir(site, { recursive: true })).filter((path) => path.endsWith(".html"));
  return files.map((path) => path.replaceAll("\\", "/")).sort();
}

/** The pages of a site: its HTML files, without redirect pages, and without the one whose links start at the root. */
export async function pages(site) {
  const files = (await htmlFiles(site)).filter((path) => path !== "404.html");
  const texts = await Promise.all(files.map((path) => readFile(join(site, path), "utf8")));
  return files.filter((_, at) => !texts[at].includes('http-equiv="refresh"'));
}

/**
 * Returns a list of what a page must never do: errors, and requests to other origins. It grows while
 * the page is open.
 */
export function problems(page, url) {
  const found = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && found.push(message.text()));
  page.on("pageerror", (error) => found.push(String(error)));
  // A request that was aborted by leaving the page is not a failure.
  const left = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => left(request) || found.push(`${request.url()} failed`));
  page.on("response", (response) => response.status() >= 400 && found.push(`${response.url()}: ${response.status()}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) found.push(`request to ${request.url()}`);
  });
  return found;
}

export const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".svg": "image/svg+xml",
};

/** A site on disk, and the same site served below a path: the URL of its folder, and how to close it. With `piece`,
 * the server sends that many bytes of a page every 50 ms. */
export async function openings(site, piece) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith("/some/base/") && !path.includes("..") ? join(site, path.slice("/some/base/".length)) : "";
    const content = file && (await readFile(file).catch(() => undefined));
    // Browsers request it automatically.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (!content) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    if (!piece || extname(file) !== ".html") return response.end(content);
    for (let at = 0; at < content.length; at += piece) {
      response.write(content.subarray(at, at + piece));
      await new Promise((done) => setTimeout(done, 50));
    }
    response.end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // A test that only uses the first one must not hang because of the second.
  server.unref();
  return [
    { name: "from disk", url: `${pathToFileURL(resolve(site)).href}/`, close: async () => {} },
    { name: "below a path", url: `http://127.0.0.1:${server.address().port}/some/base/`, close: async () => void server.close() },
  ];
}
