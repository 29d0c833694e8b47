{%- include "java/_package.java" %}
/**
 * A problem with one part of the request.
 *
 * @param location the part, such as {@code body.name}
 * @param message the problem
 * @param fix what to send instead, or null
 */
public record FieldError(String location, String message, String fix) {
    /**
     * A problem without a fix.
     *
     * @param location the part, such as {@code body.name}
     * @param message the problem
     */
    public FieldError(String location, String message) {
        this(location, message, null);
    }
}
