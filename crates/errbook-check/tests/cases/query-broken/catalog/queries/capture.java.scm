((string_literal) @code (#eq? @other "a"))
