// Takes the screenshot in the README: `node screenshot.mjs SITE FILE`, with the site of the shipped
// catalog.
import { fileUrl, launch } from "./browser.mjs";

const [site, file] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1180, height: 820 } });
await page.goto(fileUrl(site, "unkey/authentication/missing.html"));
await page.screenshot({ path: file });
await browser.close();
