package {{ catalog.names.flat }}errors;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Runs the vectors in a file, and prints how many were written and read. */
final class Vectors {
    record Occurrence(String requestId, String instance, Duration retryAfter, List<FieldError> errors) {}

    static final List<String> logs = new ArrayList<>();

    private static final String INTERNAL = "connection to db-7 refused";
    private static final List<String> failures = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        Object file = JsonParser.parse(Files.readString(Path.of(arguments[0])), JsonParser.INTEGERS.get(0));
        int written = 0;
        int read = 0;
        for (Object vector : list(get(file, "vectors"))) {
            String id = (String) get(vector, "id");
            try {
                if (get(vector, "params") != null) {
                    write(id, vector);
                    written++;
                }
                if (get(vector, "read") != null) {
                    read(id, vector);
                    read++;
                }
            } catch (RuntimeException error) {
                failures.add(id + ": " + error);
                error.printStackTrace();
            }
        }
        failures.stream().limit(40).forEach(System.err::println);
        System.out.println(written + " written, " + read + " read, " + failures.size() + " failures");
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private static void write(String id, Object vector) throws ReflectiveOperationException {
        String code = (String) get(vector, "code");
        Map<String, Object> params = new LinkedHashMap<>();
        map(get(vector, "params")).forEach((name, of) -> params.put(name, typed(of)));
        Object occurrence = get(vector, "occurrence");
        Object seconds = get(occurrence, "retry_after");
        List<FieldError> errors = new ArrayList<>();
        for (Object error : list(get(occurrence, "errors"))) {
            errors.add(new FieldError((String) get(error, "location"), (String) get(error, "message"), (String) get(error, "fix")));
        }
        Occurrence of = new Occurrence(
                (String) get(occurrence, "request_id"),
                (String) get(occurrence, "instance"),
                seconds == null ? null : duration(seconds + "s"),
                errors);
        logs.clear();
        var error = Errors.error(code, params);
        logs.add(error.toString());
        Response response = Errors.respond(error, new IllegalStateException(INTERNAL), of, (String) get(vector, "profile"), (String) get(vector, "accept"));
        Object expected = get(vector, "response");
        equal(id + " status", String.valueOf(get(expected, "status")), String.valueOf(response.status()));
        equal(id + " headers", headers(list(get(expected, "headers"))), headers(response.headers()));
        equal(id + " body", body(get(expected, "body")), body(response.body()));
        equal(id + " has internal text", false, response.toString().contains(INTERNAL));
        for (String name : Errors.names(code).sensitive()) {
            String text = name.isEmpty() ? "" : String.valueOf(params.get(name));
            boolean isSecret = text.length() > 3 && params.entrySet().stream().noneMatch(other ->
                    !other.getKey().equals(name) && other.getValue().toString().contains(text));
            equal(id + " logs " + name, false, isSecret && logs.toString().contains(text));
        }
    }

    private static void read(String id, Object vector) {
        Object response = get(vector, "response");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Object header : list(get(response, "headers"))) {
            List<Object> pair = list(header);
            headers.computeIfAbsent(((String) pair.get(0)).toLowerCase(Locale.ROOT), name -> new ArrayList<>()).add((String) pair.get(1));
        }
        for (var integer : JsonParser.INTEGERS) {
            String text = (String) get(response, "body");
            Map<String, Object> body = null;
            try {
                body = text == null || text.isEmpty() ? null : map(JsonParser.parse(text, integer));
            } catch (RuntimeException error) {
                // Not a JSON object.
            }
            int status = Integer.parseInt(String.valueOf(get(response, "status")));
            Received received = Received.read(status, headers, body);
            Object expected = get(vector, "read");
            Map<String, Object> actual = new LinkedHashMap<>();
            actual.put("code", received.code());
            actual.put("raw_code", received.rawCode());
            actual.put("status", (long) received.status());
            actual.put("title", received.title());
            actual.put("detail", received.detail());
            actual.put("request_id", received.requestId());
            actual.put("retry_after", received.retryAfter() == null ? null : received.retryAfter().toSeconds());
            actual.put("action", received.action() == null ? null : received.action().word());
            actual.put("fix", received.fix());
            map(expected).keySet().stream().filter(actual::containsKey).forEach(name ->
                    equal(id + " read " + name, String.valueOf(get(expected, name)), String.valueOf(actual.get(name))));
            // Null if unknown.
            equal(id + " read retryable", Boolean.TRUE.equals(get(expected, "retryable")), received.isRetryable());
            List<FieldError> errors = new ArrayList<>();
            for (Object error : list(get(expected, "errors"))) {
                errors.add(new FieldError((String) get(error, "location"), (String) get(error, "message"), (String) get(error, "fix")));
            }
            equal(id + " read errors", errors, received.errors());
            Map<String, Object> params = new LinkedHashMap<>();
            map(get(expected, "params")).forEach((name, of) -> params.put(name, typed(of)));
            equal(id + " read params", params, received.params());
            equal(id + " read the error's code", received.code(), received.error().code());
        }
    }

    /** The value of a param in a vector. */
    private static Object typed(Object of) {
        Object value = get(of, "value");
        return switch ((String) get(of, "kind")) {
            case "integer", "bytes" -> Long.valueOf((String) value);
            case "timestamp" -> Instant.parse((String) value);
            case "duration", "go_duration" -> duration((String) value);
            default -> value;
        };
    }

    private static Duration duration(String text) {
        BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
        long whole = seconds.toBigInteger().longValueExact();
        return Duration.ofSeconds(whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValueExact());
    }

    private static TreeSet<String> headers(List<?> headers) {
        TreeSet<String> lines = new TreeSet<>();
        for (Object header : headers) {
            Object name = header instanceof Response.Header of ? of.name() : list(header).get(0);
            Object value = header instanceof Response.Header of ? of.value() : list(header).get(1);
            lines.add(String.valueOf(name).toLowerCase(Locale.ROOT) + ": " + value);
        }
        return lines;
    }

    /** A body as a tree in which numbers are compared by value. */
    private static Object body(Object text) {
        return text == null || text.equals("") ? null : JsonParser.parse((String) text, number -> new BigDecimal(number).stripTrailingZeros());
    }

    private static void equal(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            failures.add(what + "\n  expected " + expected + "\n  but was  " + actual);
        }
    }

    private static Object get(Object of, String name) {
        return of instanceof Map<?, ?> map ? map.get(name) : null;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }
}
