{%- set error = catalog.names.pascal ~ "Error" -%}
{%- include "java/_package.java" %}
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An error response that a client got.
 *
 * @param status the HTTP status
 * @param error the error, which is {@link {{ error | safe }}.Unknown} for a response without a code, or with one of a newer service
 * @param code the current code, or null if the response has none
 * @param rawCode the code in the response, which can be an alias, or null
 * @param title the title, or null
 * @param detail the message, or null
 * @param requestId the ID of the request, or null
 * @param instance the URI of this occurrence, or null
 * @param retryAfter the time to wait before a retry, or null
 * @param action what to do, from the response, or else from the catalog, or null if unknown
 * @param fix the first step of the fix, or null
 * @param errors problems with parts of the request
 * @param params the params that the response has, also those that only other texts of the code have
 */
public record Received(
        int status,
        {{ error | safe }} error,
        String code,
        String rawCode,
        String title,
        String detail,
        String requestId,
        String instance,
        Duration retryAfter,
        Action action,
        String fix,
        List<FieldError> errors,
        Map<String, Object> params) {
    private static final Set<Integer> STATUSES_TO_RETRY = Set.of(408, 429, 502, 503, 504);

    /**
     * Reads a response of any profile.
     *
     * @param status the HTTP status
     * @param headers the headers, such as {@code response.headers().map()} of {@code java.net.http}
     * @param body the body, parsed as JSON, or null if it is empty or not a JSON object. Integers can be of any type.
     * @return what the response has
     */
    public static Received read(int status, Map<String, List<String>> headers, Map<String, ?> body) {
        for (Shape shape : Shapes.candidates(header(headers, "Content-Type"), status)) {
            Shape.Values found = new Shape.Values(new LinkedHashMap<>(), new LinkedHashMap<>(), Map.of());
            if (body != null && shape.read(body, found)) {
                String code = code(found.variables());
                if (code != null) {
                    return received(status, headers, code, found);
                }
            }
        }
        return received(status, headers, null, new Shape.Values(Map.of(), Map.of(), Map.of()));
    }

    private static Received received(int status, Map<String, List<String>> headers, String rawCode, Shape.Values found) {
        Map<String, Object> of = found.variables();
        String code = rawCode == null ? null : Codes.current(rawCode);
        Definition definition = Codes.find(code);
        String detail = (String) of.get("detail");
        Map<String, Object> params = params(definition, found.params(), detail);
        Action action = Action.find(of.get("action"));
        Object seconds = retryAfter(headers);
        seconds = seconds == null ? Text.integer(of.get("retry_after")) : seconds;
        return new Received(
                status,
                definition.error(params),
                code,
                rawCode,
                (String) of.get("title"),
                detail == null || detail.isEmpty() ? null : detail,
                (String) of.get("request_id"),
                (String) of.get("instance"),
                seconds == null ? null : Duration.ofSeconds((Long) seconds),
                action == null ? definition.info.action() : action,
                (String) of.get("fix"),
                errors(of.get("errors")),
                params);
    }

    /**
     * Returns whether the same request can succeed: what the action says, or else the status.
     *
     * @return whether to retry, which is false if unknown
     */
    public boolean isRetryable() {
        return action != null ? action.isRetryable() : retryDelay() != null || STATUSES_TO_RETRY.contains(status);
    }

    /**
     * Returns the time to wait before a retry, from the response, or else from the catalog.
     *
     * @return the time, or null if neither has one
     */
    public Duration retryDelay() {
        return retryAfter == null ? error.info().retryAfter() : retryAfter;
    }

    /** Returns the status, the code, and the ID of the request. The rest can have sensitive values. */
    @Override
    public String toString() {
        return Text.oneLine("Received[status=" + status + ", code=" + code + ", requestId=" + requestId + "]");
    }

    private static String code(Map<String, Object> of) {
        String code = (String) of.get("code");
        if (code == null && of.get("type") instanceof String type) {
            code = Codes.ofPage(type);
        }
        return code != null && Codes.canBeCode(code) ? code : null;
    }

    private static String header(Map<String, List<String>> headers, String name) {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
                return header.getValue().get(0);
            }
        }
        return null;
    }

    /** Ignores dates, since clocks differ. */
    private static Object retryAfter(Map<String, List<String>> headers) {
        String value = header(headers, Header.RETRY_AFTER);
        Object seconds = value == null ? null : Text.parse("integer", value.strip());
        return seconds instanceof Long number && number >= 0 ? number : null;
    }

    private static Map<String, Object> params(Definition definition, Map<String, Object> members, String detail) {
        Set<String> texts = new LinkedHashSet<>();
        if (definition.info.message() != null) {
            texts.add(definition.info.message());
        }
        texts.addAll(definition.otherTexts);
        boolean isRead = detail != null && definition.params.stream().anyMatch(Definition.Param::isSent);
        Map<String, String> inMessage = isRead ? MessageReader.read(List.copyOf(texts), definition.params, detail) : Map.of();
        Map<String, Object> params = new LinkedHashMap<>();
        for (Definition.Param param : definition.params) {
            Object value = Text.member(param.kind(), members.get(param.name()));
            String text = inMessage.get(param.name());
            if (value == null && text != null && !(param.isSensitive() && text.equals(Text.MASKED))) {
                value = Text.parse(param.kind(), text);
            }
            if (value != null) {
                params.put(param.name(), value);
            }
        }
        return Collections.unmodifiableMap(params);
    }

    private static List<FieldError> errors(Object list) {
        List<FieldError> errors = new ArrayList<>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> of && of.get("location") instanceof String location && of.get("message") instanceof String message) {
                    errors.add(new FieldError(location, message, of.get("fix") instanceof String fix ? fix : null));
                }
            }
        }
        return List.copyOf(errors);
    }
}
