// The page of `errbook observe --report`: axe reports nothing, no script of traffic or of the
// catalog runs, nothing is loaded, and only the table is wider than a phone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { fileUrl, folder, htmlFiles, launch } from "./browser.mjs";

const OBSERVED = folder("OBSERVED");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
after(() => browser.close());

/** A page with everything open, and what it ran or requested. */
async function opened(path, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const found = [];
  await context.exposeFunction("hostile", (place) => void found.push(`hostile: ${place}`));
  page.on("console", (message) => found.push(message.text()));
  page.on("request", (request) => request.isNavigationRequest() || found.push(request.url()));
  await page.goto(fileUrl(OBSERVED, path));
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  return { context, page, found };
}

for (const path of await htmlFiles(OBSERVED)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } })) {
      test(`${path}, ${colorScheme}, ${size}`, async () => {
        // Without the policy, so it can't hide holes of the escaping.
        const { context, page, found } = await opened(path, { colorScheme, viewport, bypassCSP: true });
        assert.deepEqual(found, []);
        assert((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
        assert((await page.locator(".matrix td").count()) > 5);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const nodes = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
        assert.deepEqual(nodes.slice(0, 20), []);
        await context.close();
      });
    }
  }
}

test("the code and the operation of a cell stay visible", async () => {
  const { context, page } = await opened("shipped.html", { viewport: { width: 800, height: 450 } });
  const matrix = page.locator(".matrix").first();
  const scrolled = await matrix.evaluate((of) => (of.scrollTo({ left: 200, top: 50, behavior: "instant" }), [of.scrollLeft, of.scrollTop]));
  assert.deepEqual(scrolled, [200, 50]);
  const box = await matrix.boundingBox();
  const row = await matrix.locator("tbody th[scope=row]").last().boundingBox();
  const column = await matrix.locator("thead th.operation").last().boundingBox();
  assert(Math.abs(row.x - box.x) < 3 && Math.abs(column.y - box.y) < 3, JSON.stringify({ box, row, column }));
  await context.close();
});
