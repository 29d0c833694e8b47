{%- include "java/_package.java" %}
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Response headers. */
final class Header {
    static final String RETRY_AFTER = "Retry-After";

    /** Headers that describe the body or the connection, which the server sets. */
    private static final Set<String> RESERVED = Set.of(
            "connection", "content-encoding", "content-length", "content-type", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    private Header() {}

    static boolean canBeSet(String name) {
        return name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }

    static String clean(String value) {
        return value.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", " ").replaceAll("^ +| +$", "");
    }

    /** Returns a value, or null if a header can't have it. */
    static String text(Object value, String unit) {
        if (value == null) {
            return null;
        }
        if (unit == null) {
            return Text.inMessage("", value);
        }
        if (value instanceof Duration duration) {
            return String.valueOf(unit.equals("milliseconds") ? millis(duration) : seconds(duration));
        }
        if (value instanceof Long number && !unit.equals("http_date")) {
            return String.valueOf(Math.max(0, number));
        }
        return value instanceof Instant time && unit.equals("http_date") ? httpDate(time) : Text.inMessage("", value);
    }

    static Object seconds(Duration duration) {
        return duration.isNegative() ? 0L : duration.getNano() > 0 && duration.getSeconds() < Long.MAX_VALUE ? duration.getSeconds() + 1 : duration.getSeconds();
    }

    private static Object millis(Duration duration) {
        java.math.BigDecimal millis = java.math.BigDecimal.valueOf(duration.getSeconds())
                .movePointRight(9)
                .add(java.math.BigDecimal.valueOf(duration.getNano()))
                .movePointLeft(6);
        return millis.max(java.math.BigDecimal.ZERO).setScale(0, java.math.RoundingMode.CEILING).toBigInteger();
    }

    private static String httpDate(Instant time) {
        try {
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            return year < 0 || year > 9999 ? null : HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
        } catch (DateTimeException error) {
            return null;
        }
    }

    /** Returns the headers of the catalog, except for those that the occurrence sets, and the latter. */
    static List<Response.Header> merged(List<Response.Header> ofCatalog, List<Response.Header> ofOccurrence, Long retryAfter) {
        List<Response.Header> all = new ArrayList<>();
        if (retryAfter != null) {
            all.add(new Response.Header(RETRY_AFTER, retryAfter.toString()));
        }
        all.addAll(ofCatalog);
        List<Response.Header> merged = new ArrayList<>();
        for (Response.Header header : all) {
            if (canBeSet(header.name()) && !has(merged, header.name()) && !has(ofOccurrence, header.name())) {
                merged.add(header);
            }
        }
        merged.addAll(ofOccurrence);
        return merged;
    }

    private static boolean has(List<Response.Header> headers, String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }
}
