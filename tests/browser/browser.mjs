// The browser of the tests, which is the system's Chromium, and the ways in which a site can be opened.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".svg": "image/svg+xml",
};

/** A site from disk, and served below some path: URL of its folder, and how to stop. */
export async function openings(site) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith("/some/base/") && !path.includes("..") ? join(site, path.slice("/some/base/".length)) : "";
    const content = file && (await readFile(file).catch(() => undefined));
    if (!content) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // A test that opens only the first one must not hang on the second.
  server.unref();
  return [
    { name: "from disk", url: `${pathToFileURL(resolve(site)).href}/`, close: async () => {} },
    { name: "below a path", url: `http://127.0.0.1:${server.address().port}/some/base/`, close: async () => void server.close() },
  ];
}
