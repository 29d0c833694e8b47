// Starts `errbook lsp`, and connects the preview to it.

import * as vscode from "vscode";
import { LanguageClient, type Middleware, State } from "vscode-languageclient/node";

import { Preview } from "./preview";
import { command, languages, problem } from "./server";

let client: Client | undefined;
/** Starts and stops happen one after the other: a client that is starting can't be stopped. */
let last: Promise<void> = Promise.resolve();

class Client extends LanguageClient {
  /** Leaves the message of a failed start to `start`, which knows what to do. */
  override error(message: string, data?: unknown, show?: boolean | "force"): void {
    super.error(message, data, /couldn't create connection/.test(message) ? false : show);
  }
}

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
  await restart();
}

export async function deactivate(): Promise<void> {
  await last;
  await stop();
}

function restart(): Promise<void> {
  last = last.then(stop).then(start);
  return last;
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  // One that doesn't run, or doesn't answer, can't be stopped. Its process is gone, or ended by the client.
  await stopped?.stop().catch(() => stopped.diagnostics?.dispose());
}

async function start(): Promise<void> {
  const path = vscode.workspace.getConfiguration("errbook").get<string>("path") ?? "";
  const started = new Client(
    "errbook",
    "errbook",
    { command: command(path), args: ["lsp"] },
    {
      documentSelector: languages.map((language) => ({ scheme: "file", language })),
      middleware: { provideCompletionItem },
    },
  );
  client = started;
  started.onDidChangeState(({ newState }) => {
    if (client === started) void vscode.commands.executeCommand("setContext", "errbook.isRunning", newState === State.Running);
  });
  try {
    await started.start();
  } catch (error) {
    // Not awaited: commands wait until the extension is active.
    void complain(problem(path, error));
  }
}

/** After a key with a value, such as `action: `, its values are next. */
const provideCompletionItem: Middleware["provideCompletionItem"] = async (document, position, context, token, next) => {
  const found = await next(document, position, context, token);
  for (const item of Array.isArray(found) ? found : (found?.items ?? [])) {
    const text = item.insertText instanceof vscode.SnippetString ? item.insertText.value : "";
    if (text.endsWith(": $0")) item.command = { command: "editor.action.triggerSuggest", title: "Complete the value" };
  }
  return found;
};

async function complain(message: string): Promise<void> {
  const settings = "Open Settings";
  if ((await vscode.window.showErrorMessage(message, settings)) === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "errbook.path");
  }
}
