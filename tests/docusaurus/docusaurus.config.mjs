// The site of tests/targets.rs: the pages in the folder `DOCS` and nothing else. Whatever Docusaurus could only warn about fails.
export default {
  title: "Docs",
  url: "https://docs.example.com",
  baseUrl: "/",
  onBrokenLinks: "throw",
  onBrokenAnchors: "throw",
  onDuplicateRoutes: "throw",
  // Images are the catalog's own, and one of tests/hostile is nowhere.
  markdown: { hooks: { onBrokenMarkdownLinks: "throw", onBrokenMarkdownImages: "ignore" } },
  plugins: [["@docusaurus/plugin-content-docs", { path: process.env.DOCS, routeBasePath: "/" }]],
  themes: ["@docusaurus/theme-classic"],
};
