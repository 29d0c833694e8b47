// No script of a catalog runs. Every text in tests/hostile contains one, which would call `hostile`
// with its location. Pages are tested with and without their Content-Security-Policy, so the policy
// and the escaping can't hide each other's holes.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileUrl, folder, htmlFiles, launch, openings, pages } from "./browser.mjs";

const SITE = folder("HOSTILE");
const browser = await launch();
after(() => browser.close());

/** A page that records scripts of the catalog that run, and requests to other hosts. */
async function watched(bypassCSP) {
  const context = await browser.newContext({ bypassCSP });
  const ran = [];
  await context.exposeFunction("hostile", (place) => void ran.push(String(place ?? "?")));
  const page = await context.newPage();
  page.on("dialog", (dialog) => (ran.push(dialog.message()), dialog.dismiss()));
  // Requests that the policy blocks don't get here.
  await context.route(/^https?:\/\/(?!127\.)/, (route) => {
    ran.push(`request to ${route.request().url()}`);
    return route.fulfill({ contentType: "text/plain", body: "elsewhere" });
  });
  return { context, page, ran };
}

/** Quickly does everything that a reader could do. */
async function use(page) {
  await page.evaluate(async () => {
    for (const element of document.querySelectorAll("body *")) {
      for (const type of ["mouseover", "mouseenter", "focus", "load", "error"]) element.dispatchEvent(new Event(type));
      if (element.matches("button, input, label, select, summary")) element.click();
    }
  });
  const input = page.locator(".search input");
  if (!(await input.isVisible())) return;
  for (const query of ["<script>hostile('query')</script>", "hostile", "retired", "err:orders"]) {
    await input.fill(query);
    await page.waitForFunction(() => document.querySelector(".search .nothing, .search.nothing, .search [role=option]"));
  }
}

for (const bypassCSP of [false, true]) test(`no script of the catalog runs ${bypassCSP ? "without" : "with"} the policy`, async () => {
  const { context, page, ran } = await watched(bypassCSP);
  const files = await pages(SITE);
  assert(files.length > 10);
  for (const path of files) {
    await page.goto(fileUrl(SITE, path));
    await use(page);
    const links = await page.locator("a[href], area[href]").evaluateAll((all) => all.map((of) => of.href));
    for (const link of links) assert.match(link, /^(https?:|mailto:|file:)/, `${link} in ${path}`);
    assert.equal(await page.locator("iframe, object, embed, base, form, style, svg, [srcdoc]").count(), 0, path);
    assert.deepEqual(ran, [], path);
  }
  // Redirect pages lead only to the targets in the catalog.
  const former = (await htmlFiles(SITE)).filter((path) => !files.includes(path) && path !== "404.html");
  assert(former.length > 3);
  for (const path of former) {
    await page.goto(fileUrl(SITE, path), { waitUntil: "commit" });
    await page.waitForURL((url) => url.href !== fileUrl(SITE, path));
  }
  assert.deepEqual(ran.filter((of) => !of.startsWith("request to https://hostile.example.com/")), []);
  await context.close();
});

test("scripts in the catalog's logo do not run, and its style sheet is loaded", async () => {
  const { context, page, ran } = await watched(true);
  await page.goto(fileUrl(SITE, "index.html"));
  const logo = page.locator(".title img").first();
  assert(await logo.evaluate((image) => image.complete && image.naturalWidth > 0));
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--hostile")), "loaded");
  assert.deepEqual(ran, []);
  await context.close();
});

test("the policy of every page blocks injected content, and this test would detect it", async () => {
  for (const bypassCSP of [false, true]) {
    const { context, page, ran } = await watched(bypassCSP);
    const [, served] = await openings(SITE);
    // Serve each page with a script and images added to it.
    await page.route("**/*.html", async (route) => {
      const response = await route.fetch();
      const text = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
      const evil = "<script>hostile('inline')</script><img src=missing.png onerror=hostile('handler')>";
      const away = "<img src=https://tracker.example.com/x.png>";
      await route.fulfill({ response, body: text.replace("</body>", `${evil}${away}</body>`) });
    });
    for (const path of await htmlFiles(SITE)) {
      ran.length = 0;
      const response = await page.goto(served.url + path.split("/").map(encodeURIComponent).join("/"));
      assert.equal(response.status(), 200, path);
      if (bypassCSP) assert(ran.includes("inline") && ran.some((of) => of.includes("tracker")), `${path}: ${ran}`);
      else assert.deepEqual(ran, [], path);
    }
    await served.close();
    await context.close();
  }
});
