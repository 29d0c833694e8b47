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
{{ shape.json }}
{%- elif shape.variable == "code" -%}
C
{%- elif shape.variable == "status" -%}
number
{%- elif shape.variable == "retry_after" -%}
number | null
{%- elif shape.variable == "errors" -%}
FieldError[]
{%- elif shape.variable == "params" -%}
Params[C]
{%- elif shape.variable == "extensions" -%}
Extensions[C]
{%- elif shape.variable == "param" -%}
{% for type in shape.types %}{{ <wire type={type} /> | safe }} | {% endfor %}null
{%- else -%}
string{% if shape.nullable %} | null{% endif %}
{%- endif -%}
{%- endcomponent shape -%}

{%- component wire(type: string) -%}
{%- if type == "integer" %}number{% elif type == "list" %}string[]{% else %}{{ type | safe }}{% endif -%}
{%- endcomponent wire -%}

{%- component params(params, extensions: bool) -%}
{%- for param in params -%}
{%- if param.extension or not extensions %} {{ param.name | literal }}: {{ <wire type={param.type} /> | safe }};{% endif -%}
{%- endfor -%}
{%- endcomponent params -%}
// Made by `errbook export typescript`. Do not edit: change the catalog and export again.
{{ catalog.title | comment(prefix="// ") }}

{% set name = catalog.names.pascal -%}
/** Every code, by its name. */
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

/** A code of the catalog. A newer service can send one that is not among them. */
export type Code = (typeof Code)[keyof typeof Code];

/** What the catalog says of a code. */
export interface Info {
  readonly name: string;
  readonly description: string;
  /** The public text with `{param}` placeholders. */
  readonly message: string | null;
  /** HTTP status by profile. */
  readonly status: { readonly [profile: string]: number };
  /** Whether sending the same request again can help; `null` where nobody knows. */
  readonly retryable: boolean | null;
  /** Seconds after which to try again. */
  readonly retryAfter: number | null;
  readonly lifecycle: "draft" | "reserved" | "active" | "deprecated" | "retired";
  readonly replacedBy: string | null;
  readonly url: string | null;
}

/** What the catalog says of each code. */
export const info: { readonly [C in Code]: Info } = {
{%- for code in catalog.codes %}
  {{ code.code }}: {
    name: {{ code.name }},
    description: {{ code.description }},
    message: {% if code.message %}{{ code.message }}{% else %}null{% endif %},
    status: { {%- for response in code.responses %} {{ response.profile }}: {{ response.status }}{% if not loop.last %},{% endif %}{% endfor %} },
    retryable: {% if code.retryable is none %}null{% else %}{{ code.retryable }}{% endif %},
    retryAfter: {% if code.retry_after %}{{ code.retry_after }}{% else %}null{% endif %},
    lifecycle: {{ code.lifecycle }},
    replacedBy: {% if code.ending and code.ending.replaced_by %}{{ code.ending.replaced_by }}{% else %}null{% endif %},
    url: {% if code.url %}{{ code.url }}{% else %}null{% endif %},
  },
{%- endfor %}
};

/** Former codes and those of today. */
export const aliases: { readonly [alias: string]: Code } = {
{%- for code in catalog.codes -%}
{%- for alias in code.aliases %}
  {{ alias }}: {{ code.code }},
{%- endfor -%}
{%- endfor %}
};

/** A mistake at one place of the request. */
export interface FieldError {
  /** Such as `body.name`. */
  location: string;
  message: string;
  /** What to send instead. */
  fix?: string;
}

/** The values in the message of each code. */
export interface Params {
{%- for code in catalog.codes %}
  {{ code.code }}: { {{- <params params={code.params} extensions={false} /> | safe }} };
{%- endfor %}
}

/** The values that are also members of bodies. */
export interface Extensions {
{%- for code in catalog.codes %}
  {{ code.code }}: { {{- <params params={code.params} extensions={true} /> | safe }} };
{%- endfor %}
}
{%- for profile in catalog.profiles %}
{%- for body in profile.shapes %}

{{ ("Body of " ~ profile.title ~ " (" ~ profile.content_type ~ ")") | comment(prefix="// ") }}{% if body.status %}, status {{ body.status }}{% endif %}.
export type {{ profile.names.pascal }}Body{% if body.status %}{{ body.status }}{% endif %}<C extends Code = Code> = C extends Code
  ? {{ <shape shape={body.shape} indent="  " /> | safe }}
  : never;
{%- endfor %}
{%- endfor %}

/** Body of any profile. */
export type Body<C extends Code = Code> =
{%- for profile in catalog.profiles -%}
{%- for body in profile.shapes %}
  | {{ profile.names.pascal }}Body{% if body.status %}{{ body.status }}{% endif %}<C>
{%- endfor -%}
{%- else %}
  never
{%- endfor %};

/** Whether a string is a code of the catalog. */
export function isCode(value: unknown): value is Code {
  return typeof value === "string" && Object.prototype.hasOwnProperty.call(info, value);
}

/** The code in a body of any profile, a code of a newer service too; `undefined` in anything else. */
export function codeOf(body: unknown): string | undefined {
{%- for profile in catalog.profiles -%}
{%- for place in profile.places -%}
{%- if place.variable == "code" %}
  {
    const code = at(body{% for key in place.path %}, {{ key }}{% endfor %});
    if (typeof code === "string" && looksLikeCode(code)) return today(code);
  }
{%- elif place.variable == "type" and catalog.url %}
  {
    const code = codeOfUrl(at(body{% for key in place.path %}, {{ key }}{% endfor %}));
    if (code !== undefined) return today(code);
  }
{%- endif -%}
{%- endfor -%}
{%- else %}
  void body;
{%- endfor %}
  return undefined;
}

/** Whether a body is an error of the catalog, with one of these codes where some are given. */
export function is{{ name }}Error<C extends Code = Code>(body: unknown, ...codes: readonly C[]): body is Body<C> {
  const code = codeOf(body);
  return isCode(code) && (codes.length === 0 || (codes as readonly string[]).includes(code));
}

/** Whether sending the same request again can help; `undefined` where nobody knows. */
export function isRetryable(body: unknown): boolean | undefined {
  const code = codeOf(body);
  return isCode(code) ? (info[code].retryable ?? undefined) : undefined;
}
{%- for operation in catalog.operations %}
{%- if loop.first %}

/** The codes that each operation raises. */
export interface Operations {
{%- endif %}
  {{ operation.name }}: {% for code in operation.codes %}{% if not loop.first %} | {% endif %}{{ code }}{% endfor %};
{%- if loop.last %}
}
{%- endif %}
{%- endfor %}

function at(value: unknown, ...path: readonly string[]): unknown {
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.prototype.hasOwnProperty.call(value, key)) return undefined;
    value = (value as { readonly [key: string]: unknown })[key];
  }
  return value;
}

function today(code: string): string {
  return Object.prototype.hasOwnProperty.call(aliases, code) ? (aliases[code] ?? code) : code;
}

function looksLikeCode(code: string): boolean {
  return isCode(code) || today(code) !== code || {% if catalog.prefix %}code.startsWith({{ catalog.prefix ~ catalog.separator }}){% else %}false{% endif %};
}
{%- if catalog.url %}

function codeOfUrl(url: unknown): string | undefined {
  const root = {{ catalog.url ~ "/" }};
  if (typeof url !== "string" || !url.startsWith(root)) return undefined;
  const segments = url.slice(root.length).split("/").map(decoded);
  return [{% if catalog.prefix %}{{ catalog.prefix }}, {% endif %}...segments].join({{ catalog.separator }});
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
{%- endif %}
