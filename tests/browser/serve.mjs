// A page of `errbook serve` updates after an edit, shows the errors of a broken entry, and
// recovers: `node serve.mjs URL ENTRY`, for the entry of the page `orders/not_paid`.
// crates/errbook-cli/tests/serve.rs runs this.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { launch, problems } from "./browser.mjs";

const [url, entry] = process.argv.slice(2);
const browser = await launch();
try {
  const page = await browser.newPage();
  const found = problems(page, url);
  await page.goto(`${url}orders/not_paid`);
  const heading = (text) => page.locator("h1", { hasText: text }).waitFor();
  await heading("Order not paid");
  const text = await readFile(entry, "utf8");

  await writeFile(entry, text.replace("name: Order not paid", "name: Order still open"));
  await heading("Order still open");
  assert.deepEqual(found, []);

  await writeFile(entry, text.replace("message:", "mesage:"));
  await heading("The catalog has 1 error");
  assert.match(await page.locator("pre").first().innerText(), /error\[unknown-key\][\s\S]*not_paid\.yaml/);
  assert(await page.locator("pre .red").first().isVisible(), "what is wrong is in colour");

  await writeFile(entry, text);
  await heading("Order not paid");
  // The browser logs a 500 response automatically.
  assert.deepEqual(found.filter((line) => !line.includes("500")), []);

  // Searching, copying, and the theme work as on the built site.
  await page.keyboard.press("/");
  await page.keyboard.type("not_found");
  await page.locator("[role=option]").first().waitFor();
} finally {
  await browser.close();
}
