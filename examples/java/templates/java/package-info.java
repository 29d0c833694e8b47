/**
{{ <doc text={catalog.title ~ "."} prefix=" * " /> | safe }}
{%- if catalog.description %}
 *
 * <p>
{{ <doc text={catalog.description} prefix=" * " /> | safe }}
{%- endif %}
{%- if catalog.internal %}
 *
 * <p>Internal: this package has fields that are not public.
{%- endif %}
 */
{% include "java/_package.java" -%}
