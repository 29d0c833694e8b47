// What is around the content of a page: the sidebar, the page for URLs that don't exist, the copy of a page, and the feed.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { after, test } from "node:test";
import { folder, launch, problems, TYPES } from "./browser.mjs";

const SITE = folder("SITE");
/** The path of the error pages in `root` of the shipped catalog. */
const ROOT = "/docs/errors/";
const ENTRY = `${ROOT}unkey/data/key_auth_not_found.html`;

/** A host that serves the site where the manifest says, and `404.html` for everything else. */
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const read = (file) => readFile(join(SITE, file)).catch(() => undefined);
  const content = path.startsWith(ROOT) && !path.includes("..") ? await read(path.slice(ROOT.length)) : undefined;
  const type = content ? TYPES[extname(path)] ?? "application/octet-stream" : "text/html; charset=utf-8";
  response.writeHead(content ? 200 : 404, { "content-type": type }).end(content ?? (await read("404.html")));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${server.address().port}`;
const browser = await launch();
after(() => Promise.all([browser.close(), server.close()]));

/** Runs `body` with a page in a new profile. The page must have no errors, besides `expected`. */
async function open(options, path, body, expected = []) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const found = problems(page, url);
  await page.goto(url + path);
  await body(page);
  assert.deepEqual(found, expected);
  await context.close();
}

test("the sidebar is next to the page, with the groups above it unfolded", () =>
  open({ viewport: { width: 1280, height: 600 } }, ENTRY, async (page) => {
    const sidebar = page.locator(".sidebar");
    assert(await sidebar.isVisible() && !(await page.locator(".menu").isVisible()));
    const folds = await sidebar.locator("details").evaluateAll((all) => all.map((fold) => [fold.querySelector("summary").textContent, fold.open]));
    assert.deepEqual(folds, [["User", false], ["Unkey API", true], ["Data", true], ["Gateway", false]]);
    const here = sidebar.locator("[aria-current]");
    assert.equal(await here.innerText(), "Key authentication not found");
    const inView = await here.evaluate((link) => {
      const [item, box] = [link, link.closest(".sidebar")].map((of) => of.getBoundingClientRect());
      return item.top >= box.top && item.bottom <= box.bottom;
    });
    assert(inView, "the current page is scrolled into view");
    await sidebar.getByText("Gateway", { exact: true }).click();
    await sidebar.getByRole("link", { name: "Routing" }).click();
    await page.getByRole("heading", { level: 1, name: "Routing" }).waitFor();
  }));

for (const javaScriptEnabled of [true, false]) test(`on a phone, a button opens the sidebar ${javaScriptEnabled ? "with" : "without"} JavaScript`, () =>
  open({ viewport: { width: 390, height: 844 }, javaScriptEnabled }, ENTRY, async (page) => {
    const sidebar = page.locator(".sidebar");
    assert(!(await sidebar.isVisible()));
    const menu = page.getByRole("button", { name: "Browse codes" });
    await menu.click();
    assert(await sidebar.getByRole("link", { name: "Key authentication not found" }).isVisible());
    await page.keyboard.press("Escape");
    assert(!(await sidebar.isVisible()));
    await menu.click();
    await page.mouse.click(380, 500);
    assert(!(await sidebar.isVisible()), "a click next to it closes it");
  }));

test("the page for URLs that don't exist suggests codes for what the URL ends with", () => {
  const path = `${ROOT}unkey/data/key-auth-not-fuond`;
  const told = ["Failed to load resource: the server responded with a status of 404 (Not Found)", `${url}${path}: 404`];
  return open({}, path, async (page) => {
    const first = page.locator("[data-search-url] a").first();
    await first.waitFor();
    assert(await page.getByRole("heading", { level: 1, name: "Page not found" }).isVisible());
    assert.match(await first.getAttribute("href"), /\/docs\/errors\/unkey\/data\/key_auth_not_found\.html$/);
    await first.click();
    await page.getByRole("heading", { level: 1, name: "Key authentication not found" }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "all codes" }).click();
    await page.getByRole("heading", { level: 1, name: "Unkey errors" }).waitFor();
  }, [told[1], told[0], told[1], told[0]]);
});

test("a page is copied as Markdown, and opened if it can't be read", () =>
  open({ permissions: ["clipboard-read", "clipboard-write"] }, ENTRY, async (page) => {
    const button = page.getByRole("button", { name: "Copy page" });
    await button.click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await readFile(join(SITE, "unkey/data/key_auth_not_found.md"), "utf8"));
    assert.match(copied, /## How To Fix/);
  }));

test("the feed is XML with an entry for each new, changed, deprecated, and retired code", () =>
  open({}, ENTRY, async (page) => {
    const href = await page.locator('link[type="application/atom+xml"]').evaluate((link) => link.href);
    const feed = await page.evaluate(async (href) => {
      const xml = new DOMParser().parseFromString(await (await fetch(href)).text(), "application/xml");
      const texts = (name) => [...xml.getElementsByTagNameNS("http://www.w3.org/2005/Atom", name)].map((of) => of.textContent);
      return { broken: xml.querySelector("parsererror")?.textContent, ids: texts("id"), updated: texts("updated") };
    }, href);
    assert.equal(feed.broken, undefined);
    assert(feed.ids.length > 50 && new Set(feed.ids).size === feed.ids.length);
    assert.deepEqual(feed.updated, [...feed.updated].sort().reverse());
  }));
