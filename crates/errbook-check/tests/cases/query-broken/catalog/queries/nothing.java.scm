(string_literal) @_text
