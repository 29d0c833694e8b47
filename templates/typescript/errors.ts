{%- component shape(shape, indent: string = "") -%}
{%- if shape.kind == "object" -%}
{
{%- for member in shape.members %}
{{ indent | safe }}  {{ member.name | literal }}{% if member.optional %}?{% endif %}: {{ <shape shape={member.shape} indent={indent ~ "  "} /> | safe }};
{%- endfor %}
{{ indent | safe }}}
{%- if shape.rest == "extensions" %} & Extensions[C]{% elif shape.rest == "params" %} & Params[C]{% endif -%}
{%- elif shape.kind == "array" -%}
[{% for item in shape.items %}{{ <shape shape={item} indent={indent} /> | safe }}{% if not loop.last %}, {% endif %}{% endfor %}]
{%- elif shape.kind == "constant" -%}
{{ <constant json={shape.json ~ ""} /> | safe }}
{%- elif shape.variable == "code" -%}
C
{%- elif shape.variable == "status" -%}
number
{%- elif shape.variable == "retry_after" -%}
number | null
{%- elif shape.variable == "action" -%}
ActionKind{% if shape.nullable %} | null{% endif %}
{%- elif shape.variable == "errors" -%}
FieldError[]
{%- elif shape.variable == "params" -%}
Params[C]
{%- elif shape.variable == "extensions" -%}
Extensions[C]
{%- elif shape.variable == "field" -%}
{% for type in shape.types %}{{ <wire type={type} /> | safe }}{% endfor %}{% if shape.nullable %} | null{% endif %}
{%- elif shape.variable == "param" -%}
{% for type in shape.types %}{{ <wire type={type} /> | safe }} | {% endfor %}null
{%- else -%}
string{% if shape.nullable %} | null{% endif %}
{%- endif -%}
{%- endcomponent shape -%}

{%- component wire(type: string) -%}
{%- if type == "integer" %}number | bigint{% elif type == "list" %}string[]{% else %}{{ type | safe }}{% endif -%}
{%- endcomponent wire -%}

{#- A field of a code. -#}
{%- component field_value(field) -%}
{%- if field.type == "list" %}[{% for item in field.value %}{{ item | literal }}{% if not loop.last %}, {% endif %}{% endfor %}]{% elif field.type == "integer" %}{{ <integer number={field.value} /> | safe }}{% elif field.type == "boolean" %}{{ field.value }}{% else %}{{ field.value | literal }}{% endif -%}
{%- endcomponent field_value -%}

{#- An integer, which a `number` may not hold. -#}
{%- component integer(number) -%}
{{ number }}{% if number > 9007199254740991 or number < -9007199254740991 %}n{% endif -%}
{%- endcomponent integer -%}

{#- A string, an integer, a boolean, or `null` that is the same in each response. -#}
{%- component constant(json) -%}
{%- set is_long = json | length > 15 and json is not starting_with(pat="\"") -%}
{%- if is_long %}{{ <integer number={json | int} /> | safe }}{% else %}{{ json | safe }}{% endif -%}
{%- endcomponent constant -%}

{#- The type of a param that clients read. -#}
{%- component read(kind: string) -%}
{%- if kind == "integer" or kind == "bytes" %}number | bigint{% elif kind == "duration" or kind == "go_duration" %}number{% elif kind == "list" or kind == "joined" %}string[]{% elif kind == "boolean" %}boolean{% else %}string{% endif -%}
{%- endcomponent read -%}

{#- The type of a param that services set. -#}
{%- component given(kind: string) -%}
{%- if kind == "integer" or kind == "bytes" %}number | bigint{% elif kind == "duration" or kind == "go_duration" %}number{% elif kind == "list" or kind == "joined" %}readonly string[]{% elif kind == "boolean" %}boolean{% elif kind == "timestamp" %}Date{% else %}string{% endif -%}
{%- endcomponent given -%}

{#- A param in a message. -#}
{%- component shown(param) -%}
{%- set value = "params." ~ param.name -%}
{%- if param.kind == "integer" %}String(integer({{ param.name | literal }}, {{ value | safe }})){% elif param.kind == "bytes" %}bytes(integer({{ param.name | literal }}, {{ value | safe }})){% elif param.kind == "duration" %}(seconds({{ param.name | literal }}, {{ value | safe }}) + "s"){% elif param.kind == "go_duration" %}goDuration({{ param.name | literal }}, {{ value | safe }}){% elif param.kind == "timestamp" %}timestamp({{ param.name | literal }}, {{ value | safe }}){% elif param.kind == "list" or param.kind == "joined" %}{{ value | safe }}.join(", "){% elif param.kind == "boolean" %}String({{ value | safe }}){% else %}{{ value | safe }}{% endif -%}
{%- endcomponent shown -%}

{#- A param in a body. -#}
{%- component sent(param) -%}
{%- set value = "params." ~ param.name -%}
{%- if param.kind == "integer" or param.kind == "bytes" %}integer({{ param.name | literal }}, {{ value | safe }}){% elif param.kind == "duration" or param.kind == "go_duration" %}seconds({{ param.name | literal }}, {{ value | safe }}){% elif param.kind == "timestamp" %}timestamp({{ param.name | literal }}, {{ value | safe }}){% else %}{{ value | safe }}{% endif -%}
{%- endcomponent sent -%}

{#- A param in a header. -#}
{%- component header_value(param, unit) -%}
{%- set value = "params." ~ param.name -%}
{%- set is_integer = param.kind == "integer" or param.kind == "bytes" -%}
{%- if unit and is_integer %}waited(integer({{ param.name | literal }}, {{ value | safe }})){% elif unit == "seconds" %}roundedUp({{ param.name | literal }}, {{ value | safe }}, 1_000_000_000n){% elif unit == "milliseconds" %}roundedUp({{ param.name | literal }}, {{ value | safe }}, 1_000_000n){% elif unit == "http_date" %}httpDate({{ param.name | literal }}, {{ value | safe }}){% elif is_integer %}String(integer({{ param.name | literal }}, {{ value | safe }})){% elif param.kind == "go_duration" %}(seconds({{ param.name | literal }}, {{ value | safe }}) + "s"){% else %}{{ <shown param={param} /> | safe }}{% endif -%}
{%- endcomponent header_value -%}

{#- A message, as an expression. Logs mask sensitive params, even if the code reveals them. -#}
{%- component message(parts, params, masks: bool) -%}
{%- for part in parts %}{% if not loop.first %} + {% endif %}{% if part.text is none %}{% set param = params[part.param] %}{% if masks and param.sensitive %}"***"{% else %}{{ <shown param={param} /> | safe }}{% endif %}{% else %}{{ part.text | literal }}{% endif %}{% else %}""{% endfor -%}
{%- endcomponent message -%}

{#- The value of a header, as an expression. -#}
{%- component header(parts, params) -%}
{%- for part in parts %}{% if not loop.first %} + {% endif %}{% if part.text is none %}{% set param = params[part.param] %}{% if part.quoted %}escaped({{ <header_value param={param} unit={part.unit} /> | safe }}){% else %}{{ <header_value param={param} unit={part.unit} /> | safe }}{% endif %}{% else %}{{ part.text | literal }}{% endif %}{% else %}""{% endfor -%}
{%- endcomponent header -%}

{#- The condition for an optional part of a body: whether any of its values is there. -#}
{%- component present(shape) -%}
{%- if shape.kind == "object" -%}
{%- for member in shape.members %}{{ <present shape={member.shape} /> | safe }} || {% endfor %}{% if shape.rest %}!isEmpty(v.{{ shape.rest | safe }}){% else %}false{% endif -%}
{%- elif shape.kind == "array" -%}
{%- for item in shape.items %}{{ <present shape={item} /> | safe }} || {% endfor %}false
{%- elif shape.kind == "constant" -%}
false
{%- elif shape.variable == "errors" -%}
v.errors.length > 0
{%- elif shape.variable == "params" or shape.variable == "extensions" -%}
!isEmpty(v.{{ shape.variable | safe }})
{%- elif shape.variable == "param" -%}
own(v.params, {{ shape.param | literal }}) !== undefined
{%- elif shape.variable == "field" -%}
own(v.fields, {{ shape.field | literal }}) !== undefined
{%- else -%}
{{ <variable shape={shape} /> | safe }} !== undefined
{%- endif -%}
{%- endcomponent present -%}

{%- component variable(shape) -%}
{%- if shape.variable == "request_id" %}v.requestId{% elif shape.variable == "status_string" %}String(v.status){% elif shape.variable == "retry_after" %}v.retryAfter{% elif shape.variable == "param" %}own(v.params, {{ shape.param | literal }}){% elif shape.variable == "field" %}own(v.fields, {{ shape.field | literal }}){% else %}v.{{ shape.variable | safe }}{% endif -%}
{%- endcomponent variable -%}

{#- A part of a body, as an expression. -#}
{%- component written(shape) -%}
{%- if shape.kind == "object" -%}
{ {%- for member in shape.members %} [{{ member.name | literal }}]: {% if member.optional %}{{ <present shape={member.shape} /> | safe }} ? {{ <written shape={member.shape} /> | safe }} : undefined{% else %}{{ <written shape={member.shape} /> | safe }}{% endif %},{% endfor %}{% if shape.rest %} ...v.{{ shape.rest | safe }},{% endif %} }
{%- elif shape.kind == "array" -%}
[{% for item in shape.items %}{{ <written shape={item} /> | safe }}{% if not loop.last %}, {% endif %}{% endfor %}]
{%- elif shape.kind == "constant" -%}
{{ <constant json={shape.json ~ ""} /> | safe }}
{%- elif shape.variable in ["code", "status", "title", "type", "detail", "errors", "params", "extensions"] -%}
v.{{ shape.variable | safe }}
{%- else -%}
{{ <variable shape={shape} /> | safe }} ?? null
{%- endif -%}
{%- endcomponent written -%}

{#- A part of a body, as data for the reader. -#}
{%- component pattern(shape) -%}
{%- if shape.kind == "object" -%}
{ members: [{% for member in shape.members %}[{{ member.name | literal }}, {{ <pattern shape={member.shape} /> | safe }}{% if member.optional %}, true{% endif %}]{% if not loop.last %}, {% endif %}{% endfor %}]{% if shape.rest %}, rest: {{ shape.rest | literal }}{% endif %} }
{%- elif shape.kind == "array" -%}
{ items: [{% for item in shape.items %}{{ <pattern shape={item} /> | safe }}{% if not loop.last %}, {% endif %}{% endfor %}] }
{%- elif shape.kind == "constant" -%}
{ constant: {{ <constant json={shape.json ~ ""} /> | safe }} }
{%- elif shape.variable == "param" -%}
{{ ("param." ~ shape.param) | literal }}
{%- else -%}
{{ shape.variable | literal }}
{%- endif -%}
{%- endcomponent pattern -%}

{%- component params(params, extensions: bool) -%}
{%- for param in params -%}
{%- if param.extension or not extensions %}{% if param.sensitive %} /** Sensitive{% if not param.sent %}: responses do not have it{% endif %}. */{% endif %} {{ param.name | literal }}{% if not param.sent or param.of_wording %}?{% endif %}: {{ <read kind={param.kind} /> | safe }};{% endif -%}
{%- endfor -%}
{%- endcomponent params -%}
// Generated by `errbook export typescript`. Do not edit. Change the catalog and export again.
{{ catalog.title | comment(prefix="// ") }}
{%- if catalog.internal %}
// Internal: this file has fields that are not public.
{%- endif %}

{% set name = catalog.names.pascal -%}
{% set modules = catalog.depends -%}
{% set any_code = "AnyCode" if modules else "Code" -%}
{% set own_error = name ~ "Error" -%}
{% set_global raises = false -%}
{% for code in catalog.codes %}{% if code.raisable %}{% set_global raises = true %}{% endif %}{% endfor -%}
{% set_global any_error = own_error -%}
{% set_global errors = own_error if raises else "" -%}
{% set_global is_known = "error instanceof " ~ own_error if raises else "" -%}
{% for of in modules -%}
{% if of.sends -%}
{% set error = of.names.camel ~ "Errors." ~ of.own_names.pascal ~ "Error" -%}
{% set_global any_error = "AnyError" -%}
{% set_global errors = (errors ~ " | " if errors else "") ~ error -%}
{% set_global is_known = (is_known ~ " || " if is_known else "") ~ "error instanceof " ~ error -%}
{% endif -%}
import * as {{ of.names.camel }}Errors from {{ of.module }};
{% if loop.last %}
{% endif -%}
{% endfor -%}
/** All codes. */
export const Code = {
{%- for code in catalog.codes %}
  /**
{{ (code.name ~ "\n\n" ~ code.description) | trim | comment(prefix="   * ") }}
{%- if code.ending and code.lifecycle in ["deprecated", "retired"] %}
{%- set reason = code.ending.reason or "" %}
{%- if code.ending.replaced_by %}{% set reason = (reason ~ " Use " ~ code.ending.replaced_by ~ ".") | trim %}{% endif %}
{{ ("@deprecated " ~ reason) | comment(prefix="   * ") }}
{%- endif %}
{%- if code.url %}
{{ ("@see " ~ code.url) | comment(prefix="   * ") }}
{%- endif %}
   */
  {{ code.names.pascal }}: {{ code.code }},
{%- endfor %}
} as const;

/** A code in the catalog. A newer service can send codes that are not listed here. */
export type Code = (typeof Code)[keyof typeof Code];

{% if modules -%}
/** A code of this catalog, or of one that it depends on. */
export type AnyCode = Code{% for of in modules %} | {{ of.names.camel }}Errors.Code{% endfor %};

{% endif -%}
/** The kinds of actions. */
export const actionKinds = [{% for kind in catalog.action_kinds %}{{ kind.word }}{% if not loop.last %}, {% endif %}{% endfor %}] as const;

/** What to do about an error. With `retry` and `wait`, the same request can succeed. */
export type ActionKind = (typeof actionKinds)[number];

/** What to do about an error, who can do it, and why. */
export interface Action {
  readonly kind: ActionKind;
  readonly by: {% for by in catalog.action_bys %}{{ by }}{% if not loop.last %} | {% endif %}{% endfor %};
  readonly reason: string | null;
}

{% if catalog.fields -%}
/** Fields that the catalog declares. */
export interface Fields {
{%- for field in catalog.fields %}
  /**
{{ field.about | comment(prefix="   * ") }}
   */
  readonly {{ field.names.camel }}{% if not field.complete %}?{% endif %}: {% if field.type == "enum" -%}
{%- for value in field.values %}{% if not loop.first %} | {% endif %}{{ value }}{% endfor %}
{%- elif field.type == "list" %}readonly string[]
{%- elif field.type == "integer" or field.type == "boolean" %}{{ <wire type={field.type} /> | safe }}
{%- else %}string{% endif %};
{%- endfor %}
}

{% endif -%}
{% if catalog.has_wordings -%}
/** Another text of a code. */
export interface Wording {
  /** The text with `{param}` placeholders. */
  readonly text: string;
  /** Profiles that send it. Empty if all do. */
  readonly profiles: readonly string[];
  /** Operations that answer with it. Empty if any can. */
  readonly operations: readonly string[];
  /** Completes "When ...". */
  readonly when: string | null;
  /** Whether `text` is only its general shape. */
  readonly computed: boolean;
}

{% endif -%}
/** Metadata of a code. */
export interface Info {
  readonly name: string;
  readonly description: string;
  /** The public message with `{param}` placeholders. */
  readonly message: string | null;
{%- if catalog.has_messages %}
  /** The message of each profile, if they differ. */
  readonly messages?: { readonly [profile: string]: string };
{%- endif %}
{%- if catalog.has_wordings %}
  /** Other texts that services send. */
  readonly wordings?: readonly Wording[];
{%- endif %}
  /** HTTP status by profile. */
  readonly status: { readonly [profile: string]: number };
  /** What to do about the error. `null` if unknown. */
  readonly action: Action | null;
  /** Whether retrying the same request can succeed. `null` if unknown. */
  readonly retryable: boolean | null;
  /** Seconds to wait before a retry. */
  readonly retryAfter: number | null;
  readonly lifecycle: "draft" | "reserved" | "active" | "deprecated" | "retired";
  readonly replacedBy: string | null;
  /** The nearest code above it, if there is one. */
  readonly parent?: Code;
  readonly url: string | null;
  /** The `type` of responses, if it is not the URL of the page. */
  readonly type?: string;
{%- if catalog.fields %}
  readonly fields: Fields;
{%- endif %}
}

/** Metadata of each code. */
export const info: { readonly [C in Code]: Info } = {
{%- for code in catalog.codes %}
  {{ code.code }}: {
    name: {{ code.name }},
    description: {{ code.description }},
    message: {% if code.message %}{{ code.message }}{% else %}null{% endif %},
{%- if code.messages %}
    messages: { {%- for message in code.messages %} {{ message.profile }}: {{ message.text }}{% if not loop.last %},{% endif %}{% endfor %} },
{%- endif %}
{%- if code.wordings %}
    wordings: [
{%- for wording in code.wordings %}
      { text: {{ wording.text }}, profiles: [{% for name in wording.profiles %}{{ name }}{% if not loop.last %}, {% endif %}{% endfor %}], operations: [{% for name in wording.operations %}{{ name }}{% if not loop.last %}, {% endif %}{% endfor %}], when: {% if wording.when %}{{ wording.when }}{% else %}null{% endif %}, computed: {{ wording.computed }} },
{%- endfor %}
    ],
{%- endif %}
    status: { {%- for response in code.responses %} {{ response.profile }}: {{ response.status }}{% if not loop.last %},{% endif %}{% endfor %} },
    action: {% if code.action %}{ kind: {{ code.action.kind }}, by: {{ code.action.by }}, reason: {% if code.action.reason %}{{ code.action.reason }}{% else %}null{% endif %} }{% else %}null{% endif %},
    retryable: {% if code.retryable is none %}null{% else %}{{ code.retryable }}{% endif %},
    retryAfter: {% if code.retry_after %}{{ code.retry_after }}{% else %}null{% endif %},
    lifecycle: {{ code.lifecycle }},
    replacedBy: {% if code.ending and code.ending.replaced_by %}{{ code.ending.replaced_by }}{% else %}null{% endif %},
{%- if code.parent %}
    parent: {{ code.parent.code }},
{%- endif %}
    url: {% if code.url %}{{ code.url }}{% else %}null{% endif %},
{%- if code.type_url and code.type_url != code.url %}
    type: {{ code.type_url }},
{%- endif %}
{%- if catalog.fields %}
    fields: { {%- for field in code.fields %} {{ field.names.camel }}: {{ <field_value field={field} /> | safe }}{% if not loop.last %},{% endif %}{% endfor %} },
{%- endif %}
  },
{%- endfor %}
};

/** Aliases and the codes they stand for. */
export const aliases: { readonly [alias: string]: Code } = {
{%- for code in catalog.codes -%}
{%- for alias in code.aliases %}
  {{ alias }}: {{ code.code }},
{%- endfor -%}
{%- endfor %}
};

/** A problem with one part of the request. */
export interface FieldError {
  /** For example, `body.name`. */
  location: string;
  message: string;
  /** What to send instead. */
  fix?: string;
}

/** The parameters of each code's message. */
export interface Params
{%- for of in modules %}{% if loop.first %} extends {% else %}, {% endif %}{{ of.names.camel }}Errors.Params{% endfor %} {
{%- for code in catalog.codes %}
  {{ code.code }}: { {{- <params params={code.params} extensions={false} /> | safe }} };
{%- endfor %}
}

/** The parameters that are also members of the response body. */
export interface Extensions
{%- for of in modules %}{% if loop.first %} extends {% else %}, {% endif %}{{ of.names.camel }}Errors.Extensions{% endfor %} {
{%- for code in catalog.codes %}
  {{ code.code }}: { {{- <params params={code.params} extensions={true} /> | safe }} };
{%- endfor %}
}
{%- for profile in catalog.profiles %}
{%- for body in profile.shapes %}

{{ ("Response body of " ~ profile.title ~ " (" ~ profile.content_type ~ ")") | comment(prefix="// ") }}{% if body.status %}, status {{ body.status }}{% endif %}.
export type {{ profile.names.pascal }}Body{% if body.status %}{{ body.status }}{% endif %}<C extends {{ any_code | safe }} = {{ any_code | safe }}> = C extends {{ any_code | safe }}
  ? {{ <shape shape={body.shape} indent="  " /> | safe }}
  : never;
{%- endfor %}
{%- endfor %}

/** A response body of any profile. */
export type Body<C extends {{ any_code | safe }} = {{ any_code | safe }}> =
{%- for profile in catalog.profiles -%}
{%- for body in profile.shapes %}
  | {{ profile.names.pascal }}Body{% if body.status %}{{ body.status }}{% endif %}<C>
{%- endfor -%}
{%- else %}
  never
{%- endfor %};{%- for operation in catalog.operations %}
{%- if loop.first %}

/** The codes that each operation can raise. */
export interface Operations {
{%- endif %}
  {{ operation.name }}: {% for code in operation.codes %}{% if not loop.first %} | {% endif %}{{ code }}{% endfor %};
{%- if loop.last %}
}
{%- endif %}
{%- endfor %}

/** Whether a value is a code in the catalog. */
export function isCode(value: unknown): value is Code {
  return typeof value === "string" && Object.hasOwn(known, value);
}

/** Whether a value is a kind of action. */
export function isActionKind(value: unknown): value is ActionKind {
  return (actionKinds as readonly unknown[]).includes(value);
}

/** What clients read from an error response, whatever its code is. */
export interface Received {
  /** HTTP status. */
  readonly status: number;
  /** The code as the response has it: also a former name of a code, or a code of a newer service. */
  readonly rawCode: string | undefined;
  readonly title: string | undefined;
  /** The message. */
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  /** URI of this occurrence. */
  readonly instance: string | undefined;
  /** Seconds to wait before a retry, from the header `Retry-After` or the body. */
  readonly retryAfter: number | undefined;
  /** What to do, from the response, or else from the catalog. */
  readonly action: ActionKind | undefined;
  /** Whether the same request can succeed later. `undefined` if unknown. */
  readonly retryable: boolean | undefined;
  /** The first step of the fix. */
  readonly fix: string | undefined;
  /** Problems with parts of the request. */
  readonly errors: readonly FieldError[];
  /** The parsed body. Integers that a `number` can't hold are `bigint`. `undefined` if it is not JSON. */
  readonly body: unknown;
}

/**
 * An error response. `code` is the code that the catalog has today, even if the service sent a former name of it. It is
 * `undefined` if the catalog does not have the code, so a `switch` over `code` with a `case undefined` is exhaustive, and
 * stays correct when a newer service sends a code that this file does not have.
 */
export type ReceivedError<C extends {{ any_code | safe }} = {{ any_code | safe }}> =
  | (C extends {{ any_code | safe }}
      ? Received & {
          readonly code: C;
          /** The parameters that the body has, or that its message shows unambiguously. */
          readonly params: Readonly<Partial<Params[C]>>;
        }
      : never)
  | (Received & { readonly code: undefined; readonly params: { readonly [name: string]: never } });

/** Reads an error response of `fetch`. */
export async function readResponse(response: {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}): Promise<ReceivedError> {
  return readError({ status: response.status, headers: response.headers, body: await response.text() });
}

/**
 * Reads an error response of another client. Pass the text of the body if you can: `JSON.parse` rounds integers beyond
 * 2^53. Bodies that are not from the service, such as those of a proxy, have no code, but a status and whether to retry.
 */
export function readError(response: {
  readonly status: number;
  /** The text of the body, or the parsed body. */
  readonly body?: unknown;
  readonly headers?:
    | { get(name: string): unknown }
    | { readonly [name: string]: string | readonly string[] | number | undefined };
}): ReceivedError {
  const { status, headers } = response;
  const body = typeof response.body === "string" ? parsedJson(response.body) : response.body;
  const found = foundIn(body, status, headerOf(headers, "content-type"));
  const { of } = found;
  const header = /^\s*\+?([0-9]+)\s*$/.exec(headerOf(headers, "retry-after") ?? "")?.[1];
  const retryAfter = header === undefined ? found.retry_after : Number(header);
  const action = isActionKind(found.action) ? found.action : of?.action;
  const isTransient = (retryAfter ?? of?.wait) !== undefined || [408, 429, 502, 503, 504].includes(status);
  return {
    code: of?.code,
    rawCode: of?.rawCode,
    status,
    title: found.title,
    detail: found.detail,
    requestId: found.request_id,
    instance: found.instance,
    retryAfter,
    action,
    retryable: action === undefined ? isTransient || undefined : action === "retry" || action === "wait",
    fix: found.fix,
    errors: found.errors,
    params: of?.params ?? {},
    body,
  } as ReceivedError;
}
{%- set sends = raises or any_error == "AnyError" -%}
{%- set_global negotiates = false -%}
{%- for profile in catalog.profiles %}{% for offer in profile.negotiate %}{% if offer.content_type != profile.content_type %}{% set_global negotiates = true %}{% endif %}{% endfor %}{% endfor -%}
{%- if sends %}

// Errors that services throw.

/** What is known only when an error happens. */
export interface Occurrence {
  /** What led to the error, for logs. Clients do not get it. */
  readonly cause?: unknown;
  /** ID of the request. */
  readonly requestId?: string | null | undefined;
  /** URI of this occurrence. */
  readonly instance?: string | null | undefined;
  /** Seconds to wait before a retry. Fractions are rounded up. */
  readonly retryAfter?: number | undefined;
  /** Problems with parts of the request. */
  readonly errors?: readonly FieldError[] | undefined;
  /** Headers of the response. Those that are not valid, or that belong to the body, are ignored. */
  readonly headers?: Iterable<readonly [name: string, value: string]> | { readonly [name: string]: string } | undefined;
}

/** The parameters of each error. Durations are in seconds. */
export interface Arguments {
{%- for code in catalog.codes %}
{%- if code.raisable %}
  {{ code.code }}: {
{%- for param in code.params %}
{%- if not param.of_wording %}
{%- if param.about or param.sensitive %}
    /**
{%- if param.about %}
{{ param.about | comment(prefix="     * ") }}
{%- endif %}
{%- if param.sensitive %}
     * Sensitive: logs do not show it{% if not param.sent %}, and neither do responses{% endif %}.
{%- endif %}
     */
{%- endif %}
    readonly {{ param.name | safe }}: {{ <given kind={param.kind} /> | safe }};
{%- endif %}
{%- endfor %}
  };
{%- endif %}
{%- endfor %}
}

type Json = string | number | bigint | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json };

/** What responses to an error have. */
interface Sent {
  /** The message for logs. */
  readonly log: string;
  readonly logLevel?: string;
  readonly type?: string;
  readonly action?: ActionKind;
  readonly fix?: string;
  readonly retryAfter?: number;
  readonly params?: { readonly [name: string]: Json };
  readonly extensions?: { readonly [name: string]: Json };
  readonly fields?: { readonly [name: string]: Json };
  /** Parameters as headers have them: `header`, and what differs next to other parts or in another unit. */
  readonly shown?: { readonly [name: string]: { readonly [variable: string]: string | undefined } };
  readonly responses: {
    readonly [profile: string]: {
      readonly status: number;
      readonly title: string;
      readonly detail: string;
      readonly headers?: readonly (readonly [name: string, value: string | undefined])[];
      /** Those that the profile sets, and not the code. */
      readonly profileHeaders?: readonly (readonly [name: string, value: string | undefined])[];
    };
  };
}

{%- if raises %}

/** An error of the catalog. `message` is for logs, and has no sensitive parameter. */
export abstract class {{ name }}Error<C extends keyof Arguments = keyof Arguments> extends Error {
  readonly code: C;
  // Private members are not part of what `console.log` and `JSON.stringify` show.
  readonly #params: Arguments[C];
  readonly #occurrence: Occurrence;
  readonly #sent: Sent;

  protected constructor(name: string, code: C, params: Arguments[C], occurrence: Occurrence, sent: Sent) {
    super(sent.log, "cause" in occurrence ? { cause: occurrence.cause } : undefined);
    Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
    if (this.stack?.startsWith("Error")) this.stack = name + this.stack.slice("Error".length);
    this.code = code;
    this.#params = params;
    this.#occurrence = occurrence;
    this.#sent = sent;
  }

  get params(): Arguments[C] {
    return this.#params;
  }

  get occurrence(): Occurrence {
    return this.#occurrence;
  }

  /** The level at which to log it: `error`, `warn`, `info`, `debug`, `trace`, or `off`. */
  get logLevel(): string | undefined {
    return this.#sent.logLevel;
  }

  /** What responses to the error have, for `answer`. */
  get sent(): Sent {
    return this.#sent;
  }

  /** For logs. */
  toJSON(): { readonly name: string; readonly code: C; readonly message: string } {
    return { name: this.name, code: this.code, message: this.message };
  }
}
{%- endif %}
{%- for code in catalog.codes %}
{%- if code.raisable %}
{%- set_global has_params = false %}
{%- set_global sends_params = false %}
{%- set_global has_extensions = false %}
{%- for param in code.params %}
{%- if not param.of_wording %}
{%- set_global has_params = true %}
{%- if param.sent %}{% set_global sends_params = true %}{% endif %}
{%- if param.extension %}{% set_global has_extensions = true %}{% endif %}
{%- endif %}
{%- endfor %}

/**
{{ (code.name ~ "\n\n" ~ code.description) | trim | comment(prefix=" * ") }}
{%- if code.ending and code.lifecycle == "deprecated" %}
{%- set reason = code.ending.reason or "" %}
{%- if code.ending.replaced_by %}{% set reason = (reason ~ " Use " ~ code.ending.replaced_by ~ ".") | trim %}{% endif %}
{{ ("@deprecated " ~ reason) | comment(prefix=" * ") }}
{%- endif %}
{%- if code.url %}
{{ ("@see " ~ code.url) | comment(prefix=" * ") }}
{%- endif %}
 */
export class {{ code.type_name }} extends {{ name }}Error<{{ code.code }}> {
  constructor({% if has_params %}params: Arguments[{{ code.code }}], {% endif %}occurrence: Occurrence = {}) {
    super({{ (code.type_name ~ "") | literal }}, {{ code.code }}, {% if has_params %}params{% else %}{}{% endif %}, occurrence, {
{%- for response in code.responses %}
{%- if loop.first %}
      log: {{ <message parts={response.message} params={code.params} masks={true} /> | safe }},
{%- endif %}
{%- else %}
      log: filled({{ code.message or code.name }}, {
{%- for param in code.params %}{% if not param.of_wording %} {{ param.name | safe }}: {% if param.sensitive %}"***"{% else %}{{ <shown param={param} /> | safe }}{% endif %},{% endif %}{% endfor %} }),
{%- endfor %}
{%- if code.log_level %}
      logLevel: {{ code.log_level }},
{%- endif %}
{%- if code.type_url %}
      type: {{ code.type_url }},
{%- endif %}
{%- if code.action %}
      action: {{ code.action.kind }},
{%- endif %}
{%- if code.fix %}
      fix: {{ code.fix }},
{%- endif %}
{%- if code.retry_after %}
      retryAfter: {{ code.retry_after }},
{%- endif %}
{%- if sends_params %}
      params: { {%- for param in code.params %}{% if param.sent and not param.of_wording %} {{ param.name | safe }}: {{ <sent param={param} /> | safe }},{% endif %}{% endfor %} },
{%- endif %}
{%- if has_extensions %}
      extensions: { {%- for param in code.params %}{% if param.extension and not param.of_wording %} {{ param.name | safe }}: {{ <sent param={param} /> | safe }},{% endif %}{% endfor %} },
{%- endif %}
{%- if code.fields %}
      fields: { {%- for field in code.fields %} {{ field.name | literal }}: {{ <field_value field={field} /> | safe }},{% endfor %} },
{%- endif %}
{%- for param in code.params %}
{%- if catalog.profiles and param.shown and not param.of_wording %}
{%- if not shown is defined or shown != code.code %}
{%- set_global shown = code.code %}
      shown: {
{%- endif %} {{ param.name | safe }}: { header: {{ <header_value param={param} unit={param.unit} /> | safe }}
{%- if param.unit == "http_date" %}, header_part: {{ <header_value param={param} unit="" /> | safe }}
{%- elif param.unit == "seconds" %}, header_milliseconds: {{ <header_value param={param} unit="milliseconds" /> | safe }}
{%- elif param.kind == "integer" or param.kind == "bytes" %}
{%- for unit in ["seconds", "milliseconds"] %}, header_{{ unit | safe }}: {{ <header_value param={param} unit={unit} /> | safe }}{% endfor %}
{%- endif %} },
{%- endif %}
{%- endfor %}
{%- if shown is defined and shown == code.code %} },
{%- endif %}
      responses: {
{%- for response in code.responses %}
        {{ response.profile }}: {
          status: {{ response.status }},
          title: {{ response.title }},
          detail: {{ <message parts={response.message} params={code.params} masks={false} /> | safe }},
{%- for of_profile in [false, true] %}
{%- if response.headers %}
          {% if of_profile %}profileHeaders{% else %}headers{% endif %}: [
{%- for header in response.headers %}
{%- if header.of_profile == of_profile %}
            [{{ header.name }}, {{ <header parts={header.value} params={code.params} /> | safe }}],
{%- endif %}
{%- endfor %}
          ],
{%- endif %}
{%- endfor %}
        },
{%- endfor %}
      },
    });
  }
}
{%- endif %}
{%- endfor %}
{%- if catalog.profiles %}

// Responses of services.

/** The formats in which services send errors. */
export type Profile = {% for profile in catalog.profiles %}{% if not loop.first %} | {% endif %}{{ profile.name }}{% endfor %};

{%- if any_error == "AnyError" %}

/** An error of this catalog, or of one that it depends on. */
export type AnyError = {{ errors | safe }};
{%- endif %}

/** How a service sends errors. */
export interface Handling {
  readonly profile: Profile;
  /** Makes an error of the catalog from anything else that was thrown. Without it, the response is a 500 without a body. */
  readonly unexpected?: ((cause: unknown) => {{ any_error | safe }}) | undefined;
  /** Called with each error, to log it. */
  readonly log?: ((error: {{ any_error | safe }}) => void) | undefined;
}

/** A response, for any framework. */
export interface Answer {
  readonly status: number;
  /** Values are byte strings, as HTTP libraries need them: text that is not ASCII is in UTF-8. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/**
 * The response to an error. If the profile does not send its code, it is a 500 without a body, because the error is not
 * meant for clients. `accept` is the value of the request's header. `requestId` is for errors without their own.
 */
export function answer(
  error: unknown,
  { profile, unexpected, log, accept, requestId }: Handling & { readonly accept?: string | null | undefined; readonly requestId?: string | null | undefined },
): Answer {
  const known = {{ is_known | safe }} ? error : unexpected?.(error);
  if (known) log?.(known);
  const response = known?.sent.responses[profile];
  if (known === undefined || response === undefined) return { status: 500, headers: [], body: "" };
  const { sent, occurrence } = known;
  const offers = profiles[profile];
{%- if negotiates %}
  const [contentType, write] = preferred(offers, accept);
{%- else %}
  void accept;
  const [contentType, write] = offers[0];
{%- endif %}
  const isRetryAfter = ([name]: readonly [string, unknown]) => /^retry-after$/i.test(name);
{%- if any_error == "AnyError" %}
  const isOwn = {% if raises %}known instanceof {{ name }}Error{% else %}false{% endif %};
  const ofProfile = isOwn ? (response.profileHeaders ?? []) : profileHeaders[profile].map(([header, parts]) => [header, filledHeader(parts, sent.shown ?? {})] as const);
{%- else %}
  const ofProfile = response.profileHeaders ?? [];
{%- endif %}
  const ofCatalog = [...(response.headers ?? []), ...ofProfile];
  const ofHeader = ofCatalog.find(isRetryAfter)?.[1];
  const ofOccurrence = Number.isFinite(occurrence.retryAfter) ? Math.max(Math.ceil(Number(occurrence.retryAfter)), 0) : undefined;
  const body = write({
    code: known.code,
    status: response.status,
    title: response.title,
    type: sent.type ?? "about:blank",
    detail: response.detail,
    requestId: occurrence.requestId ?? requestId ?? undefined,
    instance: occurrence.instance ?? undefined,
    retryAfter: ofOccurrence ?? (ofHeader && /^[0-9]+$/.test(ofHeader) ? BigInt(ofHeader) : sent.retryAfter),
    action: sent.action,
    fix: sent.fix,
    errors: (occurrence.errors ?? []).map(({ location, message, fix }) => ({ location, message, fix })),
    params: sent.params ?? {},
    extensions: sent.extensions ?? {},
    fields: sent.fields ?? {},
  });
  const added = occurrence.headers ?? [];
  const extra = [...(Symbol.iterator in added ? added : Object.entries(added))].filter(([name]) => mayBeSet(name));
  const headers: (readonly [string, string])[] = [["Content-Type", contentType]];
  const wait: (readonly [string, string])[] = ofOccurrence === undefined ? [] : [["Retry-After", String(ofOccurrence)]];
  for (const [name, value] of [...wait, ...ofCatalog]) {
    const isSet = ([other]: readonly [string, string]) => other.toLowerCase() === name.toLowerCase();
    if (value !== undefined && !headers.some(isSet) && !extra.some(isSet)) headers.push([name, value]);
  }
  headers.push(...extra);
{%- if negotiates %}
  if (offers.some(([other]) => other !== offers[0][0])) headers.push(["Vary", "Accept"]);
{%- endif %}
  return { status: response.status, headers: headers.map(([name, value]) => [name, headerValue(value)]), body: json(body) };
}

/** The response to an error, for `fetch` handlers. */
export function toResponse(
  error: unknown,
  { request, ...handling }: Handling & { readonly request?: { readonly headers: { get(name: string): string | null } }; readonly requestId?: string | null | undefined },
): Response {
  const { status, headers, body } = answer(error, { ...handling, accept: request?.headers.get("accept") });
  return new Response(body === "" ? null : body, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) });
}

function acceptOf({ headers: { accept } }: Incoming): string | undefined {
  return Array.isArray(accept) ? accept.join() : accept;
}

type Incoming = { readonly headers: { readonly [name: string]: string | string[] | undefined } };

/** An error handler for Express, and for everything with the responses of Node.js: `app.use(expressHandler({ profile: ... }))`. */
export function expressHandler<R extends Incoming>(
  { requestId, ...handling }: Handling & { readonly requestId?: (request: R) => string | null | undefined },
) {
  return (
    error: unknown,
    request: R,
    response: {
      readonly headersSent: boolean;
      statusCode: number;
      removeHeader(name: string): void;
      appendHeader(name: string, value: string): unknown;
      end(body: string): unknown;
    },
    next: (error?: unknown) => void,
  ): void => {
    if (response.headersSent) return next(error);
    const { status, headers, body } = answer(error, { ...handling, accept: acceptOf(request), requestId: requestId?.(request) });
    response.statusCode = status;
    for (const name of ["Content-Encoding", "Content-Length", "Content-Type", "ETag", "Retry-After"]) response.removeHeader(name);
    for (const [name, value] of headers) response.appendHeader(name, value);
    response.end(body);
  };
}

/** An error handler for Fastify: `app.setErrorHandler(fastifyHandler({ profile: ... }))`. */
export function fastifyHandler<R extends Incoming>(
  { requestId, ...handling }: Handling & { readonly requestId?: (request: R) => string | null | undefined },
) {
  return (
    error: unknown,
    request: R,
    reply: { code(status: number): unknown; header(name: string, value: string): unknown; send(body: Uint8Array): unknown },
  ): void => {
    const { status, headers, body } = answer(error, { ...handling, accept: acceptOf(request), requestId: requestId?.(request) });
    reply.code(status);
    for (const [name, value] of headers) reply.header(name, value);
    // Fastify adds a charset to the media type of texts.
    reply.send(new TextEncoder().encode(body));
  };
}

/** An error handler for Hono: `app.onError(honoHandler({ profile: ... }))`. */
export function honoHandler<Q extends { readonly headers: { get(name: string): string | null } }>(
  { requestId, ...handling }: Handling & { readonly requestId?: (request: Q) => string | null | undefined },
) {
  return (error: unknown, { req: { raw: request } }: { readonly req: { readonly raw: Q } }): Response =>
    toResponse(error, { ...handling, request, requestId: requestId?.(request) });
}

// How services write responses.

/** The values of a body. */
interface Values {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly type: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly instance: string | undefined;
  readonly retryAfter: number | bigint | undefined;
  readonly action: string | undefined;
  readonly fix: string | undefined;
  readonly errors: readonly { readonly [name: string]: Json }[];
  readonly params: { readonly [name: string]: Json };
  readonly extensions: { readonly [name: string]: Json };
  readonly fields: { readonly [name: string]: Json };
}

type Offer = readonly [contentType: string, write: (v: Values) => Json];
{%- for profile in catalog.profiles %}

function write{{ profile.names.pascal }}(v: Values): Json {
{%- for body in profile.shapes %}
{%- if body.status %}
  if (v.status === {{ body.status }}) return {{ <written shape={body.shape} /> | safe }};
{%- endif %}
{%- endfor %}
{%- for body in profile.shapes %}
{%- if not body.status %}
  return {{ <written shape={body.shape} /> | safe }};
{%- endif %}
{%- endfor %}
}
{%- endfor %}

{%- if any_error == "AnyError" %}

/** The headers that each profile sends with codes of other catalogs, if they have its parameters. */
const profileHeaders: { readonly [P in Profile]: readonly (readonly [name: string, parts: readonly HeaderPart[]])[] } = {
{%- for profile in catalog.profiles %}
  {{ profile.name }}: [
{%- for header in profile.headers %}
    [{{ header.name }}, [{% for part in header.value %}{% if part.param %}{ param: {{ part.param }}, variable: {{ part.variable }}, quoted: {{ part.quoted }} }{% else %}{{ part.text or "" }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}]],
{%- endfor %}
  ],
{%- endfor %}
};

type HeaderPart = string | { readonly param: string; readonly variable: string; readonly quoted: boolean };

function filledHeader(parts: readonly HeaderPart[], shown: NonNullable<Sent["shown"]>): string | undefined {
  const texts = parts.map((part) => {
    if (typeof part === "string") return part;
    const values = Object.hasOwn(shown, part.param) ? shown[part.param] : undefined;
    const text = values?.[part.variable] ?? values?.["header"];
    return part.quoted ? text?.replace(/["\\]/g, "\\$&") : text;
  });
  return texts.includes(undefined) ? undefined : texts.join("");
}
{%- endif %}

/** The media types that each profile can send, preferred first. */
const profiles: { readonly [P in Profile]: readonly [Offer, ...Offer[]] } = {
{%- for profile in catalog.profiles %}
  {{ profile.name }}: [
    [{{ profile.content_type }}, write{{ profile.names.pascal }}],
{%- for offer in profile.negotiate %}
    [{{ offer.content_type }}, write{{ offer.profile_names.pascal }}],
{%- endfor %}
  ],
{%- endfor %}
};
{%- if negotiates %}

/** The offer that a client prefers: the first of those with the highest quality (RFC 9110, section 12.5.1). */
function preferred(offers: readonly [Offer, ...Offer[]], accept: string | null | undefined): Offer {
  let [best, highest] = [offers[0], 0];
  for (const offer of offers) {
    const quality = qualityOf(offer[0], accept ?? "");
    if (quality > highest) [best, highest] = [offer, quality];
  }
  return best;
}

function qualityOf(contentType: string, accept: string): number {
  const [type = "", subtype = ""] = mediaType(contentType);
  let [most, quality] = [0, 0];
  for (const range of splitOutsideQuotes(accept, ",")) {
    const parts = splitOutsideQuotes(range, ";");
    const [first = "", second = ""] = mediaType(parts[0] ?? "");
    const isType = first === type || (first === "*" && second === "*");
    const specificity = !isType || (second !== "*" && second !== subtype) ? 0 : 1 + Number(first !== "*") + Number(second !== "*");
    if (specificity <= most) continue;
    most = specificity;
    quality = 1;
    for (const part of parts.slice(1)) {
      const [, value] = /^\s*q\s*=\s*(.*?)\s*$/i.exec(part) ?? [];
      if (value !== undefined) quality = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/.test(value) ? Number(value) : 0;
    }
  }
  return quality;
}

function mediaType(text: string): readonly string[] {
  return (text.split(";")[0] ?? "").trim().toLowerCase().split("/");
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [""];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    let char = text.charAt(at);
    if (isQuoted && char === "\\") char += text.charAt(++at);
    if (char === '"') isQuoted = !isQuoted;
    if (char === separator && !isQuoted) parts.push("");
    else parts.push(parts.pop() + char);
  }
  return parts;
}
{%- endif %}

/** Whether an error may set a header. Others are not tokens, or belong to the body or the connection. */
function mayBeSet(name: string): boolean {
  const reserved = /^(?:connection|content-(?:encoding|length|type)|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
  return /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name) && !reserved.test(name);
}

/** A value that can't end its line, as a byte string. */
function headerValue(text: string): string {
  const value = text.replace(/\p{Cc}/gu, " ");
  let [start, end] = [0, value.length];
  while (value[start] === " ") start++;
  while (end > start && value[end - 1] === " ") end--;
  return Array.from(new TextEncoder().encode(value.slice(start, end)), (byte) => String.fromCharCode(byte)).join("");
}

/** Like `JSON.stringify`, but also writes `bigint`. */
function json(value: Json): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (value instanceof Array) return "[" + value.map(json).join() + "]";
  const members = Object.entries(value).filter(([, of]) => of !== undefined);
  return "{" + members.map(([name, of]) => JSON.stringify(name) + ":" + json(of)).join() + "}";
}

function own(values: { readonly [name: string]: Json }, name: string): Json {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function isEmpty(values: object): boolean {
  return Object.keys(values).length === 0;
}

/** A value in a quoted string. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}

function httpDate(name: string, time: Date): string | undefined {
  const text = new Date(timestamp(name, time)).toUTCString();
  return /^\w+, \d+ \w+ \d{4} /.test(text) ? text : undefined;
}

/** Seconds or milliseconds, rounded up. `unit` is in nanoseconds. */
function roundedUp(name: string, duration: number, unit: bigint): string {
  return String((nanoseconds(name, duration) + unit - 1n) / unit);
}

/** A time to wait is not negative. */
function waited(value: bigint): string {
  return String(value < 0n ? 0n : value);
}
{%- endif %}

/** A template with the values of its parameters. */
function filled(template: string, values: { readonly [name: string]: string }): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, name?: string) => (name === undefined ? whole.charAt(0) : (values[name] ?? "")));
}

/** A 64-bit integer. */
function integer(name: string, value: number | bigint): bigint {
  const exact = typeof value === "bigint" || Number.isInteger(value) ? BigInt(value) : undefined;
  if (exact === undefined || BigInt.asIntN(64, exact) !== exact) throw new RangeError(name + " is not a 64-bit integer");
  return exact;
}

/** A duration in seconds as nanoseconds. A time that has passed is 0. */
function nanoseconds(name: string, value: number): bigint {
  if (!Number.isFinite(value)) throw new RangeError(name + " is not a duration in seconds");
  const whole = Math.floor(Math.max(value, 0));
  return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((Math.max(value, 0) - whole) * 1e9));
}

/** Whole seconds. */
function seconds(name: string, value: number): bigint {
  return nanoseconds(name, value) / 1_000_000_000n;
}

/** A time in the format of RFC 3339, with as many digits as needed. */
function timestamp(name: string, value: Date): string {
  if (Number.isNaN(value.getTime())) throw new RangeError(name + " is not a valid date");
  return value.toISOString().replace(/\.?0+Z$/, "Z");
}

/** A number of bytes in the largest unit that it reaches: `1.5 MiB`. */
function bytes(value: bigint): string {
  const size = value < 0n ? -value : value;
  if (size < 1024n) return value + " B";
  const tenths = (unit: number) => (size * 10n + (1n << BigInt(10 * unit - 1))) >> BigInt(10 * unit);
  let unit = 1;
  while (unit < 6 && tenths(unit) >= 10_240n) unit++;
  const tenth = tenths(unit) % 10n;
  return (value < 0n ? "-" : "") + tenths(unit) / 10n + (tenth === 0n ? "" : "." + tenth) + " " + ["K", "M", "G", "T", "P", "E"][unit - 1] + "iB";
}

/** A duration as Go writes it: `1m30s`. */
function goDuration(name: string, value: number): string {
  const total = nanoseconds(name, value);
  const decimal = (digits: bigint, places: number) => {
    const unit = 10n ** BigInt(places);
    const fraction = String(digits % unit).padStart(places, "0").replace(/0+$/, "");
    return digits / unit + (fraction && "." + fraction);
  };
  if (total === 0n) return "0s";
  if (total < 1_000n) return total + "ns";
  if (total < 1_000_000n) return decimal(total, 3) + "µs";
  if (total < 1_000_000_000n) return decimal(total, 6) + "ms";
  const minutes = total / 60_000_000_000n;
  const start = minutes === 0n ? "" : minutes < 60n ? minutes + "m" : minutes / 60n + "h" + (minutes % 60n) + "m";
  return start + decimal(total % 60_000_000_000n, 9) + "s";
}
{%- endif %}

// How clients read bodies. A client does not need `info` for it, which is larger.

/** The message of each code, what to do, and the seconds to wait before a retry. */
const known: { readonly [C in Code]: readonly [message: string, action?: ActionKind | null, wait?: number] } = {
{%- for code in catalog.codes %}
  {{ code.code }}: [{% if code.message %}{{ code.message }}{% else %}""{% endif %}{% if code.action %}, {{ code.action.kind }}{% elif code.retry_after %}, null{% endif %}{% if code.retry_after %}, {{ code.retry_after }}{% endif %}],
{%- endfor %}
};

/** The codes of types that do not follow from the code. */
const types: { readonly [url: string]: Code } = {
{%- for code in catalog.codes %}
{%- if code.url %}
{%- set of_code = code.code | replace(from=catalog.separator, to="/") %}
{%- set of_page = code.url | replace(from=(catalog.url or "") ~ "/", to="") %}
{%- if catalog.prefix %}{% set of_page = catalog.prefix ~ "/" ~ of_page %}{% endif %}
{%- if of_code != of_page %}
  {{ code.url }}: {{ code.code }},
{%- endif %}
{%- endif %}
{%- if code.type_url and code.type_url != code.url %}
  {{ code.type_url }}: {{ code.code }},
{%- endif %}
{%- endfor %}
};

/** The values of a body. Names with `_` are those of the catalog's envelopes. */
interface Found {
  code?: string;
  type?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  instance?: string;
  retry_after?: number;
  action?: string;
  fix?: string;
  errors: FieldError[];
  readonly params: Map<string, unknown>;
}

/** The form of a body, or of a part of it: the name of a value, or what contains values. */
type Shape =
  | string
  | { readonly constant: unknown }
  | { readonly items: readonly Shape[] }
  | {
      readonly members: readonly (readonly [name: string, shape: Shape, optional?: true])[];
      /** The values that are spread into the object. */
      readonly rest?: string;
    };

const shapes: readonly {
  readonly profile: number;
  readonly types: readonly string[];
  readonly status?: number;
  readonly shape: Shape;
}[] = [
{%- for profile in catalog.profiles %}
{%- set at = loop.index0 %}
{%- for body in profile.shapes %}
  {
    profile: {{ at }},
    types: [{{ profile.content_type }}{% for other in catalog.profiles %}{% for offer in other.negotiate %}{% if offer.profile == profile.name %}, {{ offer.content_type }}{% endif %}{% endfor %}{% endfor %}],
{%- if body.status %}
    status: {{ body.status }},
{%- endif %}
    shape: {{ <pattern shape={body.shape} /> | safe }},
  },
{%- endfor %}
{%- endfor %}
  // RFC 9457, which frameworks and gateways send too.
  {
    profile: {{ catalog.profiles | length }},
    types: ["application/problem+json"],
    shape: { members: [["type", "type"], ["title", "title"], ["status", "status"], ["detail", "detail"], ["instance", "instance", true], ["code", "code"], ["errors", "errors", true]], rest: "extensions" },
  },
];

/** What a catalog knows of an error that a response has. */
interface Known {
  readonly rawCode: string;
  /** Whether the code starts like all codes of the catalog. */
  readonly hasPrefix: boolean;
  readonly code: {{ any_code | safe }} | undefined;
  readonly action: ActionKind | undefined;
  /** Seconds to wait before a retry. */
  readonly wait: number | undefined;
  readonly params: object;
}

/** Finds the code of a body's values, for modules of catalogs that depend on this one. `undefined` if it has none of this catalog. */
export function recognize(found: Found): (Known & { readonly code: Code | undefined }) | undefined {
  const rawCode = found.code ?? codeOfUrl(found.type);
  if (rawCode === undefined || !looksLikeCode(rawCode)) return undefined;
  const current = today(rawCode);
  const code = isCode(current) ? current : undefined;
  const [, action, wait] = knownOf(code);
  return { rawCode, hasPrefix: {% if catalog.prefix %}true{% else %}false{% endif %}, code, action: action ?? undefined, wait, params: {% if catalog.kinds %}code === undefined ? {} : paramsOf(code, found){% else %}{}{% endif %} };
}
{%- if modules %}

/** Finds the code in this catalog and in those that it depends on. Any of them can have a code that looks like its own. */
function recognizeAny(found: Found): Known | undefined {
  const own = recognize(found);
  const all = [own{% for of in modules %}, {{ of.names.camel }}Errors.recognize(found){% endfor %}].flatMap((of) => of ?? []);
  return all.find((of) => of.code !== undefined) ?? all.find((of) => of.hasPrefix) ?? own;
}
{%- endif %}

/** The values of a body, by the first shape that it has. Shapes of its media type come first, and those of its status. */
function foundIn(body: unknown, status: number, contentType: string | undefined): Found & { readonly of?: Known } {
  const isType = (types: readonly string[]) => contentType === undefined || types.some((type) => essence(type) === essence(contentType));
  const rank = (of: (typeof shapes)[number]) => (isType(of.types) ? 0 : 1e6) + of.profile * 2 - (of.status === status ? 1 : 0);
  for (const { shape } of [...shapes].sort((a, b) => rank(a) - rank(b))) {
    const found: Found = { errors: [], params: new Map() };
    if (!fits(shape, body, false, found)) continue;
    const of = {% if modules %}recognizeAny{% else %}recognize{% endif %}(found);
    if (of !== undefined) return { ...found, of };
  }
  return { errors: [], params: new Map() };
}

function essence(contentType: string): string {
  return contentType.replace(/;.*/s, "").trim().toLowerCase();
}

/** Whether a body has a shape. Adds its values to `found`. */
function fits(shape: Shape, body: unknown, isLenient: boolean, found: Found): boolean {
  if (typeof shape === "string") return take(shape, body, found);
  if ("constant" in shape) return shape.constant === body;
  if ("items" in shape) {
    return Array.isArray(body) && body.length === shape.items.length && shape.items.every((item, at) => fits(item, body[at], isLenient, found));
  }
  if (!isObject(body)) return false;
  const { members, rest } = shape;
  if (rest !== undefined) {
    const names = members.map(([name]) => name);
    for (const [name, value] of Object.entries(body)) if (!names.includes(name)) found.params.set(name, value);
  }
  // Members of an optional member are all optional.
  return members.every(([name, member, isOptional = isLenient]) =>
    Object.hasOwn(body, name) ? fits(member, body[name], isOptional, found) : isOptional,
  );
}

/** Adds a value to `found`. Returns whether it has a type that the value can have. */
function take(name: string, value: unknown, found: Found): boolean {
  switch (name) {
    case "code":
    case "type":
    case "title":
    case "detail":
      if (typeof value !== "string") return false;
      found[name] = value;
      return true;
    case "request_id":
    case "instance":
    case "action":
    case "fix":
      if (typeof value === "string") found[name] = value;
      return typeof value === "string" || value === null;
    case "retry_after":
      if (isCount(value)) found.retry_after = Number(value);
      return isCount(value) || value === null;
    case "status":
      return isCount(value);
    case "status_string":
      return typeof value === "string";
    case "errors":
      if (!Array.isArray(value)) return false;
      found.errors = value.flatMap(fieldError);
      return true;
    case "params":
    case "extensions":
      if (!isObject(value)) return false;
      for (const [param, of] of Object.entries(value)) found.params.set(param, of);
      return true;
    default:
      if (name.startsWith("param.")) found.params.set(name.slice("param.".length), value);
      return true;
  }
}

function fieldError(value: unknown): FieldError[] {
  const [location, message, fix] = [at(value, "location"), at(value, "message"), at(value, "fix")];
  if (typeof location !== "string" || typeof message !== "string") return [];
  return [typeof fix === "string" ? { location, message, fix } : { location, message }];
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number | bigint {
  return typeof value === "bigint" ? value >= 0n : Number.isInteger(value) && Number(value) >= 0;
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const value: unknown =
    "get" in headers && typeof headers.get === "function"
      ? headers.get(name)
      : Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" || typeof first === "number" ? String(first) : undefined;
}

/** Like `JSON.parse`, but integers that a `number` can't hold are `bigint`. `undefined` if the text is not JSON. */
function parsedJson(text: string): unknown {
  try {
    const rounded: unknown = JSON.parse(text);
    if (!/[0-9]{16}/.test(text)) return rounded;
    // Text in JSON has NUL only as an escape, so a string that starts with it marks an integer.
    const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?[0-9][-+.0-9Ee]*/g, (token) => {
      if (token.startsWith('"\\u0000')) return `"\\u0000${token.slice(1)}`;
      return /^-?[0-9]{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"\\u0000${token}"` : token;
    });
    return JSON.parse(marked, (_, value: unknown) => {
      if (typeof value !== "string" || !value.startsWith("\0")) return value;
      return value.startsWith("\0\0") ? value.slice(1) : BigInt(value.slice(1));
    });
  } catch {
    return undefined;
  }
}
{%- if catalog.kinds %}

type Param = readonly [name: string, kind: string, sensitive?: true];

const paramsOfCode: { readonly [code: string]: readonly Param[] } = {
{%- for code in catalog.codes %}
{%- if code.sends_params %}
  {{ code.code }}: [
{%- for param in code.params %}
    [{{ param.name }}, {{ param.kind }}{% if param.sensitive %}, true{% endif %}],
{%- endfor %}
  ],
{%- endif %}
{%- endfor %}
};

/** The other texts that messages of a code can have. */
const otherTexts: { readonly [code: string]: readonly string[] } = {
{%- for code in catalog.codes %}
{%- if code.other_texts %}
  {{ code.code }}: [{% for text in code.other_texts %}{{ text }}{% if not loop.last %}, {% endif %}{% endfor %}],
{%- endif %}
{%- endfor %}
};

/** The characters that a value in a message starts with, and those that can follow. */
const characters: { readonly [kind: string]: readonly [first: string, others: string] } = {
{%- for kind in catalog.kinds %}
{%- if kind.first %}
  {{ kind.name }}: [{{ kind.first }}, {{ kind.others }}],
{%- endif %}
{%- endfor %}
};

/**
 * The parameters of a body. Those that are not members of the body are read from its message, if that can be split into
 * values in only one way. Sensitive parameters of which the response only has `***` are left out.
 */
function paramsOf(code: Code, found: Found): { readonly [name: string]: unknown } {
  const params = Object.hasOwn(paramsOfCode, code) ? (paramsOfCode[code] ?? []) : [];
  const others = Object.hasOwn(otherTexts, code) ? (otherTexts[code] ?? []) : [];
  const texts = inMessage([knownOf(code)[0] ?? "", ...others], params, found.detail ?? "");
  const values: { [name: string]: unknown } = {};
  for (const [name, kind, sensitive] of params) {
    const text = texts.get(name);
    const shown = text === undefined || (sensitive && text === "***") ? undefined : parsed(text, kind);
    const value = ofKind(found.params.get(name), kind) ?? shown;
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The text of each parameter in a message. Empty unless there is exactly one way to split it by one of the texts. */
function inMessage(templates: readonly string[], params: readonly Param[], message: string | undefined): Map<string, string> {
  if (message === undefined || message.length > 65536) return new Map();
  const found = templates.map((template) => split(template, params, message)).filter(({ ways }) => ways > 0);
  const [only, ...others] = found;
  return only?.ways === 1 && others.length === 0 ? only.values : new Map();
}

/** The number of ways (at most 2) to split a message by a template, and the text of each parameter if there is one. */
function split(template: string, params: readonly Param[], text: string): { ways: number; values: Map<string, string> } {
  const found = new Map<string, string>();
  const tokens = [...template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+/g)].map(([whole, name]) => {
    if (name === undefined) return { literal: /^[{}]/.test(whole) ? whole.slice(1) : whole } as { literal: string };
    const [, kind, sensitive] = params.find((param) => param[0] === name) ?? [];
    const [first, others] = characters[kind ?? ""] ?? ["", ""];
    const has = (set: string, at: number) => at < text.length && (set === "" || set.includes(text.charAt(at)) || (sensitive === true && text[at] === "*"));
    return { name, least: first === "" ? 0 : 1, begins: (at: number) => has(first, at), continues: (at: number) => has(others, at) };
  });
  // For each token, the number of ways (at most 2) in which it and the later ones can be the rest of the message.
  const ways = [...tokens, undefined].map(() => new Uint8Array(text.length + 1));
  const waysAt = (token: number, at: number) => ways[token]?.[at] ?? 0;
  ways[tokens.length]?.fill(1, text.length);
  for (const [index, token] of [...tokens.entries()].reverse()) {
    let open = 0;
    for (let start = text.length; start >= 0; start--) {
      let count = 0;
      if ("literal" in token) {
        count = text.startsWith(token.literal, start) ? waysAt(index + 1, start + token.literal.length) : 0;
      } else {
        const begins = token.begins(start) ? open : 0;
        open = Math.min(waysAt(index + 1, start) + (token.continues(start) ? open : 0), 2);
        count = token.least === 0 ? open : begins;
      }
      ways[index]?.fill(count, start, start + 1);
    }
  }
  if (waysAt(0, 0) !== 1) return { ways: waysAt(0, 0), values: found };
  const repeated = new Set<string>();
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if ("literal" in token) {
      start += token.literal.length;
      continue;
    }
    let end = start + token.least;
    while (waysAt(index + 1, end) === 0) end++;
    const value = text.slice(start, end);
    if ((found.get(token.name) ?? value) !== value) repeated.add(token.name);
    found.set(token.name, value);
    start = end;
  }
  for (const name of repeated) found.delete(name);
  return { ways: 1, values: found };
}

/** A member of a body, if it has the type of its kind. */
function ofKind(value: unknown, kind: string): unknown {
  switch (kind) {
    case "integer":
    case "bytes":
      return Number.isSafeInteger(value) ? value : typeof value === "bigint" ? integerOf(value) : undefined;
    case "duration":
    case "go_duration":
      return isCount(value) ? Number(value) : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "list":
    case "joined":
      return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
    default:
      return typeof value === "string" ? textOf(value, kind) : undefined;
  }
}

/** A value in a message. */
function parsed(text: string, kind: string): unknown {
  switch (kind) {
    case "integer":
      return /^-?[0-9]+$/.test(text) ? integerOf(BigInt(text)) : undefined;
    case "duration":
      return /^[0-9]+s?$/.test(text) ? Number.parseInt(text, 10) : undefined;
    case "bytes":
      return bytesOf(text);
    case "go_duration":
      return goDurationOf(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "joined":
      return text === "" ? [] : text.split(", ");
    case "list":
      return undefined;
    default:
      return textOf(text, kind);
  }
}

/** A text, if it is valid for its kind. */
function textOf(text: string, kind: string): string | undefined {
  switch (kind) {
    case "decimal":
      return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text) ? text : undefined;
    case "url": {
      const isUrl = /^[A-Za-z][-+.0-9A-Za-z]*:(?:%[0-9A-Fa-f]{2}|[-._~:/?#[\]@!$&'()*+,;=0-9A-Za-z])+$/.test(text);
      const isWeb = /^https?:/i.test(text);
      return isUrl && (!isWeb || /^https?:\/\/(?:[^/?#]*@)?[^/?#:@]/i.test(text)) ? text : undefined;
    }
    case "timestamp": {
      const isTimestamp = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})$/i.test(text);
      return isTimestamp && !Number.isNaN(Date.parse(text)) ? text : undefined;
    }
    default:
      return text;
  }
}

/** A 64-bit integer, as a `number` if that can hold it. */
function integerOf(value: bigint): number | bigint | undefined {
  if (BigInt.asIntN(64, value) !== value) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Reads `1.5 MiB`. The result is rounded like the text. */
function bytesOf(text: string): number | bigint | undefined {
  const [, sign, whole, tenth = "0", unit] = /^(-?)([0-9]{1,4})(?:\.([0-9]))? ([KMGTPE]i|)B$/.exec(text) ?? [];
  if (whole === undefined || (unit === "" && text.includes("."))) return undefined;
  const power = BigInt(["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].indexOf(unit ?? ""));
  const size = ((BigInt(whole + tenth) << (10n * power)) + 5n) / 10n;
  const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];
  const signed = sign === "-" ? -size : size;
  return integerOf(signed < least ? least : signed > most ? most : signed);
}

/** Reads `1m30s`, as seconds. */
function goDurationOf(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:h|m|s|ms|us|[µμ]s|ns))+$/.test(text)) return undefined;
  const units: { readonly [unit: string]: bigint } = { h: 3_600_000_000_000n, m: 60_000_000_000n, s: 1_000_000_000n, ms: 1_000_000n, ns: 1n };
  let nanoseconds = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of text.matchAll(/([0-9]*)\.?([0-9]*)([a-zµμ]+)/g)) {
    const size = units[unit] ?? 1_000n;
    nanoseconds += BigInt(whole || 0) * size + (BigInt(fraction.slice(0, 18) || 0) * size) / 10n ** BigInt(Math.min(fraction.length, 18));
  }
  return Number(nanoseconds / 1_000_000_000n) + Number(nanoseconds % 1_000_000_000n) / 1e9;
}{% endif %}
function knownOf(code: string | undefined): readonly [message?: string, action?: ActionKind | null, wait?: number] {
  return isCode(code) ? known[code] : [];
}

function today(code: string): string {
  return Object.hasOwn(aliases, code) ? (aliases[code] ?? code) : code;
}

/** Whether this catalog, or a newer version of it, can have a code. */
function looksLikeCode(code: string): boolean {
{%- if catalog.prefix %}
  const prefix = {{ catalog.prefix ~ catalog.separator }};
  return isCode(today(code)) || (code.startsWith(prefix) && code !== prefix);
{%- else %}
  return code !== "";
{%- endif %}
}

/** The code of a type. */
function codeOfUrl(url: string | undefined): string | undefined {
  if (url !== undefined && Object.hasOwn(types, url)) return types[url];
{%- if catalog.url %}
  const root = {{ catalog.url ~ "/" }};
  if (url === undefined || !url.startsWith(root)) return undefined;
  const path = url.slice(root.length).replace(/(?<!\/)\/+$/, "");
  const segments = path.split("/");
  if (/[?#%]/.test(path) || segments.includes("")) return undefined;
  return [{% if catalog.prefix %}{{ catalog.prefix }}, {% endif %}...segments].join({{ catalog.separator }});
{%- else %}
  return undefined;
{%- endif %}
}

/** The value of a member that an object has itself. */
function at(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
