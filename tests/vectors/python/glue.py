"""The exception of each code, and the attributes of its params by name."""

import errors

CLASSES: dict[str, tuple[type[errors.{{ catalog.names.pascal }}Exception], dict[str, str]]] = {
{%- for code in catalog.codes %}
{%- if code.raisable %}
    {{ code.code }}: (errors.{{ code.type_name }}, { {%- for param in code.params %}{{ param.name }}: {{ param.names.snake | identifier | literal }}, {% endfor -%} }),
{%- endif %}
{%- endfor %}
}
