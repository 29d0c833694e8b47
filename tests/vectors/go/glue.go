{%- component value(param) -%}
params[{{ param.name | literal }}].
{%- if param.kind in ["integer", "bytes"] %}integer{% elif param.kind == "boolean" %}boolean{% elif param.kind == "timestamp" %}time{% elif param.kind in ["duration", "go_duration"] %}duration{% elif param.kind in ["list", "joined"] %}list{% else %}text{% endif -%}
()
{%- endcomponent value -%}
package main

//lint:file-ignore SA1019 Services can still raise deprecated codes.

import errors "example.com/client/errors"

// raise returns a report of a code, or nil if no service raises it.
func raise(code string, params params) *errors.Report {
	switch code {
{%- for code in catalog.codes %}
{%- if code.raisable %}
{%- set_global count = 0 %}
{%- for param in code.params %}{% if not param.of_wording %}{% set_global count = loop.index %}{% endif %}{% endfor %}
	case {{ code.code }}:
		return errors.New{{ code.names.go }}({% if count > 2 %}errors.ArgsOf{{ code.names.go }}{ {%- endif %}
{%- for param in code.params[:count] %}{% if count > 2 %}{{ param.names.go }}: {% endif %}{{ <value param={param} /> | safe }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- if count > 2 %}}{% endif %})
{%- endif %}
{%- endfor %}
	}
	return nil
}

func paramsOf(err *errors.Error) any {
	return {% if catalog.kinds %}err.Params(){% else %}nil{% endif %}
}
