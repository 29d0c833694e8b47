export const links = [
  "https://example.com/docs/errors",
  "https://example.com/docs/errors/",
  "https://example.com/docs/errors/data/thing",
  "https://example.com/docs/errors/data/thing.md#fix",
  "https://example.com/docs/errors/old?from=log",
  "https://example.com/docs/errors/data/gone",
  "https://example.com/docs/errors.json",
  `https://example.com/docs/errors/data/${name}`,
  "https://example.com/docs/guides/start",
];
// See https://example.com/docs/errors/data/nothing.
