{%- set type = catalog.names.pascal ~ "Error" -%}
package {{ catalog.names.flat }}errors;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

/** Errors by code, made by the constructors that services call. */
final class Errors {
    /** The names of a code's record and of its params, and of those that logs must not show. */
    record Names(String type, List<String> params, List<String> sensitive) {}

    private static final Map<String, Names> ALL = new java.util.HashMap<>();

    static {
{%- for code in catalog.codes %}{% if code.raisable %}
        ALL.put({{ code.code }}, new Names({{ code.names.pascal | str | literal }},
                List.of({% for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}{{ param.name }}{% endif %}{% endfor %}),
                List.of({% for param in code.params %}{% if not param.of_wording %}{% if not loop.first %}, {% endif %}{% if param.sensitive %}{{ param.name }}{% else %}""{% endif %}{% endif %}{% endfor %})));
{%- endif %}{% endfor %}
    }

    static Names names(String code) {
        return ALL.get(code);
    }

    static {{ type | safe }} error(String code, Map<String, Object> params) throws ReflectiveOperationException {
        Names names = ALL.get(code);
        Class<?> type = java.util.Arrays.stream({{ type | safe }}.class.getPermittedSubclasses())
                .filter(of -> of.getSimpleName().equals(names.type()) || of.getSimpleName().equals(names.type() + "_"))
                .findFirst()
                .orElseThrow();
        Object[] values = names.params().stream().map(params::get).toArray();
        Class<?>[] types = java.util.Arrays.stream(type.getRecordComponents()).map(java.lang.reflect.RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return ({{ type | safe }}) constructor.newInstance(values);
    }

    static Response respond({{ type | safe }} error, Throwable cause, Vectors.Occurrence occurrence, String profile, String accept) {
        {{ catalog.names.pascal }}Exception exception = new {{ catalog.names.pascal }}Exception(error, cause)
                .withRequestId(occurrence.requestId())
                .withInstance(occurrence.instance())
                .withRetryAfter(occurrence.retryAfter());
        occurrence.errors().forEach(exception::withError);
        Vectors.logs.add(exception.toString());
        return exception.respond(profile(profile), accept);
    }

    private static Profile profile(String name) {
{%- for profile in catalog.profiles %}
        if (name.equals({{ profile.name }})) {
            return Profile.{{ profile.names.screaming }};
        }
{%- endfor %}
        throw new IllegalArgumentException(name);
    }
}
