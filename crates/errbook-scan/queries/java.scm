; Where Java code raises errors. See docs/src/how-to/scan.md for the captures.

; Comments, comparisons, and lookups raise nothing.
[(line_comment) (block_comment)] @mention
(binary_expression
  left: [(string_literal) (identifier) (field_access)] @mention
  operator: ["==" "!="])
(binary_expression
  operator: ["==" "!="]
  right: [(string_literal) (identifier) (field_access)] @mention)
(switch_label) @mention
(method_invocation
  name: (identifier) @_f
  arguments: (argument_list [(string_literal) (identifier) (field_access)] @mention)
  (#match? @_f "^(compareTo|contains|containsKey|endsWith|equals|equalsIgnoreCase|get|indexOf|startsWith)$"))
(method_invocation
  object: [(string_literal) (identifier) (field_access)] @mention
  name: (identifier) @_f
  (#match? @_f "^(compareTo|equals|equalsIgnoreCase)$"))

; Logs have texts of their own.
(method_invocation
  object: (_) @_o
  arguments: (argument_list) @ignore
  (#match? @_o "(?i)^(.*\\.)?(log|logger|span|system\\.(err|out))$"))

(field_declaration
  (modifiers) @_m
  declarator: (variable_declarator name: (identifier) @const.name value: [(string_literal) (decimal_integer_literal) (binary_expression) (field_access)] @const.value)
  (#match? @_m "final"))
([(class_declaration
    name: (identifier) @const.of
    body: (class_body
      (field_declaration
        (modifiers) @_m
        declarator: (variable_declarator name: (identifier) @const.name value: [(string_literal) (decimal_integer_literal) (binary_expression) (field_access)] @const.value))))]
  (#match? @_m "final"))
(interface_declaration
  name: (identifier) @const.of
  body: (interface_body
    (constant_declaration
      declarator: (variable_declarator name: (identifier) @const.name value: [(string_literal) (decimal_integer_literal) (binary_expression) (field_access)] @const.value))))
(enum_declaration
  name: (identifier) @const.of
  body: (enum_body
    (enum_constant
      name: (identifier) @const.name
      arguments: (argument_list . (string_literal) @const.value))))

; new ApiException("code", "message", 404), throw failure("code", "message")
(object_creation_expression
  type: (_) @_f
  arguments: (argument_list (_) @argument)
  (#match? @_f "(Err|Exception|Failure|Fault|Problem)\\w*(<.*>)?$")) @chain
(throw_statement
  [(object_creation_expression arguments: (argument_list (_) @argument))
   (method_invocation arguments: (argument_list (_) @argument))] @chain)
(explicit_constructor_invocation arguments: (argument_list (_) @argument)) @site

; apiError("code", "message", 404), Errors.of("code", "message")
(method_invocation
  name: (identifier) @_f
  arguments: (argument_list (_) @argument)
  (#match? @_f "^(\\w+(Error|Exception|Failure|Fault|Problem)(Response)?|abort|errorResponse|fail|problem)$")
  (#not-match? @_f "^(?:add|assert|capture|check|expect|find|format|get|handle|has|is|log|match|notify|on|parse|print|record|report|set|show|to|track|verify|with)(?:[A-Z_]|$)")) @chain
(method_invocation
  object: (identifier) @_o
  arguments: (argument_list (_) @argument)
  (#match? @_o "^[A-Z]\\w*(Error|Exception|Failure|Fault|Problem)\\w*$|^(Errors?|Problem)$")) @chain

; ApiException.builder().code("code").message("message").status(404)
(method_invocation
  name: (identifier) @_f
  arguments: (argument_list . (_) @argument .)
  (#match? @_f "^(?i:with|set)?(?i:error|err|http)?(?i:code|status|statuscode)$")) @chain
(method_invocation
  name: (identifier) @_f
  arguments: (argument_list . (_) @message .)
  (#match? @_f "^(?i:with|set)?(?i:detail|message|msg)$")) @chain
; ResponseEntity.status(404).body(new ErrorBody("code", "message"))
(method_invocation
  name: (identifier) @_f
  arguments: (argument_list (object_creation_expression arguments: (argument_list (_) @argument)))
  (#match? @_f "^(body|entity)$")) @chain
; new ResponseEntity<>(new ErrorBody("code", "message"), HttpStatus.NOT_FOUND)
(object_creation_expression
  arguments: (argument_list (object_creation_expression) @chain . (_) @status))

; NOT_FOUND("code", 404, "message")
(enum_constant arguments: (argument_list (_) @argument)) @site

; Map.of("code", new Info(404, "message")), table.put("code", 404)
(argument_list
  (_) @code
  . (object_creation_expression arguments: (argument_list (_) @argument)) @row)
(method_invocation
  name: (identifier) @_f
  arguments: (argument_list (_) @code . (_) @status @row)
  (#match? @_f "^(entry|of|put|putIfAbsent)$"))
(array_initializer (_) @argument) @row

; case "code": return 404, case "code" -> new Info(404, "message")
(switch_block_statement_group
  (switch_label (_) @code)
  [(return_statement (_) @status)
   (return_statement (object_creation_expression arguments: (argument_list (_) @argument)))
   (return_statement (method_invocation arguments: (argument_list (_) @argument)))
   (throw_statement (object_creation_expression arguments: (argument_list (_) @argument)))
   (yield_statement (_) @status)
   (yield_statement (object_creation_expression arguments: (argument_list (_) @argument)))]) @row
(switch_rule
  (switch_label (_) @code)
  [(expression_statement (_) @status)
   (expression_statement (object_creation_expression arguments: (argument_list (_) @argument)))
   (expression_statement (method_invocation arguments: (argument_list (_) @argument)))
   (throw_statement (object_creation_expression arguments: (argument_list (_) @argument)))
   (block (return_statement (_) @status))
   (block (return_statement (object_creation_expression arguments: (argument_list (_) @argument))))
   (block (yield_statement (_) @status))
   (block (yield_statement (object_creation_expression arguments: (argument_list (_) @argument))))]) @row
; case "code": status = 404; message = "message"; break
(switch_block_statement_group
  (switch_label (_) @code)
  (expression_statement (assignment_expression left: (_) @_v right: (_) @message))
  (#match? @_v "(?i)(detail|message|msg)$")) @row
(switch_block_statement_group
  (switch_label (_) @code)
  (expression_statement (assignment_expression left: (_) @_v right: (_) @status))
  (#match? @_v "(?i)status(code)?$")) @row
(switch_rule
  (switch_label (_) @code)
  (block (expression_statement (assignment_expression left: (_) @_v right: (_) @message)))
  (#match? @_v "(?i)(detail|message|msg)$")) @row
(switch_rule
  (switch_label (_) @code)
  (block (expression_statement (assignment_expression left: (_) @_v right: (_) @status)))
  (#match? @_v "(?i)status(code)?$")) @row

; class NotFound extends ApiException { static final String CODE = "code"; }
(class_body
  (field_declaration declarator: (variable_declarator name: (identifier) @_k value: (_) @argument))
  (#match? @_k "^(?i:(error_?|err_?)?code|id|kind|type)$")) @site
(class_body
  (field_declaration declarator: (variable_declarator name: (identifier) @_k value: (_) @message))
  (#match? @_k "^(?i:(error_?|err_?|default_?)?(detail|message|msg))$")) @site
(class_body
  (field_declaration declarator: (variable_declarator name: (identifier) @_k value: (_) @status))
  (#match? @_k "^(?i:(http_?)?status(_?code)?|http_?code)$")) @site
; String getCode() { return "code"; }
(class_body
  (method_declaration name: (identifier) @_k body: (block . (return_statement (_) @argument) .))
  (#match? @_k "^(get)?(?i:(error)?code)$")) @site
(class_body
  (method_declaration name: (identifier) @_k body: (block . (return_statement (_) @message) .))
  (#match? @_k "^(get)?(?i:detail|message)$")) @site
(class_body
  (method_declaration name: (identifier) @_k body: (block . (return_statement (_) @status) .))
  (#match? @_k "^(get)?(?i:(http)?status(code)?)$")) @site
; NotFound(String id) { super("message"); this.code = "code"; }
(class_body
  (constructor_declaration
    body: (constructor_body (explicit_constructor_invocation arguments: (argument_list (_) @argument))))) @site
(class_body
  (constructor_declaration
    body: (constructor_body
      (expression_statement
        (assignment_expression left: (field_access field: (identifier) @_k) right: (_) @argument))))
  (#match? @_k "^(?i:(error_?|err_?)?code|id|kind|type|(http_?)?status(_?code)?)$")) @site

; @ErrorInfo(code = "code", status = 404, message = "message")
(annotation
  arguments: (annotation_argument_list (element_value_pair key: (identifier) @_k value: (_) @argument))
  (#match? @_k "^(?i:(error_?|err_?)?code|id|value|(http_?)?status(_?code)?)$")) @site
(annotation
  arguments: (annotation_argument_list (element_value_pair key: (identifier) @_k value: (_) @message))
  (#match? @_k "^(?i:detail|message|msg)$")) @site
