(call name: (_) @code)
