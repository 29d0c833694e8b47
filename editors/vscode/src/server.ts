// Which command is the server. Knows nothing of VS Code, so tests run it in Node.

import { homedir } from "node:os";

/** The languages whose files can have codes. */
export const languages = [
  "yaml",
  "rust",
  "go",
  "typescript",
  "typescriptreact",
  "javascript",
  "javascriptreact",
  "python",
  "java",
];

/** The command of the setting `errbook.path`, or the one on `PATH`. */
export function command(setting: string): string {
  const path = setting.trim().replace(/^~(?=$|[/\\])/, homedir());
  return path === "" ? "errbook" : path;
}

/** Why the server doesn't run, and what to do. */
export function problem(setting: string, error: unknown): string {
  const cause = error instanceof Error ? error.message : String(error);
  const help =
    setting.trim() === ""
      ? "Install it with `cargo install errbook-cli`, or set `errbook.path`."
      : "Correct the setting `errbook.path`.";
  return `Cannot start \`${command(setting)} lsp\`: ${cause}. ${help}`;
}
