// The page of the code at the cursor, next to the editor.

import * as vscode from "vscode";

import { html, type Page } from "./page";

/** Asks the server for the page of a place. */
type Ask = (document: vscode.TextDocument, position: vscode.Position) => Promise<Page | null | undefined>;

/** How long the cursor has to rest, in milliseconds. */
const REST = 150;

export class Preview implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private timer: NodeJS.Timeout | undefined;
  private shown = "";
  /** Counts updates, because an answer can come after that to a later one. */
  private turn = 0;
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly ask: Ask) {
    this.listeners = [
      vscode.window.onDidChangeTextEditorSelection(() => this.follow()),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      vscode.workspace.onDidChangeTextDocument(() => this.follow()),
    ];
  }

  open(): void {
    if (this.panel === undefined) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.panel = vscode.window.createWebviewPanel("errbook.preview", "errbook", place, { enableScripts: false });
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.shown = "";
      this.panel.webview.html = html("errbook", "<p>Put the cursor in an entry, or on a code.</p>");
    }
    this.panel.reveal(undefined, true);
    this.follow();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    for (const listener of this.listeners) listener.dispose();
  }

  private follow(): void {
    clearTimeout(this.timer);
    if (this.panel !== undefined) this.timer = setTimeout(() => void this.update(), REST);
  }

  private async update(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || this.panel === undefined) return;
    const turn = ++this.turn;
    // While the server starts, or without a code at the cursor, the last page stays.
    const page = await this.ask(editor.document, editor.selection.active).catch(() => undefined);
    if (page == null || this.panel === undefined) return;
    const isOther = this.shown !== "" && this.panel.title !== page.code;
    // While an edit is unfinished, too.
    if (!page.isWhole && this.panel.title === page.code) return;
    const body = await vscode.commands.executeCommand<string>("markdown.api.render", page.markdown);
    if (body === this.shown || this.panel === undefined || turn !== this.turn) return;
    this.shown = body;
    this.panel.title = page.code;
    this.panel.webview.html = html(page.code, body, isOther);
  }
}
