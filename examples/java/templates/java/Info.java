{%- include "java/_package.java" %}
import java.time.Duration;

/**
 * What the catalog says about a code.
 *
 * @param code the code
 * @param name a human-readable name
 * @param description a sentence or two, or empty
 * @param message the message with {@code {param}} placeholders, or null
 * @param url the URL of its page, or null
 * @param lifecycle {@code draft}, {@code reserved}, {@code active}, {@code deprecated}, or {@code retired}
 * @param action what to do, or null if unknown
 * @param by who can resolve it, {@code caller} or {@code operator}, or null
 * @param reason why, or null
 * @param fix the first step of the fix, or null
 * @param retryAfter the time to wait before a retry, or null
 * @param logLevel the level at which services log it: {@code error}, {@code warn}, {@code info}, {@code debug}, {@code trace}, {@code off}, or
 *     null
{%- for field in catalog.fields %}
 * @param {{ <field field={field} /> | safe }}
{{ <doc text={field.about ~ (". Null if the code does not have it." if not field.complete else ".")} prefix=" *     " /> | safe }}
{%- endfor %}
 */
public record Info(
        String code,
        String name,
        String description,
        String message,
        String url,
        String lifecycle,
        Action action,
        String by,
        String reason,
        String fix,
        Duration retryAfter,
        String logLevel
{%- for field in catalog.fields -%}
        ,
        {% if field.type == "list" %}java.util.List<String>{% elif field.type == "integer" %}Long{% elif field.type == "boolean" %}Boolean{% else %}String{% endif %} {{ <field field={field} /> | safe }}
{%- endfor %}) {}
