{%- include "java/_package.java" %}
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a response body. Services build bodies from it, and clients find values with it. */
sealed interface Shape {
    /** RFC 9457. */
    Shape PROBLEM_DETAILS = new Members(
            List.of(
                    new Member("type", false, new Variable("type", null, false)),
                    new Member("title", false, new Variable("title", null, false)),
                    new Member("status", false, new Variable("status", null, false)),
                    new Member("detail", false, new Variable("detail", null, false)),
                    new Member("instance", true, new Variable("instance", null, false)),
                    new Member("code", false, new Variable("code", null, false)),
                    new Member("errors", true, new Variable("errors", null, false))),
            "extensions");

    /** The values of a response: those of variables, params, and fields. */
    record Values(Map<String, Object> variables, Map<String, Object> params, Map<String, Object> fields) {
        Object get(Variable variable) {
            return switch (variable.name()) {
                case "param" -> params.get(variable.of());
                case "field" -> fields.get(variable.of());
                default -> variables.get(variable.name());
            };
        }
    }

    /** Returns this part as maps, lists, and values that {@link Json} writes. */
    Object build(Values values);

    /** Returns whether any of its variables has a value. */
    boolean isPresent(Values values);

    /** Adds the values in a body. Returns whether the body has this shape. */
    boolean read(Object body, Values found);

    record Member(String name, boolean isOptional, Shape shape) {}

    /** An object. {@code rest} is {@code params} or {@code extensions} if it also has these as members. */
    record Members(List<Member> members, String rest) implements Shape {
        @Override
        public Object build(Values values) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (Member member : members) {
                if (!member.isOptional() || member.shape().isPresent(values)) {
                    object.put(member.name(), member.shape().build(values));
                }
            }
            if (rest != null && values.variables().get(rest) instanceof Map<?, ?> others) {
                others.forEach((name, value) -> object.put((String) name, value));
            }
            return object;
        }

        @Override
        public boolean isPresent(Values values) {
            return members.stream().anyMatch(member -> member.shape().isPresent(values))
                    || rest != null && new Variable(rest, null, false).isPresent(values);
        }

        @Override
        public boolean read(Object body, Values found) {
            if (!(body instanceof Map<?, ?> object)) {
                return false;
            }
            for (Member member : members) {
                boolean fits = object.containsKey(member.name()) ? member.shape().read(object.get(member.name()), found) : member.isOptional();
                if (!fits) {
                    return false;
                }
            }
            if (rest != null) {
                object.forEach((name, value) -> {
                    if (members.stream().noneMatch(member -> member.name().equals(name))) {
                        found.params().put(String.valueOf(name), value);
                    }
                });
            }
            return true;
        }
    }

    /** An array. */
    record Items(List<Shape> items) implements Shape {
        @Override
        public Object build(Values values) {
            List<Object> array = new ArrayList<>();
            items.forEach(item -> array.add(item.build(values)));
            return array;
        }

        @Override
        public boolean isPresent(Values values) {
            return items.stream().anyMatch(item -> item.isPresent(values));
        }

        @Override
        public boolean read(Object body, Values found) {
            if (!(body instanceof List<?> array) || array.size() != items.size()) {
                return false;
            }
            for (int at = 0; at < items.size(); at++) {
                if (!items.get(at).read(array.get(at), found)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** JSON that is the same in each response. */
    record Constant(String json) implements Shape {
        @Override
        public Object build(Values values) {
            return new Json.Raw(json);
        }

        @Override
        public boolean isPresent(Values values) {
            return false;
        }

        @Override
        public boolean read(Object body, Values found) {
            return body instanceof Number number ? isNumber(number) : Json.text(body).equals(json);
        }

        private boolean isNumber(Number number) {
            try {
                return new BigDecimal(json).compareTo(new BigDecimal(number.toString())) == 0;
            } catch (NumberFormatException error) {
                return false;
            }
        }
    }

    /** A value. {@code of} is the name of a param or a field. */
    record Variable(String name, String of, boolean isNullable) implements Shape {
        @Override
        public Object build(Values values) {
            return values.get(this);
        }

        @Override
        public boolean isPresent(Values values) {
            Object value = values.get(this);
            return value instanceof List<?> list && name.equals("errors") ? !list.isEmpty() : value instanceof Map<?, ?> map ? !map.isEmpty() : value != null;
        }

        @Override
        public boolean read(Object body, Values found) {
            boolean fits = switch (name) {
                case "code", "status_string", "title", "type", "detail" -> body instanceof String;
                case "request_id", "instance", "action", "fix" -> body == null || body instanceof String;
                case "status" -> Text.integer(body) != null;
                case "retry_after" -> body == null || Text.integer(body) instanceof Long seconds && seconds >= 0;
                case "errors" -> body instanceof List;
                case "params", "extensions" -> body instanceof Map;
                default -> true;
            };
            if (name.equals("param")) {
                found.params().put(of, body);
            } else if (fits && (name.equals("params") || name.equals("extensions"))) {
                ((Map<?, ?>) body).forEach((key, value) -> found.params().put(String.valueOf(key), value));
            } else if (fits && !name.equals("field")) {
                found.variables().put(name, body);
            }
            return fits;
        }
    }
}
