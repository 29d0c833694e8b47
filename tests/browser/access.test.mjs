// axe reports no accessibility violations: on each kind of page, in both themes, on a wide screen
// and a phone, with the open sidebar, and while searching.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { fileUrl, folder, launch } from "./browser.mjs";

const SITE = folder("SITE");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
after(() => browser.close());

const PAGES = {
  index: "index.html",
  entry: "unkey/data/key_auth_not_found.html",
  "entry of two services": "unkey/authentication/missing.html",
  retired: "unkey/internal_server_error/vm_selection_failed.html",
  group: "unkey/data/index.html",
  status: "status/404.html",
  glossary: "glossary.html",
};

/** The violations that axe finds, one line for each element. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  assert(passes.length > 10, "axe looked at something");
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } })) {
    test(`axe, ${colorScheme}, ${size}`, async () => {
      const context = await browser.newContext({ colorScheme, viewport });
      const page = await context.newPage();
      const found = {};
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(fileUrl(SITE, path));
        found[name] = await violations(page);
      }
      if (size === "phone") {
        await page.getByRole("button", { name: "Browse codes" }).click();
        found.sidebar = await violations(page);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("/");
      await page.keyboard.type("not found");
      await page.locator("[role=option]").first().waitFor();
      await page.keyboard.press("ArrowDown");
      found.search = await violations(page);
      await page.locator(".search input").fill("zzqqzz");
      await page.waitForFunction(() => document.querySelector(".search [role=status]").textContent .startsWith("No results"));
      found["search without results"] = await violations(page);
      assert.deepEqual(Object.values(found).flat(), [], JSON.stringify(found, undefined, 2));
      await context.close();
    });
  }
}
