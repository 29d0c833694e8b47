// The page of `errbook diff --format html`: axe reports nothing, no text of the catalog runs, nothing is
// loaded, nothing is wider than a phone, and readers can choose an audience.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { fileUrl, folder, htmlFiles, launch } from "./browser.mjs";

const COMPARED = folder("COMPARED");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
after(() => browser.close());

/** A page, and what it ran or requested. */
async function opened(path, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const found = [];
  await context.exposeFunction("hostile", (place) => void found.push(`hostile: ${place}`));
  page.on("console", (message) => found.push(message.text()));
  page.on("request", (request) => request.isNavigationRequest() || found.push(request.url()));
  await page.goto(fileUrl(COMPARED, path));
  return { context, page, found };
}

for (const path of await htmlFiles(COMPARED)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } })) {
      test(`${path}, ${colorScheme}, ${size}`, async () => {
        // Without the policy, so it can't hide holes of the escaping.
        const { context, page, found } = await opened(path, { colorScheme, viewport, bypassCSP: true });
        assert.deepEqual(found, []);
        assert((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
        assert((await page.locator(".changes li").count()) > 15);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const nodes = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
        assert.deepEqual(nodes.slice(0, 20), []);
        await context.close();
      });
    }
  }
}

test("a reader chooses an audience, without scripts", async () => {
  const { context, page } = await opened("shipped.html", { javaScriptEnabled: false });
  const shown = () => page.locator(".changes li:visible").count();
  const all = await shown();
  await page.getByRole("radio", { name: "services" }).check();
  assert.equal(await shown(), all / 3);
  assert.equal(await page.locator('.changes li:visible:not([data-audience="services"])').count(), 0);
  await page.getByRole("radio", { name: "everyone" }).check();
  assert.equal(await shown(), all);
  await context.close();
});
