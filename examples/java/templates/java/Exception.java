{%- set name = catalog.names.pascal -%}
{%- include "java/_package.java" %}
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries an error of the catalog and what is known of its occurrence. The message is for logs, and does not show
 * sensitive params. Clients get {@link #respond}, which has nothing of the cause.
 */
public final class {{ name }}Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient {{ name }}Error error;
    private transient String requestId;
    private transient String instance;
    private transient Duration retryAfter;
    private final transient List<FieldError> errors = new ArrayList<>();
    private final transient List<Response.Header> headers = new ArrayList<>();

    /**
     * An exception with this error.
     *
     * @param error the error
     */
    public {{ name }}Exception({{ name }}Error error) {
        this(error, null);
    }

    /**
     * An exception with this error, and with a cause.
     *
     * @param error the error
     * @param cause what clients do not see
     */
    public {{ name }}Exception({{ name }}Error error, Throwable cause) {
        super(Codes.find(error.code()).log(error), cause);
        this.error = error;
    }

    /**
     * Returns the error.
     *
     * @return the error, which is null if the exception was deserialized
     */
    public {{ name }}Error error() {
        return error;
    }

    /**
     * Sets the ID of the request.
     *
     * @param requestId the ID, or null if there is none
     * @return this exception
     */
    public {{ name }}Exception withRequestId(String requestId) {
        this.requestId = requestId;
        return this;
    }

    /**
     * Sets the URI of this occurrence.
     *
     * @param instance the URI, or null if there is none
     * @return this exception
     */
    public {{ name }}Exception withInstance(String instance) {
        this.instance = instance;
        return this;
    }

    /**
     * Sets the time to wait before a retry, instead of the one of the catalog.
     *
     * @param retryAfter the time, rounded up to seconds
     * @return this exception
     */
    public {{ name }}Exception withRetryAfter(Duration retryAfter) {
        this.retryAfter = retryAfter;
        return this;
    }

    /**
     * Adds a problem with one part of the request.
     *
     * @param error the problem
     * @return this exception
     */
    public {{ name }}Exception withError(FieldError error) {
        errors.add(error);
        return this;
    }

    /**
     * Adds a header of the response. It replaces a header of the catalog. A name that is not a token, or that the server
     * sets itself, is ignored.
     *
     * @param name the name
     * @param value the value
     * @return this exception
     */
    public {{ name }}Exception withHeader(String name, String value) {
        if (Header.canBeSet(name)) {
            headers.add(new Response.Header(name, Header.clean(value)));
        }
        return this;
    }

    /**
     * Returns the response. If the profile does not send the code, it is a 500 without a body, because the error is not
     * meant for clients.
     *
     * @param profile the format
     * @param accept the request's {@code Accept}, or null if it has none
     * @return the response
     */
    public Response respond(Profile profile, String accept) {
        Long seconds = retryAfter == null ? null : (Long) Header.seconds(retryAfter);
        return Codes.find(error.code()).respond(error, profile, accept, new Occurrence(requestId, instance, seconds, errors, headers));
    }

    record Occurrence(String requestId, String instance, Long retryAfter, List<FieldError> errors, List<Response.Header> headers) {}
}
