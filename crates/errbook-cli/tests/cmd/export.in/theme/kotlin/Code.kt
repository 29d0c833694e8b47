enum class Code(val code: String) {
{%- for code in catalog.codes %}
    {{ code.names.screaming }}({{ code.code }}){% if loop.last %};{% else %},{% endif %}
{%- endfor %}
}
