{%- include "java/_package.java" %}
/** What to do about an error. */
public enum Action {
{%- for kind in catalog.action_kinds %}
    /**
{{ <doc text={"The action " ~ kind.word ~ "."} prefix="     * " /> | safe }}
     */
    {{ kind.names.screaming }}({{ kind.word }}){% if loop.last %};{% else %},{% endif %}
{%- endfor %}

    private final String word;

    Action(String word) {
        this.word = word;
    }

    /**
     * Returns the action as responses have it.
     *
     * @return the word
     */
    public String word() {
        return word;
    }

    /**
     * Returns whether the same request can succeed.
     *
     * @return whether to retry
     */
    public boolean isRetryable() {
        return this == RETRY || this == WAIT;
    }

    /** Returns the action with this word, or null for one of a newer service. */
    static Action find(Object word) {
        for (Action action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        return null;
    }
}
