((string_literal) @code (#match? @code "("))
