// A page of `errbook serve` updates after an edit and keeps its place. Findings appear on top of it
// and disappear, and a click opens the editor: `node serve.mjs URL ENTRY OPENED [FOLDER]`, for the
// entry of the page `orders/not_paid`, and the file to which the editor writes its arguments. Takes
// screenshots if there is a folder for them. crates/errbook-cli/tests/serve.rs runs this.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch, problems } from "./browser.mjs";

const [url, entry, opened, folder] = process.argv.slice(2);
const text = await readFile(entry, "utf8");
const save = (change) => writeFile(entry, change(text));
const broken = (text) => text.replace("message:", "mesage:");

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1180, height: 600 } });
const page = await context.newPage();
const found = problems(page, url);
const heading = (text) => page.locator("h1", { hasText: text }).first().waitFor();
const overlay = page.locator("errbook-serve dialog");
const button = (name) => page.locator("errbook-serve .bar").getByRole("button", { name });
const shot = async (name) => folder && page.screenshot({ path: join(folder, `${name}.png`) });
const location = async (expected) => {
  const end = Date.now() + 20_000;
  let written;
  while ((written = (await readFile(opened, "utf8")).trim()) !== expected) {
    assert(Date.now() < end, `${written} instead of ${expected}`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

/** All text of the overlay has enough contrast (WCAG AA). */
async function isReadable() {
  const low = await overlay.evaluate((dialog) => {
    const channels = (color) => color.match(/[\d.]+/g).slice(0, 3).map((of) => of / 255);
    const linear = (of) => (of <= 0.04045 ? of / 12.92 : ((of + 0.055) / 1.055) ** 2.4);
    const light = (color) => channels(color).map(linear).reduce((sum, of, at) => sum + of * [0.2126, 0.7152, 0.0722][at], 0);
    const back = (of) => {
      const color = getComputedStyle(of).backgroundColor;
      return color === "rgba(0, 0, 0, 0)" ? back(of.parentElement) : color;
    };
    const texts = [...dialog.querySelectorAll("*")].filter((of) => [...of.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    const ratio = (of) => {
      const [one, other] = [light(getComputedStyle(of).color), light(back(of))].sort((a, b) => b - a);
      return (one + 0.05) / (other + 0.05);
    };
    return texts.filter((of) => ratio(of) < 4.5).map((of) => `${of.outerHTML}: ${ratio(of)}`);
  });
  assert.deepEqual(low, []);
}

try {
  await page.goto(`${url}orders/not_paid`);
  await heading("Order not paid");

  // An edit updates the page. The section that is read, and what is open and focused, stay.
  await page.evaluate(() => {
    document.querySelectorAll("details").forEach((details) => { details.open = !details.open; });
    const link = document.querySelectorAll("main a[href]")[2];
    link.focus();
    scrollTo({ top: document.querySelector("#example, main h2:last-of-type").getBoundingClientRect().top + 40, behavior: "instant" });
  });
  const place = () => page.evaluate(() => {
    const headings = [...document.querySelectorAll("main h2[id]")].map((of) => [of.id, Math.round(of.getBoundingClientRect().top)]);
    return { passed: headings.filter(([, top]) => top <= 0).pop(), open: [...document.querySelectorAll("details")].map((of) => of.open), focus: document.activeElement.textContent };
  });
  const before = await place();
  assert(before.passed && before.focus, JSON.stringify(before));
  await save((text) => text.replace("name: Order not paid", "name: Order still open, with a name that is so long that it takes several lines of the heading, which moves everything below it"));
  await heading("Order still open");
  await page.waitForFunction(() => scrollY > 0);
  assert.deepEqual(await place(), before);
  await save((text) => text);
  await page.locator("h1", { hasText: /^Order not paid$/ }).waitFor();
  assert.deepEqual(await place(), before);

  // Mistakes appear on top of the last good page.
  await save(broken);
  await overlay.waitFor();
  assert.equal(await overlay.getAttribute("role"), "alertdialog");
  assert.equal(await page.locator("main h1").innerText(), "Order not paid");
  assert.match(await overlay.locator("h1").innerText(), /^The catalog has 1 error/);
  const first = await overlay.locator("article").first().innerText();
  assert.match(first, /error\[unknown-key\][\s\S]*not_paid\.yaml:\d+:1[\s\S]*mesage:[\s\S]*help/);
  assert(await overlay.locator("pre .red").first().isVisible(), "what is wrong is in color");
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent), "Close");
  await isReadable();
  await shot("errors-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await isReadable();
  await shot("errors-dark");
  await page.setViewportSize({ width: 390, height: 844 });
  assert(await overlay.evaluate((dialog) => dialog.getBoundingClientRect().right <= innerWidth && dialog.scrollWidth <= dialog.clientWidth), "it fits a phone");
  await shot("errors-phone");
  await page.setViewportSize({ width: 1180, height: 600 });
  await page.emulateMedia({ colorScheme: "light" });
  // The theme of the site counts, not only that of the system.
  await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  await isReadable();
  assert.equal(await overlay.evaluate((dialog) => getComputedStyle(dialog).backgroundColor), "rgb(20, 23, 27)");
  await page.evaluate(() => { delete document.documentElement.dataset.theme; });

  // A location opens the editor there.
  const line = text.split("\n").findIndex((line) => line.startsWith("message:")) + 1;
  await overlay.getByRole("button", { name: `not_paid.yaml:${line}:1` }).click();
  await location(`${entry}:${line}:1`);

  // Escape closes it on this page and the next, until the catalog is read again.
  await page.keyboard.press("Escape");
  await overlay.waitFor({ state: "hidden" });
  await page.goto(`${url}orders/not_found`);
  await button("1 error").waitFor();
  await page.waitForTimeout(100);
  assert(!(await overlay.isVisible()));
  await page.goto(`${url}orders/not_paid`);
  await button("1 error").click();
  await overlay.waitFor();
  await page.keyboard.press("/");
  assert.equal(await page.locator("dialog.search[open], dialog[open] [role=combobox]").count(), 0, "it is no shortcut here");

  // It goes by itself.
  await save((text) => text);
  await overlay.waitFor({ state: "hidden" });
  await heading("Order not paid");

  // Warnings wait for a click.
  await button("1 warning").waitFor();
  assert(!(await overlay.isVisible()));
  await shot("warnings");
  await button("1 warning").click();
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /warning\[draft\]/);
  await isReadable();
  await shot("warnings-open");
  await overlay.getByRole("button", { name: "Close" }).click();
  assert(!(await overlay.isVisible()));

  // The page of a code opens its entry.
  await writeFile(opened, "");
  await button("Edit this entry").click();
  await location(`${entry}:1:1`);
  await page.goto(url);
  await button("1 warning").waitFor();
  assert.equal(await button("Edit this entry").count(), 0);

  // Another site can't open anything. This page stands for one: it has no origin.
  const other = await context.newPage();
  await other.goto("data:text/html,<p>other");
  await writeFile(opened, "");
  await other.evaluate(async (url) => {
    const target = url + ".errbook-open?file=orders/not_paid.yaml";
    await fetch(target, { method: "POST", headers: { "errbook-open": "yes" } }).catch(() => {});
    await fetch(target, { method: "POST", mode: "no-cors" }).catch(() => {});
    const form = Object.assign(document.createElement("form"), { method: "post", action: target });
    document.body.append(form);
    form.submit();
  }, url);
  await other.getByText("only pages of this server can open files").waitFor();
  assert.equal(await readFile(opened, "utf8"), "");
  assert.deepEqual(found, []);

  // Searching works as on the built site.
  await page.keyboard.press("/");
  await page.keyboard.type("not_found");
  await page.locator("[role=option]").first().waitFor();
} finally {
  await browser.close();
}
