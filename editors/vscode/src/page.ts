// The HTML around a page. Knows nothing of VS Code, so tests run it in Node.

/** The answer to `errbook/page`. */
export interface Page {
  code: string;
  markdown: string;
  /** Whether it has more than the name: the entry has no errors. */
  isWhole: boolean;
}

/** A document with a rendered page. Scripts can't run in it. `isOther` if the page of another code was shown before. */
export function html(title: string, body: string, isOther = false): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:";
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<style>
body { line-height: 1.5; max-width: 46rem; overflow-wrap: anywhere; padding: 0 1rem; }
/* VS Code scrolls to where the last page was. Another page is too short for that until it has. */
@keyframes top { from, to { height: 90vh; overflow: clip; } }
.other { animation: top 0.4s; }
a { text-decoration: var(--text-link-decoration); }
img { max-width: 100%; }
code { font-family: var(--vscode-editor-font-family); }
pre { background: var(--vscode-textCodeBlock-background); overflow-x: auto; padding: 0.75rem; }
pre code { background: none; color: inherit; overflow-wrap: normal; }
a code { background: none; }
blockquote { border-left: 3px solid var(--vscode-textBlockQuote-border); margin-left: 0; padding-left: 1rem; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--vscode-panel-border); padding: 0.25rem 0.5rem; text-align: left; }
</style>
</head>
<body>
<main${isOther ? ' class="other"' : ""}>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
