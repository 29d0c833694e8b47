//! Conversion of each construct.

use super::*;

fn lowered(text: &str) -> String {
    let mut report = LossReport::default();
    let lines = lower(text, 1, Dialect::Mdx, "page.mdx", &mut report);
    let text: Vec<_> = lines.into_iter().map(|line| line.text).collect();
    // Elements are surrounded by blank lines. Join repeated ones.
    let mut out = text.join("\n");
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    out.trim_matches('\n').to_owned()
}

#[test]
fn constructs() {
    for (mdx, markdown) in [
        ("<Note>One line</Note>", "> [!NOTE]\n> One line"),
        ("<Danger>\n  Two\n\n  lines\n</Danger>", "> [!CAUTION]\n> Two\n>\n> lines"),
        (
            "<CodeGroup>\n```js A\n1\n```\n\n  ```sh\n  2\n  ```\n</CodeGroup>",
            "```js A\n1\n```\n\n  ```sh sh\n  2\n  ```",
        ),
        (
            "<Steps>\n  <Step title=\"A\">\n    One\n    <Tip>x</Tip>\n  </Step>\n  <Step title=\"B\" />\n</Steps>",
            "1. **A**\n\n   One\n\n   > [!TIP]\n   > x\n\n2. **B**",
        ),
        ("<Tabs>\n<Tab title=\"A b\">\n```js\n1\n```\n</Tab>\n</Tabs>", "```js A b\n1\n```"),
        ("<Tabs>\n<Tab title=\"A\">\none\n</Tab>\n</Tabs>", "**A**\n\none"),
        ("<Card title=\"Keys\" icon=\"key\" href=\"/keys\">\n  About\n</Card>", "**[Keys](/keys)**\n\nAbout"),
        ("<AccordionGroup>\n<Accordion title=\"Why?\">\nSo\n</Accordion>\n</AccordionGroup>", "**Why?**\n\nSo"),
        ("- a\n  <Note>b</Note>\n- c", "- a\n\n  > [!NOTE]\n  > b\n\n- c"),
        ("a <Tooltip tip=\"t\">b</Tooltip> c<br/>d", "a b c d"),
        ("{/* x */}\na {/* y */}b {\"c\"} {d}", "a b c {d}"),
        ("import A from 'a'\n\n<A />\n\ntext", "text"),
        ("<Widget a=\"b\">\ntext\n</Widget>", "text"),
        ("`<Note>` and \\<Note> and `{x}`", "`<Note>` and \\<Note> and `{x}`"),
        ("```mdx\n<Note>\n{x}\n```", "```mdx\n<Note>\n{x}\n```"),
        ("<Note>\nopen", "open"),
        ("a</Note>", "a"),
        ("```json Example theme={\"theme\":\"x\"} {1,2} lines\n1\n```", "```json Example {1,2}\n1\n```"),
        ("```rust,compile_fail,E0382\n1\n```", "```rust,compile_fail,E0382\n1\n```"),
        ("```js{1,3} title=\"{1} is it\"\n1\n```", "```js title=\"{1} is it\" {1,3}\n1\n```"),
        ("```ts highlight={2-4} filename='a b.ts' Don't\n1\n```", "```ts a b.ts Don't {2-4}\n1\n```"),
        ("```{1}\n1\n```", "```{1}\n1\n```"),
        ("``` title=\"a\"\n1\n```", "```text a\n1\n```"),
        ("<CodeGroup>\n```js,wrong {1}\n1\n```\n</CodeGroup>", "```js,wrong js {1}\n1\n```"),
        ("- x\n  ```bash title=\"a b.sh\" wrap\n  1\n  ```", "- x\n  ```bash a b.sh\n  1\n  ```"),
    ] {
        assert_eq!(lowered(mdx), markdown, "{mdx}");
    }
}

#[test]
fn reports_what_is_left_out() {
    let text = "import A from 'a'\n\n<A b=\"c\" />\n\n{/* note */}\n\n<Note>\nx {y}\n";
    let mut report = LossReport::default();
    lower(text, 5, Dialect::Mdx, "page.mdx", &mut report);
    report.items.sort_by_key(|item| item.line);
    let told: Vec<_> = report.items.iter().map(|item| (item.line, item.text.as_str())).collect();
    assert_eq!(
        told,
        [(5, "import A from 'a'"), (7, "<A b=\"c\" />"), (9, "{/* note */}"), (11, "<Note>"), (12, "{y}")]
    );
}

#[test]
fn keeps_placeholders_in_markdown() {
    let mut report = LossReport::default();
    let lines = lower("a <workspace_id> {b}\n<details>\nc\n</details>", 1, Dialect::Markdown, "a.md", &mut report);
    let text: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(text, ["a <workspace_id> {b}", "", "c", ""]);
}
