{%- include "java/_package.java" %}
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills in messages with placeholders, and reads values back from a message. */
final class MessageReader {
    /** Longer messages aren't read, so a response can't cost much time or memory. */
    private static final int MOST_BYTES = 1 << 16;

    /** Text, or a placeholder. */
    private record Token(String text, boolean isParam) {}

    private record Split(int ways, Map<String, String> values) {}

    private MessageReader() {}

    static String fill(String template, Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        tokens(template).forEach(token -> text.append(token.isParam() ? values.getOrDefault(token.text(), Text.MASKED) : token.text()));
        return text.toString();
    }

    /** Returns the text of each param, if there is exactly one way to split the message by one of the templates. */
    static Map<String, String> read(List<String> templates, List<Definition.Param> params, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Map.of();
        }
        List<Split> found = templates.stream().map(template -> split(template, params, text)).filter(split -> split.ways() > 0).toList();
        return found.size() == 1 && found.get(0).ways() == 1 ? found.get(0).values() : Map.of();
    }

    private static List<Token> tokens(String template) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            char first = template.charAt(at);
            int end = at + 1;
            if (first == '{' && (end == template.length() || template.charAt(end) != '{')) {
                end = template.indexOf('}', at);
                tokens.add(new Token(template.substring(at + 1, end), true));
                at = end + 1;
            } else if (first == '{' || first == '}') {
                tokens.add(new Token(String.valueOf(first), false));
                at += 2;
            } else {
                while (end < template.length() && template.charAt(end) != '{' && template.charAt(end) != '}') {
                    end++;
                }
                tokens.add(new Token(template.substring(at, end), false));
                at = end;
            }
        }
        return tokens;
    }

    private static Split split(String template, List<Definition.Param> params, String text) {
        List<Token> tokens = tokens(template);
        // For each token, the number of ways (at most 2) in which it and the later ones can be the rest of the message.
        byte[][] ways = new byte[tokens.size() + 1][text.length() + 1];
        ways[tokens.size()][text.length()] = 1;
        for (int at = tokens.size() - 1; at >= 0; at--) {
            Token token = tokens.get(at);
            if (token.isParam()) {
                countWays(find(params, token.text()), text, ways[at + 1], ways[at]);
            } else {
                for (int start = text.indexOf(token.text()); start >= 0; start = text.indexOf(token.text(), start + 1)) {
                    ways[at][start] = ways[at + 1][start + token.text().length()];
                }
            }
        }
        return new Split(ways[0][0], ways[0][0] == 1 ? values(tokens, params, text, ways) : Map.of());
    }

    private static void countWays(Definition.Param param, String text, byte[] after, byte[] ways) {
        String stars = param != null && param.isSensitive() ? "*" : "";
        String first = param == null ? "" : first(param.kind());
        String others = param == null ? "" : others(param.kind());
        int open = 0;
        for (int start = text.length(); start >= 0; start--) {
            boolean hasMore = start < text.length();
            boolean begins = hasMore && (first + stars).indexOf(text.charAt(start)) >= 0;
            boolean continues = hasMore && (others.isEmpty() || (others + stars).indexOf(text.charAt(start)) >= 0);
            int before = open;
            open = Math.min(2, after[start] + (continues ? before : 0));
            ways[start] = (byte) (first.isEmpty() ? open : begins ? before : 0);
        }
    }

    private static Map<String, String> values(List<Token> tokens, List<Definition.Param> params, String text, byte[][] ways) {
        Map<String, String> values = new HashMap<>();
        Set<String> differing = new HashSet<>();
        int start = 0;
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (!token.isParam()) {
                start += token.text().length();
                continue;
            }
            Definition.Param param = find(params, token.text());
            int end = start + (param == null || first(param.kind()).isEmpty() ? 0 : 1);
            while (ways[at + 1][end] == 0) {
                end++;
            }
            String value = text.substring(start, end);
            String known = values.putIfAbsent(token.text(), value);
            if (known != null && !known.equals(value)) {
                differing.add(token.text());
            }
            start = end;
        }
        values.keySet().removeAll(differing);
        return values;
    }

    private static Definition.Param find(List<Definition.Param> params, String name) {
        return params.stream().filter(param -> param.name().equals(name)).findFirst().orElse(null);
    }

    /** The characters that a value starts with, or empty if it can be any text. */
    private static String first(String kind) {
        return switch (kind) {
{%- for kind in catalog.kinds %}
            case {{ kind.name }} -> {{ kind.first }};
{%- endfor %}
            default -> "";
        };
    }

    /** The characters that can follow. */
    private static String others(String kind) {
        return switch (kind) {
{%- for kind in catalog.kinds %}
            case {{ kind.name }} -> {{ kind.others }};
{%- endfor %}
            default -> "";
        };
    }
}
