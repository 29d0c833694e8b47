{%- set error = catalog.names.pascal ~ "Error" -%}
{%- include "java/_package.java" %}
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A code: its params, responses, and texts. */
final class Definition {
    record Param(String name, String kind, String type, boolean isSensitive, boolean isSent, boolean isExtension) {}

    /** A part of a message or of a header: text, or the position of a param. */
    record Part(String text, int param, String unit, boolean isQuoted) {}

    private record HeaderParts(String name, List<Part> parts) {}

    private record Answer(int status, String title, List<Part> message, List<HeaderParts> headers) {}

    final Info info;
    final List<Param> params = new ArrayList<>();
    final List<String> otherTexts = new ArrayList<>();
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<Profile, Answer> responses = new EnumMap<>(Profile.class);
    private Answer last;
    private Function<{{ error | safe }}, Object[]> valuesOf = error -> new Object[0];
    private Function<Object[], {{ error | safe }}> recordOf;

    Definition(Info info) {
        this.info = info;
        this.recordOf = values -> new {{ error | safe }}.Unknown(info.code());
    }

    static Part text(String text) {
        return new Part(text, -1, null, false);
    }

    static Part param(int param, String unit, boolean isQuoted) {
        return new Part(null, param, unit, isQuoted);
    }

    /** A part that never has a value. */
    static Part none() {
        return param(Integer.MAX_VALUE, null, false);
    }

    void param(String name, String kind, String type, boolean isSensitive, boolean isSent, boolean isExtension) {
        params.add(new Param(name, kind, type, isSensitive, isSent, isExtension));
    }

    void otherText(String text) {
        otherTexts.add(text);
    }

    void field(String name, Object value) {
        fields.put(name, value);
    }

    void response(Profile profile, int status, String title) {
        last = new Answer(status, title, new ArrayList<>(), new ArrayList<>());
        responses.put(profile, last);
    }

    void message(Part part) {
        last.message().add(part);
    }

    void header(String name, Part... parts) {
        last.headers().add(new HeaderParts(name, List.of(parts)));
    }

    void record(Function<{{ error | safe }}, Object[]> valuesOf, Function<Object[], {{ error | safe }}> recordOf) {
        this.valuesOf = valuesOf;
        this.recordOf = recordOf;
    }

    /** Returns an error of the code. A param that is not in the map is null. */
    {{ error | safe }} error(Map<String, Object> values) {
        return recordOf.apply(params.stream().map(param -> values.get(param.name())).toArray());
    }

    /** Returns code and message on one line, without sensitive values. */
    String log({{ error | safe }} error) {
        if (info.message() == null) {
            return String.valueOf(info.code());
        }
        Map<String, String> shown = new LinkedHashMap<>();
        Object[] values = valuesOf.apply(error);
        for (int at = 0; at < values.length; at++) {
            Param param = params.get(at);
            shown.put(param.name(), Text.inMessage(param.kind(), param.isSensitive() ? null : values[at]));
        }
        return Text.oneLine(info.code() + ": " + MessageReader.fill(info.message(), shown));
    }

    Response respond({{ error | safe }} error, Profile profile, String accept, {{ catalog.names.pascal }}Exception.Occurrence occurrence) {
        Answer answer = responses.get(profile);
        if (answer == null) {
            return new Response(500, List.of(), "");
        }
        Object[] values = valuesOf.apply(error);
        List<Shapes.Offer> offers = Shapes.offers(profile);
        Shapes.Offer offer = Accept.choose(offers, accept);
        List<Response.Header> ofCatalog = headers(answer, values);
        List<Response.Header> headers = new ArrayList<>();
        headers.add(new Response.Header("Content-Type", offer.contentType()));
        headers.addAll(Header.merged(ofCatalog, occurrence.headers(), occurrence.retryAfter()));
        if (offers.stream().map(Shapes.Offer::contentType).distinct().count() > 1) {
            headers.add(new Response.Header("Vary", "Accept"));
        }
        Shape.Values of = values(answer, values, occurrence, retryAfter(ofCatalog, occurrence.retryAfter()));
        Object body = Shapes.body(offer.body(), answer.status()).build(of);
        return new Response(answer.status(), List.copyOf(headers), Json.text(body));
    }

    private Shape.Values values(Answer answer, Object[] values, {{ catalog.names.pascal }}Exception.Occurrence occurrence, Object retryAfter) {
        Map<String, Object> sent = new LinkedHashMap<>();
        Map<String, Object> extensions = new LinkedHashMap<>();
        for (int at = 0; at < values.length; at++) {
            Param param = params.get(at);
            if (param.isSent() && values[at] != null) {
                Object value = Text.inBody(values[at]);
                sent.put(param.name(), value);
                if (param.isExtension()) {
                    extensions.put(param.name(), value);
                }
            }
        }
        Map<String, Object> of = new LinkedHashMap<>();
        of.put("code", info.code());
        of.put("status", answer.status());
        of.put("status_string", String.valueOf(answer.status()));
        of.put("title", answer.title());
        of.put("type", info.url() == null ? "about:blank" : info.url());
        of.put("detail", message(answer, values));
        of.put("request_id", occurrence.requestId());
        of.put("instance", occurrence.instance());
        of.put("retry_after", retryAfter);
        of.put("action", info.action() == null ? null : info.action().word());
        of.put("fix", info.fix());
        of.put("errors", occurrence.errors().stream().map(Definition::members).toList());
        of.put("params", sent);
        of.put("extensions", extensions);
        return new Shape.Values(of, sent, fields);
    }

    private static Map<String, Object> members(FieldError error) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("location", error.location());
        members.put("message", error.message());
        if (error.fix() != null) {
            members.put("fix", error.fix());
        }
        return members;
    }

    private String message(Answer answer, Object[] values) {
        StringBuilder text = new StringBuilder();
        for (Part part : answer.message()) {
            text.append(part.text() != null ? part.text() : Text.inMessage(params.get(part.param()).kind(), values[part.param()]));
        }
        return text.toString();
    }

    /** The headers of the catalog, without those that need a param that headers must not have. */
    private List<Response.Header> headers(Answer answer, Object[] values) {
        List<Response.Header> headers = new ArrayList<>();
        for (HeaderParts header : answer.headers()) {
            String value = value(header.parts(), values);
            if (value != null) {
                headers.add(new Response.Header(header.name(), Header.clean(value)));
            }
        }
        return headers;
    }

    private String value(List<Part> parts, Object[] values) {
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            String text = part.text();
            if (text == null) {
                boolean canBeShown = part.param() < values.length && params.get(part.param()).isSent() && !params.get(part.param()).isSensitive();
                text = canBeShown ? Header.text(values[part.param()], part.unit()) : null;
            }
            if (text == null) {
                return null;
            }
            value.append(part.isQuoted() && part.text() == null ? text.replace("\\", "\\\\").replace("\"", "\\\"") : text);
        }
        return value.toString();
    }

    private Object retryAfter(List<Response.Header> ofCatalog, Long ofOccurrence) {
        if (ofOccurrence != null) {
            return ofOccurrence;
        }
        for (Response.Header header : ofCatalog) {
            Object seconds = header.name().equalsIgnoreCase(Header.RETRY_AFTER) ? Text.parse("integer", header.value()) : null;
            if (seconds instanceof Long number && number >= 0) {
                return number;
            }
        }
        return info.retryAfter() == null ? null : info.retryAfter().toSeconds();
    }
}
