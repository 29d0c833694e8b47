; Where Python code raises errors. See docs/src/how-to/scan.md for the captures.

; Comments, docstrings, comparisons, and lookups raise nothing.
(comment) @mention
(expression_statement (string) @mention)
(comparison_operator [(string) (identifier) (attribute) (tuple) (list) (set)] @mention)
(case_clause (case_pattern) @mention)
(subscript subscript: (_) @mention)
(call
  function: (attribute attribute: (identifier) @_f)
  arguments: (argument_list [(string) (identifier) (attribute)] @mention)
  (#match? @_f "^(count|endswith|get|index|startswith)$"))

; Logs have texts of their own.
(call
  function: (attribute object: (_) @_o)
  arguments: (argument_list) @ignore
  (#match? @_o "(?i)^(.*\\.)?_?(log|logger|logging|structlog|sentry_sdk|span)$"))

(module
  (expression_statement
    (assignment
      left: (identifier) @const.name
      right: [(string) (concatenated_string) (integer) (binary_operator) (attribute)] @const.value))
  (#match? @const.name "^_?[A-Z][A-Z0-9_]*$"))
(class_definition
  name: (identifier) @const.of
  body: (block
    (expression_statement
      (assignment
        left: (identifier) @const.name
        right: [(string) (concatenated_string) (integer) (binary_operator) (attribute)] @const.value))))

; raise ApiError("code", "message", 404), super().__init__("code", "message"), api_error(...)
(raise_statement . (call arguments: (argument_list (_) @argument)) @chain)
(call
  function: [(identifier) @_f (attribute attribute: (identifier) @_f)]
  arguments: (argument_list (_) @argument)
  (#match? @_f "^_?([A-Z]\\w*)?(Err|Exception|Failure|Fault|Problem)\\w*$")) @chain
(call
  function: (attribute attribute: (identifier) @_f)
  arguments: (argument_list (_) @argument)
  (#eq? @_f "__init__")) @chain
(call
  function: [(identifier) @_f (attribute attribute: (identifier) @_f)]
  arguments: (argument_list (_) @argument)
  (#match? @_f "^(\\w+_(error|exception|failure|fault|problem)|abort|error_response|fail|problem|problem_response)$")
  (#not-match? @_f "^_?(assert|capture|check|expect|handle|has|is|log|match|on|parse|print|record|report|show|track)_")) @chain

; ApiError(code="code", message="message", status=404), HTTPException(404, detail={"code": "code"})
(call
  function: [(identifier) @_f (attribute attribute: (identifier) @_f)]
  arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @argument))
  (#not-match? @_f "^(assert\\w*|critical|debug|exception|filter|get|info|is\\w*|log|print|warn|warning)$")
  (#match? @_k "^((error_?|err_?)?code|id|key|kind|reason|type)$")) @chain
(call
  function: [(identifier) @_f (attribute attribute: (identifier) @_f)]
  arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @message))
  (#not-match? @_f "^(assert\\w*|critical|debug|exception|filter|get|info|is\\w*|log|print|warn|warning)$")
  (#match? @_k "^(error_?|err_?|default_?)?(detail|message|msg)$")) @chain
(call
  function: [(identifier) @_f (attribute attribute: (identifier) @_f)]
  arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @status))
  (#not-match? @_f "^(assert\\w*|critical|debug|exception|filter|get|info|is\\w*|log|print|warn|warning)$")
  (#match? @_k "^((http_?)?status(_?code)?|http_?code)$")) @chain
(call
  arguments: (argument_list
    [(dictionary (pair key: (string) @_k value: (_) @code))
     (dictionary (pair value: (dictionary (pair key: (string) @_k value: (_) @code))))
     (keyword_argument value: (dictionary (pair key: (string) @_k value: (_) @code)))
     (keyword_argument value: (dictionary (pair value: (dictionary (pair key: (string) @_k value: (_) @code)))))])
  (#match? @_k "^[\"']((error_?|err_?)?code|id|key|kind|reason|type)[\"']$")) @chain

; error("code").with_message("message").with_status(404)
(call
  function: (attribute attribute: (identifier) @_f)
  arguments: (argument_list . (_) @argument .)
  (#match? @_f "^(with_|set_)?(error_|err_|http_)?(code|status|status_code)$")) @chain
(call
  function: (attribute attribute: (identifier) @_f)
  arguments: (argument_list . (_) @message .)
  (#match? @_f "^(with_|set_)(detail|message|msg)$")) @chain

; {"code": "code", "message": "message", "status": 404}
(dictionary
  (pair key: (string) @_k value: (_) @argument)
  (#match? @_k "^[\"'](?i:(error_?|err_?)?code|id|key|kind|reason|type)[\"']$")) @site
(dictionary
  (pair key: (string) @_k value: (_) @message)
  (#match? @_k "^[\"'](?i:(error_?|err_?|default_?)?(detail|message|msg))[\"']$")) @site
(dictionary
  (pair key: (string) @_k value: (_) @status)
  (#match? @_k "^[\"'](?i:(http_?)?status(_?code)?|http_?code)[\"']$")) @site

; return {"code": "code"}, 404, return jsonify(code="code"), 404
(return_statement
  (expression_list
    [(dictionary (pair key: (string) @_k value: (_) @code))
     (dictionary (pair value: (dictionary (pair key: (string) @_k value: (_) @code))))
     (call arguments: (argument_list (dictionary (pair key: (string) @_k value: (_) @code))))
     (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @code)))]
    . (_) @status)
  (#match? @_k "^[\"']?((error_?|err_?)?code|id|key|kind|reason|type)[\"']?$")) @site

; ("code", 404, "message")
(tuple (_) @argument) @row
(list (_) @argument) @row
(assignment right: (expression_list (_) @argument)) @row

; "code": (404, "message"), "code": {"status": 404}, "code": Info(404, "message"), "code": 404
(pair
  key: (_) @code
  value: [
    (tuple (_) @argument)
    (list (_) @argument)
    (call arguments: (argument_list (_) @argument))
  ]) @row
(pair
  key: (_) @code
  value: [
    (dictionary (pair key: (string) @_k value: (_) @message))
    (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @message)))
  ]
  (#match? @_k "^[\"']?(error_?|err_?|default_?)?(detail|message|msg)[\"']?$")) @row
(pair
  key: (_) @code
  value: [
    (dictionary (pair key: (string) @_k value: (_) @status))
    (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @status)))
  ]
  (#match? @_k "^[\"']?((http_?)?status(_?code)?|http_?code)[\"']?$")) @row
(pair key: (_) @code value: (_) @status) @row

; case "code": return 404, "message"
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block
    [(return_statement (expression_list (_) @argument))
     (return_statement (tuple (_) @argument))
     (return_statement (call arguments: (argument_list (_) @argument)))
     (raise_statement . (call arguments: (argument_list (_) @argument)))])) @row
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block
    [(return_statement (dictionary (pair key: (string) @_k value: (_) @message)))
     (return_statement (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @message))))
     (raise_statement . (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @message))))])
  (#match? @_k "^[\"']?(error_?|err_?|default_?)?(detail|message|msg)[\"']?$")) @row
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block
    [(return_statement (dictionary (pair key: (string) @_k value: (_) @status)))
     (return_statement (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @status))))
     (raise_statement . (call arguments: (argument_list (keyword_argument name: (identifier) @_k value: (_) @status))))])
  (#match? @_k "^[\"']?((http_?)?status(_?code)?|http_?code)[\"']?$")) @row
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block (return_statement (_) @status))) @row
; case "code": status, message = 404, "message"
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block (expression_statement (assignment left: (_) @_v right: (_) @message)))
  (#match? @_v "(detail|message|msg)$")) @row
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block (expression_statement (assignment left: (_) @_v right: (_) @status)))
  (#match? @_v "status(_code)?$")) @row
(case_clause
  (case_pattern [(string) @code (dotted_name) @code (union_pattern (_) @code)])
  consequence: (block
    (expression_statement (assignment left: (pattern_list (_) @_v) right: (expression_list (_) @argument))))
  (#match? @_v "status(_code)?$")) @row

; class NotFound(ApiError): code = "code"
(class_definition
  body: (block (expression_statement (assignment left: (identifier) @_k right: (_) @argument))) @site
  (#match? @_k "^(?i:(error_|err_|default_)?(code|id|kind|type))$"))
(class_definition
  body: (block (expression_statement (assignment left: (identifier) @_k right: (_) @message))) @site
  (#match? @_k "^(?i:(error_|err_|default_)?(detail|message|msg))$"))
(class_definition
  body: (block (expression_statement (assignment left: (identifier) @_k right: (_) @status))) @site
  (#match? @_k "^(?i:(default_)?(http_)?status(_code)?|http_code)$"))
; def code(self): return "code"
(class_definition
  body: (block
    [(function_definition name: (identifier) @_k body: (block . (return_statement (_) @argument) .))
     (decorated_definition
       definition: (function_definition name: (identifier) @_k body: (block . (return_statement (_) @argument) .)))]) @site
  (#match? @_k "^(get_)?(error_)?code$"))
(class_definition
  body: (block
    [(function_definition name: (identifier) @_k body: (block . (return_statement (_) @message) .))
     (decorated_definition
       definition: (function_definition name: (identifier) @_k body: (block . (return_statement (_) @message) .)))]) @site
  (#match? @_k "^(__str__|(get_)?(detail|message|msg))$"))
(class_definition
  body: (block
    [(function_definition name: (identifier) @_k body: (block . (return_statement (_) @status) .))
     (decorated_definition
       definition: (function_definition name: (identifier) @_k body: (block . (return_statement (_) @status) .)))]) @site
  (#match? @_k "^(get_)?(http_)?status(_code)?$"))
; def __init__(self): super().__init__("message"); self.code = "code"
(class_definition
  body: (block
    (function_definition
      body: (block
        (expression_statement
          (call
            function: (attribute attribute: (identifier) @_i)
            arguments: (argument_list (_) @argument)))))) @site
  (#eq? @_i "__init__"))
(class_definition
  body: (block
    (function_definition
      name: (identifier) @_i
      body: (block
        (expression_statement
          (assignment left: (attribute attribute: (identifier) @_k) right: (_) @argument))))) @site
  (#eq? @_i "__init__")
  (#match? @_k "^((error_|err_)?code|id|kind|type|(http_)?status(_code)?)$"))
(class_definition
  body: (block
    (function_definition
      name: (identifier) @_i
      body: (block
        (expression_statement
          (assignment left: (attribute attribute: (identifier) @_k) right: (_) @message))))) @site
  (#eq? @_i "__init__")
  (#match? @_k "^(detail|message|msg)$"))
