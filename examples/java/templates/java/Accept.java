{%- include "java/_package.java" %}
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Content negotiation (RFC 9110, section 12.5.1). Ignores malformed parts. */
final class Accept {
    private Accept() {}

    /** Returns the media type with the highest quality, and the first one on a tie or if none is acceptable. */
    static Shapes.Offer choose(List<Shapes.Offer> offers, String accept) {
        Shapes.Offer best = offers.get(0);
        int highest = -1;
        for (Shapes.Offer offer : offers) {
            int quality = accept == null ? 0 : quality(accept, essence(offer.contentType()));
            if (quality > highest) {
                best = offer;
                highest = quality;
            }
        }
        return best;
    }

    /** Returns a media type without its params. */
    static String essence(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the quality of a media type, in thousandths. The most specific range decides. */
    private static int quality(String accept, String contentType) {
        int best = 0;
        int quality = 0;
        for (String range : split(accept, ',')) {
            List<String> parts = split(range, ';');
            int specificity = specificity(parts.get(0).strip(), contentType);
            if (specificity > best) {
                best = specificity;
                quality = quality(parts.subList(1, parts.size()));
            }
        }
        return quality;
    }

    private static int specificity(String range, String contentType) {
        String kind = contentType.substring(0, contentType.indexOf('/') + 1);
        if (range.equals("*/*")) {
            return 1;
        }
        return range.equalsIgnoreCase(contentType) ? 3 : range.equalsIgnoreCase(kind + "*") ? 2 : 0;
    }

    private static int quality(List<String> parameters) {
        int quality = 1000;
        for (String parameter : parameters) {
            String[] parts = parameter.split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("q")) {
                quality = thousandths(parts[1].strip());
            }
        }
        return quality;
    }

    private static int thousandths(String text) {
        if (!text.matches("0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?")) {
            return 0;
        }
        return (int) Math.round(Double.parseDouble(text) * 1000);
    }

    /** Splits at separators outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean isQuoted = false;
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '\\' && isQuoted) {
                at++;
            } else if (character == '"') {
                isQuoted = !isQuoted;
            } else if (character == separator && !isQuoted) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
