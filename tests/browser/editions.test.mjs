// Editions of a site: the menu leads to the same page of another edition, or to its home page, from disk and
// served below a path. Earlier editions search their own pages and lead to the current ones.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { folder, launch, openings, problems } from "./browser.mjs";

const EDITIONS = folder("EDITIONS");
const PAGE = "unkey/data/key_not_found.html";
const EARLIER = `v/1.10/${PAGE}`;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
after(() => browser.close());

const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const { name, url, close } of await openings(EDITIONS)) test(`the menu of editions, ${name}`, async () => {
  const page = await browser.newPage();
  const found = problems(page, url);
  const summary = page.locator(".editions summary");
  const links = page.locator(".editions a");
  const choose = async (text) => {
    await summary.click();
    await page.locator(".editions li:nth-child(3)").waitFor();
    await links.getByText(text, { exact: true }).click();
  };
  await page.goto(url + PAGE);
  assert.equal(await summary.textContent(), "Edition: Current");
  await summary.click();
  await page.locator(".editions li:nth-child(3)").waitFor();
  assert.deepEqual(await links.allInnerTexts(), ["Current", "1.10", "1.9"]);
  assert.equal(await page.locator('.editions [aria-current="true"]').innerText(), "Current");
  await page.keyboard.press("Escape");
  assert(await links.first().isHidden());
  assert(await summary.evaluate((element) => element === document.activeElement));

  await choose("1.10");
  await page.waitForURL(url + EARLIER);
  assert.equal(await summary.textContent(), "Edition: 1.10");
  assert.match(await page.title(), / 1\.10$/);
  // The hostile catalog has no such page.
  await choose("1.9");
  await page.waitForURL(`${url}v/1.9/index.html`);
  await choose("Current");
  await page.waitForURL(`${url}index.html`);

  await page.goto(url + EARLIER);
  const notice = page.getByRole("link", { name: "See the current page" });
  assert.equal(await notice.evaluate((link) => link.href), url + PAGE);
  // The search finds pages of the edition.
  await page.keyboard.press("/");
  await page.keyboard.type("key_auth");
  const option = page.locator(".search [role=option]").first();
  await option.waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${url}v/1.10/unkey/data/key_auth_not_found.html`);
  assert.deepEqual(found, []);
  await page.close();
  await close();
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const path of [PAGE, EARLIER, "v/1.9/index.html"]) test(`${path}, ${colorScheme}, ${size}`, async () => {
      const [, { url, close }] = await openings(EDITIONS);
      const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(url + path);
      await page.locator(".editions summary").click();
      await page.locator(".editions li:nth-child(3)").waitFor();
      const box = await page.locator(".editions ul").boundingBox();
      assert(box.x >= 0 && box.x + box.width <= viewport.width, JSON.stringify(box));
      assert((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const nodes = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
      assert.deepEqual(nodes.slice(0, 20), []);
      await context.close();
      await close();
    });
  }

  test(`the menu costs little and moves nothing, ${size}`, async () => {
    const [, { url, close }] = await openings(EDITIONS);
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    let bytes = 0, requests = 0;
    await context.route("**", async (route) => {
      const response = await route.fetch();
      if (/editions\.|\/v\/list/.test(route.request().url())) {
        bytes += (await response.body()).length;
        requests += 1;
      }
      await route.fulfill({ response });
    });
    await page.addInitScript(() => {
      window.shift = 0;
      const add = (list) => list.getEntries().forEach((entry) => { window.shift += entry.value; });
      new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    });
    for (const path of [PAGE, EARLIER]) {
      [bytes, requests] = [0, 0];
      await page.goto(url + path);
      const shift = await page.evaluate(async () => (await new Promise((done) => requestAnimationFrame(() => setTimeout(done))), window.shift));
      assert(shift <= 0.02 && bytes < 2 * 1024 && requests === 1, JSON.stringify({ path, shift, bytes, requests }));
    }
    await context.unrouteAll({ behavior: "ignoreErrors" });
    await context.close();
    await close();
  });
}

test("without scripts, an earlier edition leads to the current page", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const [{ url }] = await openings(EDITIONS);
  await page.goto(url + PAGE);
  assert(await page.locator(".editions").isHidden());
  await page.goto(url + EARLIER);
  await page.locator(".editions summary").click();
  await page.locator(".editions a").click();
  assert.equal(page.url(), url + PAGE);
  await context.close();
});
