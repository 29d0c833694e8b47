{%- component text(text) -%}
{%- if text is none %}null{% else %}{{ text | literal }}{% endif -%}
{%- endcomponent text -%}

{%- component part(part) -%}
Definition.{% if part.text is not none %}text({{ part.text | literal }}){% elif part.param is not none %}param({{ part.param }}, {{ <text text={part.unit} /> | safe }}, {{ part.quoted }}){% else %}none(){% endif -%}
{%- endcomponent part -%}

{%- component value(value, type: string) -%}
{%- if type == "list" %}List.of({% for item in value %}{{ item | literal }}{% if not loop.last %}, {% endif %}{% endfor %}){% elif type == "integer" %}{{ value }}L{% elif type == "boolean" %}{{ value }}{% else %}{{ value | literal }}{% endif -%}
{%- endcomponent value -%}

{%- set error = catalog.names.pascal ~ "Error" -%}
{%- include "java/_package.java" %}
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All codes. */
final class Codes {
    private static final Map<String, Definition> ALL = new HashMap<>();
    private static final Map<String, String> ALIASES = new HashMap<>();
    private static final Map<String, String> PAGES = new HashMap<>();

    static {
{%- for code in catalog.codes %}{% if loop.index0 % 100 == 0 %}
        Part{{ loop.index0 }}.addAll();
{%- endif %}{% endfor %}
    }

    private Codes() {}

    /** Returns the definition of a code, which is without responses if the catalog does not have it. */
    static Definition find(String code) {
        Definition found = ALL.get(code);
        return found == null ? new Definition(info(code)) : found;
    }

    static boolean has(String code) {
        return ALL.containsKey(code);
    }

    static Info info(String code) {
        Definition found = ALL.get(code);
        return found != null
                ? found.info
                : new Info(code, "", "", null, null, "active", null, null, null, null, null, null{% for field in catalog.fields %}, null{% endfor %});
    }

    /** Returns the current code for an alias. */
    static String current(String code) {
        return ALIASES.getOrDefault(code, code);
    }

    /** Returns whether this version of the catalog or a newer one has the code. */
    static boolean canBeCode(String code) {
        return has(current(code)){% for start in catalog.starts %}
                || code.startsWith({{ start }}) && code.length() > {{ start }}.length(){% else %} || !code.isEmpty(){% endfor %};
    }

    /** Returns the code with this page, also that of a newer version of the catalog. Null if it is another page. */
    static String ofPage(String url) {
        String known = PAGES.get(url);
{%- if catalog.url %}
        if (known != null || !url.startsWith({{ catalog.url ~ "/" }})) {
            return known;
        }
        String path = url.substring({{ catalog.url ~ "/" }}.length()).replaceAll("/+$", "");
        if (path.isEmpty() || path.contains("//") || path.startsWith("/") || path.matches("(?s).*[?#%].*")) {
            return null;
        }
        return {% if catalog.prefix %}{{ catalog.prefix ~ catalog.separator }} + {% endif %}path.replace("/", {{ catalog.separator }});
{%- else %}
        return known;
{%- endif %}
    }

    private static void add(Definition definition, String... aliases) {
        ALL.put(definition.info.code(), definition);
        if (definition.info.url() != null) {
            PAGES.put(definition.info.url(), definition.info.code());
        }
        for (String alias : aliases) {
            ALIASES.put(alias, definition.info.code());
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Object value) {
        return (List<String>) value;
    }
{#- A class or a method that is too large doesn't compile, so 100 codes are a class, and each is a method. -#}
{%- set_global calls = "" %}
{%- for code in catalog.codes %}
{%- set name = code.names.pascal | identifier %}
{%- if loop.index0 % 100 == 0 %}

    @SuppressWarnings("deprecation")
    private static final class Part{{ loop.index0 }} {
{%- endif %}
        private static Definition code{{ loop.index0 }}() {
            Definition of = new Definition(new Info(
                    {{ code.code }},
                    {{ code.name }},
                    {{ code.description }},
                    {{ <text text={code.message} /> | safe }},
                    {{ <text text={code.type_url} /> | safe }},
                    {{ code.lifecycle }},
                    {% if code.action %}Action.find({{ code.action.kind }}){% else %}null{% endif %},
                    {% if code.action %}{{ code.action.by }}{% else %}null{% endif %},
                    {% if code.action %}{{ <text text={code.action.reason} /> | safe }}{% else %}null{% endif %},
                    {{ <text text={code.fix} /> | safe }},
                    {% if code.retry_after is not none %}Duration.ofSeconds({{ code.retry_after }}L){% else %}null{% endif %},
                    {{ <text text={code.log_level} /> | safe }}
{%- for field in catalog.fields -%}
                    ,
                    {% set_global found = false %}
{%- for own in code.fields %}{% if own.name == field.name %}{% set_global found = true %}{{ <value value={own.value} type={own.type} /> | safe }}{% endif %}{% endfor %}
{%- if not found %}null{% endif %}
{%- endfor %}));
{%- for param in code.params %}
            of.param({{ param.name }}, {{ param.kind }}, {{ param.type }}, {{ param.sensitive }}, {{ param.sent }}, {{ param.extension }});
{%- endfor %}
{%- for text in code.other_texts %}
            of.otherText({{ text }});
{%- endfor %}
{%- for field in code.fields %}
            of.field({{ field.name }}, {{ <value value={field.value} type={field.type} /> | safe }});
{%- endfor %}
{%- for response in code.responses %}
            of.response(Profile.{{ response.profile_names.screaming }}, {{ response.status }}, {{ response.title }});
{%- for part in response.message %}
            of.message({{ <part part={part} /> | safe }});
{%- endfor %}
{%- for header in response.headers %}
            of.header({{ header.name }}{% for part in header.value %}, {{ <part part={part} /> | safe }}{% endfor %});
{%- endfor %}
{%- endfor %}
            of.record(
                    error -> {
{%- set_global own = 0 %}
{%- for param in code.params %}{% if not param.of_wording %}{% set_global own = own + 1 %}{% endif %}{% endfor %}
{%- if own > 0 %}
                        {{ error | safe }}.{{ name }} record = ({{ error | safe }}.{{ name }}) error;
{%- endif %}
                        return new Object[] { {%- for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}record.{{ param.names.camel | identifier }}(){% endif %}{% endfor -%} };
                    },
                    values -> new {{ error | safe }}.{{ name }}(
{%- for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}
{%- if param.type == "list" %}list(values[{{ loop.index0 }}]){% else %}({{ <boxed kind={param.kind} /> | safe }}) values[{{ loop.index0 }}]{% endif %}{% endif %}{% endfor -%}
                    ));
            return of;
        }
{% set_global calls = calls ~ "            add(code" ~ loop.index0 ~ "()" %}
{%- for alias in code.aliases %}{% set_global calls = calls ~ ", " ~ (alias | literal) %}{% endfor %}
{%- set_global calls = calls ~ ");\n" %}
{%- if loop.last or loop.index0 % 100 == 99 %}
        static void addAll() {
{{ calls | safe }}        }
    }
{%- set_global calls = "" %}
{%- endif %}
{%- endfor %}
}
