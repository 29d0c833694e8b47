{%- include "java/_package.java" %}
/** The formats in which services send errors. */
public enum Profile {
{%- for profile in catalog.profiles %}
    /**
{{ <doc text={profile.title ~ "."} prefix="     * " /> | safe }}
     */
    {{ profile.names.screaming }}{% if not loop.last %},{% endif %}
{%- endfor %}
}
