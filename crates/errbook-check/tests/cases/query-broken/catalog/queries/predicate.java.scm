((string_literal) @code (#lua-match? @code "^err"))
