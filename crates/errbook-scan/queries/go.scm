; Where Go code raises errors. See docs/src/how-to/scan.md for the captures.

; Comments, comparisons, and lookups raise nothing.
(comment) @mention
(binary_expression
  left: [(interpreted_string_literal) (raw_string_literal) (identifier) (selector_expression)] @mention
  operator: ["==" "!="])
(binary_expression
  operator: ["==" "!="]
  right: [(interpreted_string_literal) (raw_string_literal) (identifier) (selector_expression)] @mention)
(expression_case value: (expression_list (_) @mention))
(index_expression index: (_) @mention)
(call_expression
  function: (selector_expression field: (field_identifier) @_f)
  arguments: (argument_list (_) @mention)
  (#match? @_f "^(As|Contains|EqualFold|HasPrefix|HasSuffix|Is)$"))

; Logs have texts of their own.
(call_expression
  function: (selector_expression operand: (_) @_o)
  arguments: (argument_list) @ignore
  (#match? @_o "(?i)^(.*\\.)?(log|logger|slog|zap|logrus|t|b)$"))

(const_spec
  name: (identifier) @const.name
  value: (expression_list . (_) @const.value .))

; NewError("code", "message", 404), apiError(...)
(call_expression
  function: [(identifier) @_f (selector_expression field: (field_identifier) @_f)]
  arguments: (argument_list (_) @argument)
  (#match? @_f "^\\w+(Err|Error|Exception|Failure|Fault|Problem)(f|JSON|Of|Response|From\\w*|With\\w*)?$")
  (#not-match? @_f "^(?i:as|assert|capture|check|contains|ensure|equal|expect|handle|has|is|log|match|must|on|parse|print|record|report|require|show|test|track|want)(?:[A-Z_]|$)")) @chain

; apierr.New("code", "message", 404)
(call_expression
  function: (selector_expression operand: (identifier) @_p field: (field_identifier) @_f)
  arguments: (argument_list (_) @argument)
  (#match? @_p "(?i)(err|exception|fail|fault|problem)")
  (#match? @_f "^(Build|Create|Make|New|Of|Wrap)")) @chain

; fault.New("message", fault.Code("code"), fault.Status(404))
(call_expression
  arguments: (argument_list
    (call_expression
      function: [(identifier) @_f (selector_expression field: (field_identifier) @_f)]
      arguments: (argument_list . (_) @argument .)))
  (#match? @_f "^(?i:with)?(?i:error|err|http)?(?i:code|status|statuscode)$")) @chain
(call_expression
  arguments: (argument_list
    (call_expression
      function: [(identifier) @_f (selector_expression field: (field_identifier) @_f)]
      arguments: (argument_list . (_) @message .)))
  (#match? @_f "^(?i:with)?(?i:public)?(?i:detail|message|msg)f?$")) @chain

; New("code").WithMessage("message").WithStatus(404)
(call_expression
  function: (selector_expression field: (field_identifier) @_f)
  arguments: (argument_list . (_) @argument .)
  (#match? @_f "^(?i:with|set)?(?i:error|err|http)?(?i:code|status|statuscode)$")) @chain
(call_expression
  function: (selector_expression field: (field_identifier) @_f)
  arguments: (argument_list . (_) @message)
  (#match? @_f "^(?i:with|set)?(?i:detail|message|msg)f?$")) @chain

; APIError{Code: "code", Message: "message", Status: 404}, gin.H{"code": ...}
(literal_value
  (keyed_element
    key: (literal_element [(identifier) (interpreted_string_literal)] @_k)
    value: (literal_element (_) @argument))
  (#match? @_k "^\"?(?i:(error_?|err_?)?code|id|key|kind|reason|type)\"?$")) @site
(literal_value
  (keyed_element
    key: (literal_element [(identifier) (interpreted_string_literal)] @_k)
    value: (literal_element (_) @message))
  (#match? @_k "^\"?(?i:(error_?|err_?|default_?)?(detail|message|msg))\"?$")) @site
(literal_value
  (keyed_element
    key: (literal_element [(identifier) (interpreted_string_literal)] @_k)
    value: (literal_element (_) @status))
  (#match? @_k "^\"?(?i:(http_?)?status(_?code)?|http_?code)\"?$")) @site

; c.JSON(404, APIError{...}), writeJSON(w, 404, &APIError{...})
(argument_list
  (_) @status
  . [(composite_literal body: (literal_value) @site)
   (unary_expression operand: (composite_literal body: (literal_value) @site))])

; {"code", 404, "message"}
(literal_value (literal_element (_) @argument)) @row

; "code": {404, "message"}, "code": {Status: 404, Message: "message"}, "code": 404
(keyed_element
  key: (literal_element (_) @code)
  value: (literal_element
    [(literal_value (literal_element (_) @argument))
     (composite_literal body: (literal_value (literal_element (_) @argument)))
     (unary_expression operand: (composite_literal body: (literal_value (literal_element (_) @argument))))])) @row
(keyed_element
  key: (literal_element (_) @code)
  value: (literal_element
    [(literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @message)))
     (composite_literal body:
       (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @message))))
     (unary_expression operand: (composite_literal body:
       (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @message)))))])
  (#match? @_k "^(?i:(error_?|err_?|default_?)?(detail|message|msg))$")) @row
(keyed_element
  key: (literal_element (_) @code)
  value: (literal_element
    [(literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @status)))
     (composite_literal body:
       (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @status))))
     (unary_expression operand: (composite_literal body:
       (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @status)))))])
  (#match? @_k "^(?i:(http_?)?status(_?code)?|http_?code)$")) @row
(keyed_element
  key: (literal_element [(interpreted_string_literal) (identifier) (selector_expression)] @code)
  value: (literal_element (_) @status)) @row

; case "code": return 404, "message"
(expression_case
  value: (expression_list (_) @code)
  (statement_list (return_statement (expression_list (_) @argument)))) @row
(expression_case
  value: (expression_list (_) @code)
  (statement_list
    (return_statement
      (expression_list
        [(call_expression arguments: (argument_list (_) @argument))
         (composite_literal body: (literal_value (literal_element (_) @argument)))
         (unary_expression operand: (composite_literal body: (literal_value (literal_element (_) @argument))))])))) @row
(expression_case
  value: (expression_list (_) @code)
  (statement_list
    (return_statement
      (expression_list
        [(composite_literal body:
           (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @message))))
         (unary_expression operand: (composite_literal body:
           (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @message)))))])))
  (#match? @_k "^(?i:(error_?|err_?|default_?)?(detail|message|msg))$")) @row
(expression_case
  value: (expression_list (_) @code)
  (statement_list
    (return_statement
      (expression_list
        [(composite_literal body:
           (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @status))))
         (unary_expression operand: (composite_literal body:
           (literal_value (keyed_element key: (literal_element (_) @_k) value: (literal_element (_) @status)))))])))
  (#match? @_k "^(?i:(http_?)?status(_?code)?|http_?code)$")) @row
; case "code": writeError(w, 404, "message")
(expression_case
  value: (expression_list (_) @code)
  (statement_list (expression_statement (call_expression arguments: (argument_list (_) @argument))))) @row
; case "code": status, message = 404, "message"
(expression_case
  value: (expression_list (_) @code)
  (statement_list
    (assignment_statement left: (expression_list . (_) @_v .) right: (expression_list . (_) @message .)))
  (#match? @_v "(?i)(detail|message|msg)$")) @row
(expression_case
  value: (expression_list (_) @code)
  (statement_list
    (assignment_statement left: (expression_list (_) @_v) right: (expression_list (_) @argument)))
  (#match? @_v "(?i)status(_?code)?$")) @row

; func (e *NotFound) Code() string { return "code" }
(method_declaration
  receiver: (parameter_list
    (parameter_declaration type: [(type_identifier) @type (pointer_type (type_identifier) @type)]))
  name: (field_identifier) @_m
  body: (block (statement_list . (return_statement (expression_list . (_) @code .)) .))
  (#match? @_m "^(Error|Err)?Code$"))
(method_declaration
  receiver: (parameter_list
    (parameter_declaration type: [(type_identifier) @type (pointer_type (type_identifier) @type)]))
  name: (field_identifier) @_m
  body: (block (statement_list . (return_statement (expression_list . (_) @message .)) .))
  (#match? @_m "^(Detail|Error|Message)$"))
(method_declaration
  receiver: (parameter_list
    (parameter_declaration type: [(type_identifier) @type (pointer_type (type_identifier) @type)]))
  name: (field_identifier) @_m
  body: (block (statement_list . (return_statement (expression_list . (_) @status .)) .))
  (#match? @_m "^(HTTP|Http)?Status(Code)?$"))
