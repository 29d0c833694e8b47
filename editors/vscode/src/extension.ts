// Starts `errbook lsp`, and connects the preview to it.

import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

import { Preview } from "./preview";
import { command, languages, problem } from "./server";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const preview = new Preview(async (document, position) => {
    if (!client?.isRunning()) return undefined;
    return client.sendRequest("errbook/page", {
      textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
      position: client.code2ProtocolConverter.asPosition(position),
    });
  });
  context.subscriptions.push(
    preview,
    vscode.commands.registerCommand("errbook.preview", () => preview.open()),
    vscode.commands.registerCommand("errbook.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("errbook")) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(): Promise<void> {
  const path = vscode.workspace.getConfiguration("errbook").get<string>("path") ?? "";
  client = new LanguageClient(
    "errbook",
    "errbook",
    { command: command(path), args: ["lsp"] },
    { documentSelector: languages.map((language) => ({ scheme: "file", language })) },
  );
  try {
    await client.start();
    await vscode.commands.executeCommand("setContext", "errbook.isRunning", true);
  } catch (error) {
    client = undefined;
    const settings = "Open Settings";
    if ((await vscode.window.showErrorMessage(problem(path, error), settings)) === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "errbook.path");
    }
  }
}

async function restart(): Promise<void> {
  await client?.stop();
  await start();
}
