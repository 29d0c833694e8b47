{%- component shape(shape) -%}
{%- if shape.kind == "object" -%}
new Shape.Members(List.of(
{%- for member in shape.members %}new Shape.Member({{ member.name | literal }}, {{ member.optional }}, {{ <shape shape={member.shape} /> | safe }}){% if not loop.last %}, {% endif %}{% endfor -%}
), {% if shape.rest %}{{ shape.rest | literal }}{% else %}null{% endif %})
{%- elif shape.kind == "array" -%}
new Shape.Items(List.of({% for item in shape.items %}{{ <shape shape={item} /> | safe }}{% if not loop.last %}, {% endif %}{% endfor %}))
{%- elif shape.kind == "constant" -%}
new Shape.Constant({{ shape.json | str | literal }})
{%- else -%}
new Shape.Variable({{ shape.variable | literal }}, {% if shape.param %}{{ shape.param | literal }}{% elif shape.field %}{{ shape.field | literal }}{% else %}null{% endif %}, {{ shape.nullable }})
{%- endif -%}
{%- endcomponent shape -%}

{%- include "java/_package.java" %}
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The response bodies of all profiles. */
final class Shapes {
    /** A media type, and the profile whose body it has. */
    record Offer(String contentType, Profile body) {}

    /** The body for a status, or for all others if it is 0. */
    private record Body(int status, Shape shape) {}

    private record Format(List<Offer> offers, List<Body> bodies) {}

    private static final Map<Profile, Format> ALL = new EnumMap<>(Profile.class);

    static {
{%- for profile in catalog.profiles %}
        ALL.put(Profile.{{ profile.names.screaming }}, {{ profile.names.camel }}Format());
{%- endfor %}
    }

    private Shapes() {}

    /** Returns the media types that a profile can send, its own first. */
    static List<Offer> offers(Profile profile) {
        return ALL.get(profile).offers();
    }

    /** Returns the shape of a body. */
    static Shape body(Profile profile, int status) {
        List<Body> bodies = ALL.get(profile).bodies();
        return bodies.stream().filter(body -> body.status() == status).findFirst().orElse(bodies.get(0)).shape();
    }

    /** Returns the shapes that a response can have, the most likely first. */
    static List<Shape> candidates(String contentType, int status) {
        List<Shape> first = new ArrayList<>();
        List<Shape> others = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            List<Shape> list = contentType == null || sends(profile, contentType) ? first : others;
            list.add(body(profile, status));
            ALL.get(profile).bodies().forEach(body -> list.add(body.shape()));
        }
        first.addAll(others);
        first.add(Shape.PROBLEM_DETAILS);
        return first;
    }

    private static boolean sends(Profile profile, String contentType) {
        return ALL.values().stream()
                .flatMap(format -> format.offers().stream())
                .anyMatch(offer -> offer.body() == profile && Accept.essence(offer.contentType()).equals(Accept.essence(contentType)));
    }
{%- for profile in catalog.profiles %}

    private static Format {{ profile.names.camel }}Format() {
        return new Format(
                List.of(
                        new Offer({{ profile.content_type }}, Profile.{{ profile.names.screaming }})
{%- for offer in profile.negotiate -%}
                        ,
                        new Offer({{ offer.content_type }}, Profile.{{ offer.profile_names.screaming }})
{%- endfor %}),
                List.of(
{%- for body in profile.shapes %}
                        new Body({{ body.status or 0 }}, {{ <shape shape={body.shape} /> | safe }}){% if not loop.last %},{% endif %}
{%- endfor %}));
    }
{%- endfor %}
}
