{#- The type of a component, which is null if a response doesn't have the param. -#}
{%- component boxed(kind: string) -%}
{%- if kind in ["integer", "bytes"] %}Long{% elif kind == "boolean" %}Boolean{% elif kind == "timestamp" %}Instant{% elif kind in ["duration", "go_duration"] %}Duration{% elif kind in ["list", "joined"] %}List<String>{% else %}String{% endif -%}
{%- endcomponent boxed -%}

{#- The type of an argument. -#}
{%- component primitive(kind: string) -%}
{%- if kind in ["integer", "bytes"] %}long{% elif kind == "boolean" %}boolean{% else %}{{ <boxed kind={kind} /> | safe }}{% endif -%}
{%- endcomponent primitive -%}

{#- Javadoc of a constructor's arguments. -#}
{%- component params(code) -%}
{%- for param in code.params %}{% if not param.of_wording %}
         *
         * @param {{ param.names.camel | identifier }}
{{ <doc text={param.about or "the param"} prefix="         *     " /> | safe }}
{%- endif %}{% endfor -%}
{%- endcomponent params -%}

{#- Why services shouldn't raise a code, or don't. -#}
{%- component ending(code) -%}
{%- if code.ending -%}
{{ ((code.ending.reason or "It is " ~ code.lifecycle ~ ".") ~ (" Use " ~ code.ending.replaced_by ~ "." if code.ending.replaced_by else "")) | safe }}
{%- elif not code.raisable -%}
Services do not send it.
{%- endif -%}
{%- endcomponent ending -%}

{#- The component of a field of the catalog. -#}
{%- component field(field) -%}
field{{ field.names.pascal }}
{%- endcomponent field -%}
