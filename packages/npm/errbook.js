#!/usr/bin/env node
// Runs the binary in the package of this platform, which npm installs as an optional dependency.
"use strict";
const { spawn } = require("node:child_process");

const { platform, arch } = process;
const name = `@errbook/cli-${platform}-${arch}`;

function find() {
  try {
    return require.resolve(`${name}/errbook${platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(`error: the package \`${name}\` is not installed
help: install errbook again without \`--omit=optional\`; if npm has no package for your platform, run
      \`cargo install --locked errbook-cli\``);
    process.exit(2);
  }
}

const child = spawn(find(), process.argv.slice(2), { stdio: "inherit" });
// A terminal also sends SIGINT to the binary. A second one does no harm.
for (const signal of ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: cannot run the binary of \`${name}\`: ${error.message}`);
  process.exitCode = 2;
});
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exitCode = code;
  } else {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
});
