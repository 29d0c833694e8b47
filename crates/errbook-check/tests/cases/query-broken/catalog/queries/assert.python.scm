(call function: (#eq? @code "a")) @code
