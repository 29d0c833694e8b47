(string) @code
