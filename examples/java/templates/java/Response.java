{%- include "java/_package.java" %}
import java.util.List;

/**
 * A response, for any framework.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body as JSON, or an empty text if there is none
 */
public record Response(int status, List<Header> headers, String body) {
    /**
     * A header.
     *
     * @param name a token
     * @param value the value, without control characters
     */
    public record Header(String name, String value) {}
}
