(call
  function: (identifer) @_f
  arguments: (argument_list (_) @code))
