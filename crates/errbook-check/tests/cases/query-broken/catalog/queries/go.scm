; What fail() raises.
(call_expression
  arguments: (argument_list . (_) @code . (_) @mesage))
