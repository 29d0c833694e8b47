// Only pages. Disables templates in Markdown, because prose may look like one.
export default () => ({ markdownTemplateEngine: false });
