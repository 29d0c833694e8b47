// Packs binaries for npm: `node pack.mjs FOLDER TARGET=BINARY...`, where TARGET is a Rust target. Writes
// a package for each binary to FOLDER, and `errbook`, which depends on those of all platforms.
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// A static binary runs on any Linux, whatever its C library.
const PLATFORMS = {
  "x86_64-unknown-linux-gnu": ["linux", "x64"],
  "x86_64-unknown-linux-musl": ["linux", "x64"],
  "aarch64-unknown-linux-gnu": ["linux", "arm64"],
  "aarch64-unknown-linux-musl": ["linux", "arm64"],
  "x86_64-apple-darwin": ["darwin", "x64"],
  "aarch64-apple-darwin": ["darwin", "arm64"],
  "x86_64-pc-windows-msvc": ["win32", "x64"],
};

const here = import.meta.dirname;
const root = join(here, "../..");
const version = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
const about = {
  version,
  license: "MIT OR Apache-2.0",
  repository: { type: "git", url: "git+https://github.com/errbook/errbook.git" },
};

const [folder, ...binaries] = process.argv.slice(2);
if (!binaries.length) fail("usage: node pack.mjs FOLDER TARGET=BINARY...");
mkdirSync(folder, { recursive: true });
for (const argument of binaries) {
  const [target, binary] = argument.split(/=(.*)/s);
  if (!PLATFORMS[target] || !binary) fail(`${argument} is not TARGET=BINARY with one of ${Object.keys(PLATFORMS).join(", ")}`);
  if (!existsSync(binary)) fail(`${binary} does not exist`);
  const [os, cpu] = PLATFORMS[target];
  const file = os === "win32" ? "errbook.exe" : "errbook";
  const name = `@errbook/cli-${os}-${cpu}`;
  pack({ name, description: `The binary of errbook for ${os} ${cpu}`, ...about, os: [os], cpu: [cpu], files: [file], preferUnplugged: true }, [[binary, file]], `# ${name}\n\nThe binary of [errbook](https://www.npmjs.com/package/errbook) for ${os} ${cpu}.\n`);
}
const names = new Set(Object.values(PLATFORMS).map(([os, cpu]) => `@errbook/cli-${os}-${cpu}`));
pack(
  {
    name: "errbook",
    description: "Error codes, written once: pages, checks, and error types from one YAML file per code",
    ...about,
    keywords: ["error", "error-codes", "catalog", "documentation"],
    bin: { errbook: "errbook.js" },
    files: ["errbook.js"],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries([...names].map((name) => [name, version])),
  },
  [[join(here, "errbook.js"), "errbook.js"]],
  readFileSync(join(here, "../README.md"), "utf8"),
);

/** Writes a package as npm publishes it. The first file is a program. */
function pack(manifest, files, readme) {
  const place = mkdtempSync(join(tmpdir(), "errbook-npm-"));
  writeFileSync(join(place, "package.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(place, "README.md"), readme);
  for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, license), join(place, license));
  for (const [from, to] of files) {
    copyFileSync(from, join(place, to));
    chmodSync(join(place, to), 0o755);
  }
  execFileSync("npm", ["pack", "--silent", "--pack-destination", resolve(folder)], { cwd: place, stdio: "inherit", shell: process.platform === "win32" });
  rmSync(place, { recursive: true });
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
