((string) @code
