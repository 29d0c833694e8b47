{#- Text from the catalog in a Javadoc comment: neither HTML, nor a tag, nor a Unicode escape. -#}
{%- component doc(text: string, prefix: string) -%}
{{ text | replace(from="&", to="&amp;") | replace(from="<", to="&lt;") | replace(from=">", to="&gt;")
    | replace(from="@", to="&#64;") | replace(from="{", to="&#123;") | replace(from="}", to="&#125;")
    | replace(from="\\", to="&#92;") | replace(from="*/", to="*&#47;") | comment(prefix=prefix) }}
{%- endcomponent doc -%}
