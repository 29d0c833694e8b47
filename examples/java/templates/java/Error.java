{%- set type = catalog.names.pascal ~ "Error" -%}
{%- include "java/_package.java" %}
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An error of the catalog: a record per code. A service throws it in a {@link {{ catalog.names.pascal }}Exception}. A client gets it from
 * {@link Received#error()}, where a param is null if the response does not have it.
 */
public sealed interface {{ type | safe }} {
    /**
     * Returns the code.
     *
     * @return the code, which is null if a response has none
     */
    String code();

    /**
     * Returns what the catalog says about the code.
     *
     * @return the metadata, which is empty for {@link Unknown}
     */
    default Info info() {
        return Codes.info(code());
    }

    /**
     * A code that this version of the catalog does not have, from a newer service.
     *
     * @param code the code, or null if the response has none
     */
    record Unknown(String code) implements {{ type | safe }} {}
{%- for code in catalog.codes %}
{%- set name = code.names.pascal | identifier %}

    /**
{{ <doc text={code.name ~ "."} prefix="     * " /> | safe }}
{%- if code.description %}
     *
     * <p>
{{ <doc text={code.description} prefix="     * " /> | safe }}
{%- endif %}
     *
     * <p>Code
{{ <doc text={code.code} prefix="     * " /> | safe }}
{%- if code.url %}
     *
     * <p>See
{{ <doc text={code.url} prefix="     * " /> | safe }}
{%- endif %}
{%- for param in code.params %}{% if not param.of_wording %}
     *
     * @param {{ param.names.camel | identifier }}
{{ <doc text={(param.about or "the param") ~ (". Sensitive: logs do not show it." if param.sensitive else "")} prefix="     *     " /> | safe }}
{%- endif %}{% endfor %}
     */
    record {{ name }}(
{%- for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}{{ <boxed kind={param.kind} /> | safe }} {{ param.names.camel | identifier }}{% endif %}{% endfor -%}
    ) implements {{ type | safe }} {
{%- set ending = <ending code={code} /> %}
{%- set_global has_list = false %}
{%- set_global primitives = false %}
{%- set_global sensitive = false %}
{%- for param in code.params %}{% if not param.of_wording %}
{%- if param.type == "list" %}{% set_global has_list = true %}{% endif %}
{%- if param.kind in ["integer", "bytes", "boolean"] %}{% set_global primitives = true %}{% endif %}
{%- if param.sensitive %}{% set_global sensitive = true %}{% endif %}
{%- endif %}{% endfor %}
{%- if has_list or ending %}
        /**
         * An error with these params.
{{ <params code={code} /> | safe }}
{%- if ending %}
         * @deprecated
{{ <doc text={ending} prefix="         *     " /> | safe }}
{%- endif %}
         */
{%- if ending %}
        @Deprecated
{%- endif %}
        public {{ name }} {
{%- for param in code.params %}{% if param.type == "list" and not param.of_wording %}
            {{ param.names.camel | identifier }} = {{ param.names.camel | identifier }} == null ? null : List.copyOf({{ param.names.camel | identifier }});
{%- endif %}{% endfor %}
        }
{%- endif %}
{%- if primitives %}

        /**
         * An error with these params.
{{ <params code={code} /> | safe }}
{%- if ending %}
         * @deprecated
{{ <doc text={ending} prefix="         *     " /> | safe }}
{%- endif %}
         */
{%- if ending %}
        @Deprecated
{%- endif %}
        public {{ name }}(
{%- for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}{{ <primitive kind={param.kind} /> | safe }} {{ param.names.camel | identifier }}{% endif %}{% endfor -%}
        ) {
            this(
{%- for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}
{%- if param.kind == "boolean" %}(Boolean) {% elif param.kind in ["integer", "bytes"] %}(Long) {% endif %}{{ param.names.camel | identifier }}{% endif %}{% endfor -%}
            );
        }
{%- endif %}
{%- if has_list or ending or primitives %}
{% endif %}
        @Override
        public String code() {
            return {{ code.code }};
        }
{%- if sensitive %}

        @Override
        public String toString() {
            return {{ name | str | literal }} + "["
{%- for param in code.params %}{% if not param.of_wording %}
                + "{% if not loop.first %}, {% endif %}{{ param.names.camel | identifier }}=" + {% if param.sensitive %}"***"{% else %}this.{{ param.names.camel | identifier }}{% endif %}
{%- endif %}{% endfor %}
                + "]";
        }
{%- endif %}
    }
{%- endfor %}
}
