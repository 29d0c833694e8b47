{%- include "java/_package.java" %}
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of params in messages and bodies. */
final class Text {
    /** What messages have instead of a value that clients must not see. */
    static final String MASKED = "***";

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
    private static final Pattern TIMESTAMP = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");
    private static final Pattern DURATION_PART = Pattern.compile("(\\d*)(?:\\.(\\d*))?(h|ms|m|s|us|[\u00b5\u03bc]s|ns)");
    private static final Pattern BYTES = Pattern.compile("(-?)(\\d{1,4})(?:\\.(\\d))? (B|KiB|MiB|GiB|TiB|PiB|EiB)");
    private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?");
    private static final Pattern URL = Pattern.compile(
            "[A-Za-z][A-Za-z0-9+.-]*:(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-])+");
    private static final Pattern WEB_URL = Pattern.compile("(?is)https?:.*");
    private static final Pattern WEB_HOST = Pattern.compile("(?is)https?://(?:[^/?#]*@)?[^/?#@:].*");

    private Text() {}

    static String oneLine(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> {
            boolean isSpecial = Character.isISOControl(point) || point == 0x2028 || point == 0x2029;
            out.append(isSpecial ? String.format("\\u%04x", point) : Character.toString(point));
        });
        return out.toString();
    }

    /** Returns a value as a message has it. */
    static String inMessage(String kind, Object value) {
        if (value == null) {
            return MASKED;
        }
        if (value instanceof Duration duration) {
            return kind.equals("go_duration") ? goDuration(duration) : seconds(duration) + "s";
        }
        if (value instanceof Long number && kind.equals("bytes")) {
            return bytes(number);
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return String.valueOf(inBody(value));
    }

    /** Returns a value as JSON has it. */
    static Object inBody(Object value) {
        if (value instanceof Duration duration) {
            return seconds(duration);
        }
        if (value instanceof Instant time) {
            return timestamp(time);
        }
        return value;
    }

    private static long seconds(Duration duration) {
        return Math.max(0, duration.getSeconds());
    }

    private static String timestamp(Instant time) {
        OffsetDateTime utc = time.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
        int year = utc.getYear();
        String date = String.format(Locale.ROOT, year >= 0 && year <= 9999 ? "%04d" : "%+07d", year);
        int millis = utc.getNano() / 1_000_000;
        String fraction = millis == 0 ? "" : String.format(Locale.ROOT, ".%03d", millis).replaceAll("0+$", "");
        return date + String.format(Locale.ROOT, "-%02d-%02dT%02d:%02d:%02d%sZ",
                utc.getMonthValue(), utc.getDayOfMonth(), utc.getHour(), utc.getMinute(), utc.getSecond(), fraction);
    }

    private static String goDuration(Duration duration) {
        Duration span = duration.isNegative() ? Duration.ZERO : duration;
        long seconds = span.getSeconds();
        int nanos = span.getNano();
        if (seconds == 0 && nanos < 1_000_000) {
            return nanos == 0 ? "0s" : nanos < 1_000 ? nanos + "ns" : decimal(nanos, 3) + "\u00b5s";
        }
        if (seconds == 0) {
            return decimal(nanos, 6) + "ms";
        }
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        String before = hours > 0 ? hours + "h" + minutes + "m" : minutes > 0 ? minutes + "m" : "";
        return before + decimal(seconds % 60 * 1_000_000_000 + nanos, 9) + "s";
    }

    private static String decimal(long units, int scale) {
        return units == 0 ? "0" : BigDecimal.valueOf(units, scale).stripTrailingZeros().toPlainString();
    }

    private static String bytes(long number) {
        BigInteger size = BigInteger.valueOf(number).abs();
        if (size.bitLength() <= 10) {
            return number + " B";
        }
        for (int unit = 1; ; unit++) {
            BigInteger tenths = size.multiply(BigInteger.TEN).add(BigInteger.ONE.shiftLeft(10 * unit - 1)).shiftRight(10 * unit);
            // Rounded up, 1024 KiB is 1 MiB.
            if (unit == 6 || tenths.compareTo(BigInteger.valueOf(10_240)) < 0) {
                int tenth = tenths.intValueExact() % 10;
                return (number < 0 ? "-" : "") + tenths.intValueExact() / 10 + (tenth == 0 ? "" : "." + tenth) + " " + UNITS.get(unit);
            }
        }
    }

    /** Returns a whole number in JSON, or null. */
    static Object integer(Object value) {
        try {
            if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
                return ((Number) value).longValue();
            }
            if (value instanceof BigInteger number) {
                return number.longValueExact();
            }
            if (value instanceof BigDecimal number) {
                return number.longValueExact();
            }
            // Larger ones may be another number than the service sent.
            if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 9.007199254740992E15) {
                return number.longValue();
            }
        } catch (ArithmeticException error) {
            return null;
        }
        return null;
    }

    /** Returns the value of a member of a body, or null if it has another type. */
    static Object member(String kind, Object value) {
        return switch (kind) {
            case "integer", "bytes" -> integer(value);
            case "duration", "go_duration" -> integer(value) instanceof Long seconds && seconds >= 0 ? Duration.ofSeconds(seconds) : null;
            case "boolean" -> value instanceof Boolean ? value : null;
            case "list", "joined" -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance) ? List.copyOf(list) : null;
            default -> value instanceof String text ? parse(kind, text) : null;
        };
    }

    /** Returns the value of a text, or null if it is not one of the kind, or if a list can't be split. */
    static Object parse(String kind, String text) {
        try {
            return switch (kind) {
                case "string" -> text;
                case "integer" -> text.matches("[+-]?\\d+") ? Long.valueOf(text) : null;
                case "bytes" -> parseBytes(text);
                case "decimal" -> DECIMAL.matcher(text).matches() ? text : null;
                case "url" -> URL.matcher(text).matches() && (!WEB_URL.matcher(text).matches() || WEB_HOST.matcher(text).matches()) ? text : null;
                case "boolean" -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
                case "timestamp" -> parseTimestamp(text);
                // Older services send digits without the unit.
                case "duration" -> text.matches("\\d+s?") ? Duration.ofSeconds(Long.parseLong(text.replace("s", ""))) : null;
                case "go_duration" -> parseGoDuration(text);
                case "joined" -> text.isEmpty() ? List.of() : List.of(text.split(", ", -1));
                default -> null;
            };
        } catch (NumberFormatException | ArithmeticException error) {
            return null;
        }
    }

    private static Long parseBytes(String text) {
        Matcher found = BYTES.matcher(text);
        if (!found.matches() || found.group(4).equals("B") && found.group(3) != null) {
            return null;
        }
        int tenth = found.group(3) == null ? 0 : Integer.parseInt(found.group(3));
        BigInteger tenths = BigInteger.valueOf(Integer.parseInt(found.group(2)) * 10L + tenth).shiftLeft(10 * UNITS.indexOf(found.group(4)));
        BigInteger size = tenths.add(BigInteger.valueOf(5)).divide(BigInteger.TEN);
        size = found.group(1).isEmpty() ? size : size.negate();
        return size.max(BigInteger.valueOf(Long.MIN_VALUE)).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static Duration parseGoDuration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        BigInteger nanos = BigInteger.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        int at = 0;
        while (part.lookingAt()) {
            String whole = part.group(1);
            String fraction = part.group(2) == null ? "" : part.group(2);
            if (whole.isEmpty() && fraction.isEmpty()) {
                return null;
            }
            long unit = switch (part.group(3)) {
                case "h" -> 3_600_000_000_000L;
                case "m" -> 60_000_000_000L;
                case "s" -> 1_000_000_000L;
                case "ms" -> 1_000_000L;
                case "ns" -> 1L;
                default -> 1_000L;
            };
            BigDecimal number = new BigDecimal((whole.isEmpty() ? "0" : whole) + "." + (fraction.isEmpty() ? "0" : fraction));
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(unit)).toBigInteger());
            at = part.end();
            part.region(at, text.length());
        }
        boolean isWhole = at == text.length() && at > 0;
        return isWhole ? Duration.ofSeconds(nanos.divide(BILLION).longValueExact(), nanos.mod(BILLION).longValueExact()) : null;
    }

    private static Instant parseTimestamp(String text) {
        Matcher found = TIMESTAMP.matcher(text);
        if (!found.matches()) {
            return null;
        }
        int[] numbers = new int[7];
        for (int at = 1; at <= 6; at++) {
            numbers[at] = Integer.parseInt(found.group(at));
        }
        String fraction = found.group(7) == null ? "" : found.group(7);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        int hours = found.group(8) == null ? 0 : Integer.parseInt(found.group(9));
        int minutes = found.group(8) == null ? 0 : Integer.parseInt(found.group(10));
        int offset = (hours * 60 + minutes) * ("-".equals(found.group(8)) ? -60 : 60);
        try {
            LocalDateTime time = LocalDateTime.of(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], nanos);
            return hours > 23 || minutes > 59 ? null : time.toInstant(ZoneOffset.UTC).minusSeconds(offset);
        } catch (DateTimeException error) {
            return null;
        }
    }
}
