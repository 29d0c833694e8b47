// The HTML around a page. Knows nothing of VS Code, so tests run it in Node.

/** The answer to `errbook/page`. */
export interface Page {
  code: string;
  markdown: string;
}

/** A document with a rendered page. Scripts can't run in it. */
export function html(page: Page, body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:";
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(page.code)}</title>
<style>
body { line-height: 1.5; max-width: 46rem; padding: 0 1rem; }
code { font-family: var(--vscode-editor-font-family); }
pre { background: var(--vscode-textCodeBlock-background); overflow-x: auto; padding: 0.75rem; }
blockquote { border-left: 3px solid var(--vscode-textBlockQuote-border); margin-left: 0; padding-left: 1rem; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--vscode-panel-border); padding: 0.25rem 0.5rem; text-align: left; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
