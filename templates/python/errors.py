{% set name = catalog.names.pascal -%}
# Made by `errbook export python`. Do not edit: change the catalog and export again.
{{ catalog.title | literal }}

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal
from urllib.parse import unquote


class Code(StrEnum):
    """Every code. A newer service can send one that is not among them."""
{%- for code in catalog.codes %}

    {{ code.names.screaming }} = {{ code.code }}
    {{ (code.name ~ "\n\n" ~ code.description) | trim | literal }}
{%- endfor %}
{%- if catalog.codes | length == 0 %}

    pass
{%- endif %}


Lifecycle = Literal["draft", "reserved", "active", "deprecated", "retired"]


@dataclass(frozen=True, slots=True)
class Info:
    """What the catalog says of a code."""

    name: str
    description: str
    lifecycle: Lifecycle
    message: str | None = None
    """The public text with `{param}` placeholders."""
    status: Mapping[str, int] = field(default_factory=dict)
    """HTTP status by profile."""
    retryable: bool | None = None
    """Whether sending the same request again can help; `None` where nobody knows."""
    retry_after: int | None = None
    """Seconds after which to try again."""
    replaced_by: str | None = None
    url: str | None = None


INFO: Final[Mapping[Code, Info]] = {
{%- for code in catalog.codes %}
    Code.{{ code.names.screaming }}: Info(
        name={{ code.name }},
        description={{ code.description }},
        lifecycle={{ code.lifecycle }},
{%- if code.message %}
        message={{ code.message }},
{%- endif %}
        status={ {%- for response in code.responses %}{{ response.profile }}: {{ response.status }}{% if not loop.last %}, {% endif %}{% endfor -%} },
{%- if code.retryable is not none %}
        retryable={% if code.retryable %}True{% else %}False{% endif %},
{%- endif %}
{%- if code.retry_after %}
        retry_after={{ code.retry_after }},
{%- endif %}
{%- if code.ending and code.ending.replaced_by %}
        replaced_by={{ code.ending.replaced_by }},
{%- endif %}
{%- if code.url %}
        url={{ code.url }},
{%- endif %}
    ),
{%- endfor %}
}

ALIASES: Final[Mapping[str, Code]] = {
{%- for code in catalog.codes -%}
{%- for alias in code.aliases %}
    {{ alias }}: Code.{{ code.names.screaming }},
{%- endfor -%}
{%- endfor %}
}
"""Former codes and those of today."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """A mistake at one place of the request."""

    location: str
    message: str
    fix: str | None = None
    """What to send instead."""


@dataclass
class {{ name }}Error(Exception):
    """What a service answered."""

    code: Code | str
    """A `str` that is no `Code` is a code of a newer service."""
    status: int | None = None
    title: str | None = None
    detail: str | None = None
    request_id: str | None = None
    retry_after: int | None = None
    errors: list[FieldError] = field(default_factory=list)
    body: Mapping[str, object] = field(default_factory=dict)
    """The whole body."""

    def __str__(self) -> str:
        return f"{self.detail} ({self.code})" if self.detail else str(self.code)

    @property
    def info(self) -> Info | None:
        """What the catalog says of the code."""
        return INFO[self.code] if isinstance(self.code, Code) else None

    @property
    def retryable(self) -> bool | None:
        """Whether sending the same request again can help; `None` where nobody knows."""
        return self.info.retryable if self.info is not None else None


def parse(body: object, status: int | None = None) -> {{ name }}Error | None:
    """The error in the body of a response, as `json.loads` returns it; `None` when it is none of the catalog or of a newer one."""
    code = code_of(body)
    if code is None or not isinstance(body, dict):
        return None
    error = {{ name }}Error(code, status=status, body=body)
{%- for profile in catalog.profiles -%}
{%- for place in profile.places -%}
{%- if place.variable in ["detail", "title", "request_id"] %}
    error.{{ place.variable | safe }} = error.{{ place.variable | safe }} or _text(_at(body{% for key in place.path %}, {{ key }}{% endfor %}))
{%- elif place.variable in ["status", "retry_after"] %}
    error.{{ place.variable | safe }} = error.{{ place.variable | safe }} or _number(_at(body{% for key in place.path %}, {{ key }}{% endfor %}))
{%- elif place.variable == "errors" %}
    error.errors = error.errors or _errors(_at(body{% for key in place.path %}, {{ key }}{% endfor %}))
{%- endif -%}
{%- endfor -%}
{%- endfor %}
    return error


def code_of(body: object) -> Code | str | None:
    """The code in a body of any profile; `None` in anything else."""
    for found in _codes(body):
        if found in ALIASES:
            return ALIASES[found]
        return Code(found) if found in _KNOWN else found
    return None


_KNOWN: Final = frozenset(code.value for code in Code)


def _codes(body: object) -> list[str]:
    found: list[str | None] = [
{%- for profile in catalog.profiles -%}
{%- for place in profile.places -%}
{%- if place.variable == "code" %}
        _code(_at(body{% for key in place.path %}, {{ key }}{% endfor %})),
{%- elif place.variable == "type" and catalog.url %}
        _code_of_url(_at(body{% for key in place.path %}, {{ key }}{% endfor %})),
{%- endif -%}
{%- endfor -%}
{%- endfor %}
    ]
    return [code for code in found if code is not None]


def _code(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    known = value in _KNOWN or value in ALIASES{% if catalog.prefix %} or value.startswith({{ catalog.prefix ~ catalog.separator }}){% endif %}
    return value if known else None


def _code_of_url(value: object) -> str | None:
{%- if catalog.url %}
    root = {{ catalog.url ~ "/" }}
    if not isinstance(value, str) or not value.startswith(root):
        return None
    segments = [unquote(segment) for segment in value[len(root) :].split("/")]
    return {{ catalog.separator }}.join([{% if catalog.prefix %}{{ catalog.prefix }}, {% endif %}*segments])
{%- else %}
    del value
    return unquote("") or None
{%- endif %}


def _at(value: object, *path: str) -> object:
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _errors(value: object) -> list[FieldError]:
    if not isinstance(value, list):
        return []
    return [
        FieldError(_text(_at(item, "location")) or "", _text(_at(item, "message")) or "", _text(_at(item, "fix")))
        for item in value
    ]
