// The site of tests/targets.rs, which only contains the pages in the folder `DOCS`. Everything that
// Docusaurus would only warn about is an error.
export default {
  title: "Docs",
  url: "https://docs.example.com",
  baseUrl: "/",
  onBrokenLinks: "throw",
  onBrokenAnchors: "throw",
  onDuplicateRoutes: "throw",
  // Image paths are from the catalog's prose, and one in tests/hostile doesn't exist.
  markdown: { hooks: { onBrokenMarkdownLinks: "throw", onBrokenMarkdownImages: "ignore" } },
  plugins: [["@docusaurus/plugin-content-docs", { path: process.env.DOCS, routeBasePath: "/" }]],
  themes: ["@docusaurus/theme-classic"],
};
