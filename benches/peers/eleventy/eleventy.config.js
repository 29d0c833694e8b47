// Pages and nothing else. What looks like a template in prose is none.
export default () => ({ markdownTemplateEngine: false });
