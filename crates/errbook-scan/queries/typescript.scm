; Where TypeScript and JavaScript code raises errors. See docs/src/how-to/scan.md for the captures.

; Comments, comparisons, types, and lookups raise nothing.
(comment) @mention
(literal_type) @mention
(binary_expression
  left: [(string) (template_string) (identifier) (member_expression)] @mention
  operator: ["==" "===" "!=" "!=="])
(binary_expression
  operator: ["==" "===" "!=" "!=="]
  right: [(string) (template_string) (identifier) (member_expression)] @mention)
(switch_case value: (_) @mention)
(subscript_expression index: (_) @mention)
(call_expression
  function: [(identifier) @_f (member_expression property: (property_identifier) @_f)]
  arguments: (arguments [(string) (identifier) (member_expression)] @mention)
  (#match? @_f "^(endsWith|equals|get|has|includes|indexOf|is|is[A-Z]\\w*|startsWith)$"))

; Logs have texts of their own.
(call_expression
  function: (member_expression object: (_) @_o)
  arguments: (arguments) @ignore
  (#match? @_o "(?i)^(.*\\.)?(console|log|logger|sentry|span)$"))

(lexical_declaration
  kind: "const"
  (variable_declarator
    name: (identifier) @const.name
    value: [(string) (template_string) (number) (binary_expression) (member_expression) (as_expression (string))] @const.value))
(variable_declarator
  name: (identifier) @const.of
  value: [
    (object (pair key: (property_identifier) @const.name value: (_) @const.value))
    (as_expression (object (pair key: (property_identifier) @const.name value: (_) @const.value)))
    (call_expression arguments: (arguments . (object (pair key: (property_identifier) @const.name value: (_) @const.value)) .))
  ])
(enum_declaration
  name: (identifier) @const.of
  body: (enum_body (enum_assignment name: (property_identifier) @const.name value: (_) @const.value)))
(class_declaration
  name: (type_identifier) @const.of
  body: (class_body
    (public_field_definition "static" name: (property_identifier) @const.name value: (_) @const.value)))

; new ApiError("code", "message", 404), throw failure("code", "message")
(new_expression
  constructor: (_) @_f
  arguments: (arguments (_) @argument)
  (#match? @_f "(Err|Exception|Failure|Fault|Problem)\\w*$")) @chain
(throw_statement
  [(new_expression arguments: (arguments (_) @argument))
   (call_expression arguments: (arguments (_) @argument))] @chain)
(call_expression function: (super) arguments: (arguments (_) @argument)) @chain

; apiError("code", "message", 404)
(call_expression
  function: [(identifier) @_f (member_expression property: (property_identifier) @_f)]
  arguments: (arguments (_) @argument)
  (#match? @_f "^(\\w+(Err|Error|Exception|Failure|Fault|Problem)(Response)?|abort|errorResponse|fail|problem)$")
  (#not-match? @_f "^(?:add|assert|capture|check|clear|dispatch|display|expect|find|format|get|handle|has|is|log|match|notify|on|parse|print|render|report|set|show|to|toast|track|use|with)(?:[A-Z_]|$)")) @chain

; apiError("code", { message: "message", status: 404 }), res.status(404).json({ code: "code" })
([(call_expression
    arguments: (arguments (object (pair key: [(property_identifier) (string)] @_k value: (_) @argument))))
  (new_expression
    arguments: (arguments (object (pair key: [(property_identifier) (string)] @_k value: (_) @argument))))] @chain
  (#match? @_k "^[\"']?(?i:(error_?|err_?)?code|id|key|kind|reason|type)[\"']?$"))
([(call_expression
    arguments: (arguments (object (pair key: [(property_identifier) (string)] @_k value: (_) @message))))
  (new_expression
    arguments: (arguments (object (pair key: [(property_identifier) (string)] @_k value: (_) @message))))] @chain
  (#match? @_k "^[\"']?(?i:(error_?|err_?|default_?)?(detail|message|msg))[\"']?$"))
([(call_expression
    arguments: (arguments (object (pair key: [(property_identifier) (string)] @_k value: (_) @status))))
  (new_expression
    arguments: (arguments (object (pair key: [(property_identifier) (string)] @_k value: (_) @status))))] @chain
  (#match? @_k "^[\"']?(?i:(http_?)?status(_?code)?|http_?code)[\"']?$"))
; res.status(404).json({ error: { code: "code" } })
(call_expression
  arguments: (arguments
    (object (pair value: (object (pair key: [(property_identifier) (string)] @_k value: (_) @code)))))
  (#match? @_k "^[\"']?(?i:(error_?|err_?)?code|id|key|kind|reason|type)[\"']?$")) @chain
; c.json({ code: "code" }, 404), new HttpException({ code: "code" }, 404)
([(call_expression
    arguments: (arguments
      (object (pair key: [(property_identifier) (string)] @_k value: (_) @code)) . [(number) (member_expression)] @status))
  (new_expression
    arguments: (arguments
      (object (pair key: [(property_identifier) (string)] @_k value: (_) @code)) . [(number) (member_expression)] @status))]
  @chain
  (#match? @_k "^[\"']?(?i:(error_?|err_?)?code|id|key|kind|reason|type)[\"']?$"))

; error("code").message("message").status(404)
(call_expression
  function: (member_expression property: (property_identifier) @_f)
  arguments: (arguments . (_) @argument .)
  (#match? @_f "^(?i:with|set)?(?i:error|err|http)?(?i:code|status|statuscode)$")) @chain
(call_expression
  function: (member_expression property: (property_identifier) @_f)
  arguments: (arguments . (_) @message .)
  (#match? @_f "^(?i:with|set)?(?i:detail|message|msg)$")) @chain

; { code: "code", message: "message", status: 404 }
(object
  (pair key: [(property_identifier) (string)] @_k value: (_) @argument)
  (#match? @_k "^[\"']?(?i:(error_?|err_?)?code|id|key|kind|reason|type)[\"']?$")) @site
(object
  (pair key: [(property_identifier) (string)] @_k value: (_) @message)
  (#match? @_k "^[\"']?(?i:(error_?|err_?|default_?)?(detail|message|msg))[\"']?$")) @site
(object
  (pair key: [(property_identifier) (string)] @_k value: (_) @status)
  (#match? @_k "^[\"']?(?i:(http_?)?status(_?code)?|http_?code)[\"']?$")) @site

; ["code", 404, "message"]
(array (_) @argument) @row

; "code": { status: 404, message: "message" }, "code": [404, "message"], "code": 404
(pair
  key: [(string) (computed_property_name)] @code
  value: (object (pair key: [(property_identifier) (string)] @_k value: (_) @message))
  (#match? @_k "^[\"']?(?i:(error_?|err_?|default_?)?(detail|message|msg))[\"']?$")) @row
(pair
  key: [(string) (computed_property_name)] @code
  value: (object (pair key: [(property_identifier) (string)] @_k value: (_) @status))
  (#match? @_k "^[\"']?(?i:(http_?)?status(_?code)?|http_?code)[\"']?$")) @row
(pair
  key: [(string) (computed_property_name)] @code
  value: [
    (array (_) @argument)
    (new_expression arguments: (arguments (_) @argument))
    (call_expression arguments: (arguments (_) @argument))
  ]) @row
(pair key: [(string) (computed_property_name)] @code value: (_) @status) @row
; new Map([["code", { status: 404, message: "message" }]])
(array
  . (_) @code
  . (object (pair key: [(property_identifier) (string)] @_k value: (_) @message)) .
  (#match? @_k "^[\"']?(?i:(error_?|err_?|default_?)?(detail|message|msg))[\"']?$")) @row
(array
  . (_) @code
  . (object (pair key: [(property_identifier) (string)] @_k value: (_) @status)) .
  (#match? @_k "^[\"']?(?i:(http_?)?status(_?code)?|http_?code)[\"']?$")) @row

; case "code": return { status: 404, message: "message" }
(switch_case
  value: (_) @code
  [
    (return_statement (object (pair key: [(property_identifier) (string)] @_k value: (_) @message)))
    (statement_block
      (return_statement (object (pair key: [(property_identifier) (string)] @_k value: (_) @message))))
  ]
  (#match? @_k "^[\"']?(?i:(error_?|err_?|default_?)?(detail|message|msg))[\"']?$")) @row
(switch_case
  value: (_) @code
  [
    (return_statement (object (pair key: [(property_identifier) (string)] @_k value: (_) @status)))
    (statement_block
      (return_statement (object (pair key: [(property_identifier) (string)] @_k value: (_) @status))))
  ]
  (#match? @_k "^[\"']?(?i:(http_?)?status(_?code)?|http_?code)[\"']?$")) @row
; case "code": return [404, "message"], case "code": return 404, case "code": throw new HttpError(404, "message")
(switch_case
  value: (_) @code
  [
    (return_statement (array (_) @argument))
    (return_statement (new_expression arguments: (arguments (_) @argument)))
    (throw_statement (new_expression arguments: (arguments (_) @argument)))
    (statement_block (return_statement (array (_) @argument)))
    (statement_block (return_statement (new_expression arguments: (arguments (_) @argument))))
    (statement_block (throw_statement (new_expression arguments: (arguments (_) @argument))))
  ]) @row
(switch_case
  value: (_) @code
  [(return_statement (_) @status) (statement_block (return_statement (_) @status))]) @row
; case "code": return errorResponse(404, "message")
(switch_case
  value: (_) @code
  [
    (return_statement (call_expression function: (_) @_f arguments: (arguments (_) @argument)))
    (statement_block (return_statement (call_expression function: (_) @_f arguments: (arguments (_) @argument))))
  ]
  (#match? @_f "(?i)(abort|err|exception|fail|fault|info|problem|reply|respon|status)\\w*$")) @row
; case "code": status = 404; message = "message"; break
(switch_case
  value: (_) @code
  [
    (expression_statement (assignment_expression left: (_) @_v right: (_) @message))
    (statement_block (expression_statement (assignment_expression left: (_) @_v right: (_) @message)))
  ]
  (#match? @_v "(?i)(detail|message|msg)$")) @row
(switch_case
  value: (_) @code
  [
    (expression_statement (assignment_expression left: (_) @_v right: (_) @status))
    (statement_block (expression_statement (assignment_expression left: (_) @_v right: (_) @status)))
  ]
  (#match? @_v "(?i)status(_?code)?$")) @row

; class NotFound extends Error { code = "code"; status = 404; message = "message" }
(class_body
  (public_field_definition name: (property_identifier) @_k value: (_) @argument)
  (#match? @_k "^(?i:(error_?|err_?)?code|id|kind|type)$")) @site
(class_body
  (public_field_definition name: (property_identifier) @_k value: (_) @message)
  (#match? @_k "^(?i:(error_?|err_?|default_?)?(detail|message|msg))$")) @site
(class_body
  (public_field_definition name: (property_identifier) @_k value: (_) @status)
  (#match? @_k "^(?i:(http_?)?status(_?code)?|http_?code)$")) @site
; get code() { return "code" }
(class_body
  (method_definition
    name: (property_identifier) @_k
    body: (statement_block . (return_statement (_) @argument)))
  (#match? @_k "^(?i:(get_?)?(error_?|err_?)?code)$")) @site
(class_body
  (method_definition
    name: (property_identifier) @_k
    body: (statement_block . (return_statement (_) @message)))
  (#match? @_k "^(?i:(get_?)?(detail|message|msg))$")) @site
(class_body
  (method_definition
    name: (property_identifier) @_k
    body: (statement_block . (return_statement (_) @status)))
  (#match? @_k "^(?i:(get_?)?(http_?)?status(_?code)?)$")) @site
; constructor() { super("message"); this.code = "code" }
(class_body
  (method_definition
    body: (statement_block
      (expression_statement (call_expression function: (super) arguments: (arguments (_) @argument)))))) @site
(class_body
  (method_definition
    name: (property_identifier) @_c
    body: (statement_block
      (expression_statement
        (assignment_expression
          left: (member_expression object: (this) property: (property_identifier) @_k) right: (_) @argument))))
  (#eq? @_c "constructor")
  (#match? @_k "^(?i:(error_?|err_?)?code|id|kind|type|(http_?)?status(_?code)?)$")) @site
(class_body
  (method_definition
    name: (property_identifier) @_c
    body: (statement_block
      (expression_statement
        (assignment_expression
          left: (member_expression object: (this) property: (property_identifier) @_k) right: (_) @message))))
  (#eq? @_c "constructor")
  (#match? @_k "^(?i:detail|message|msg)$")) @site
