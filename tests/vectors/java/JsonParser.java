package {{ catalog.names.flat }}errors;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A JSON parser that makes integers of any type. */
final class JsonParser {
    /** The types of integers in common JSON libraries. */
    static final List<Function<String, Object>> INTEGERS = List.of(
            text -> {
                BigInteger number = new BigInteger(text);
                return number.bitLength() < 64 ? (Object) number.longValueExact() : number;
            },
            BigInteger::new,
            BigDecimal::new);

    private final String text;
    private final Function<String, Object> integer;
    private int at;

    private JsonParser(String text, Function<String, Object> integer) {
        this.text = text;
        this.integer = integer;
    }

    static Object parse(String text, Function<String, Object> integer) {
        JsonParser parser = new JsonParser(text, integer);
        Object value = parser.value();
        parser.space();
        if (parser.at != text.length()) {
            throw new IllegalArgumentException("more text at " + parser.at);
        }
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skip(char expected) {
        space();
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char expected) {
        if (!skip(expected)) {
            throw new IllegalArgumentException("no " + expected + " at " + at + ": " + text);
        }
    }

    private Object value() {
        space();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw new IllegalArgumentException("no value at " + at);
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        return number.matches("-?\\d+") ? integer.apply(number) : new BigDecimal(number);
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        if (skip('}')) {
            return object;
        }
        do {
            space();
            String name = string();
            expect(':');
            if (object.containsKey(name)) {
                throw new IllegalArgumentException("two members " + name);
            }
            object.put(name, value());
        } while (skip(','));
        expect('}');
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        expect('[');
        if (skip(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (skip(','));
        expect(']');
        return array;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        expect('"');
        while (text.charAt(at) != '"') {
            char next = text.charAt(at++);
            if (next < ' ') {
                throw new IllegalArgumentException("a control character at " + at);
            }
            if (next != '\\') {
                out.append(next);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> out.append(escaped);
            }
        }
        at++;
        return out.toString();
    }
}
