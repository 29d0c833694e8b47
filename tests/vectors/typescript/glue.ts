{%- component given(param) -%}
{%- if param.kind == "integer" or param.kind == "bytes" %}values.integer{% elif param.kind == "duration" or param.kind == "go_duration" %}values.duration{% elif param.kind == "list" or param.kind == "joined" %}values.list{% elif param.kind == "boolean" %}values.boolean{% elif param.kind == "timestamp" %}values.timestamp{% else %}values.text{% endif -%}
({{ param.name | literal }})
{%- endcomponent given -%}
// Makes errors from the params of conformance vectors.
import * as errors from "./errors.js";

/** Reads the params of a vector. */
export interface Given {
  text(name: string): string;
  integer(name: string): bigint;
  boolean(name: string): boolean;
  timestamp(name: string): Date;
  duration(name: string): number;
  list(name: string): string[];
}

export function make(code: string, values: Given, occurrence: errors.Occurrence): errors.{{ catalog.names.pascal }}Error {
  switch (code) {
{%- for code in catalog.codes %}
{%- if code.raisable %}
{%- set_global has_params = false %}
{%- for param in code.params %}{% if not param.of_wording %}{% set_global has_params = true %}{% endif %}{% endfor %}
    case {{ code.code }}:
      return new errors.{{ code.type_name }}({% if has_params %}{ {%- for param in code.params %}{% if not param.of_wording %} {{ param.name | safe }}: {{ <given param={param} /> | safe }},{% endif %}{% endfor %} }, {% endif %}occurrence);
{%- endif %}
{%- endfor %}
    default:
      void [values, occurrence];
      throw new Error(`not raisable: ${code}`);
  }
}
