//! Looks at nodes of any grammar.

use tree_sitter::Node;

/// The object and the name of `object.name`.
pub(super) fn member(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let (object, name) = match node.kind() {
        "selector_expression" => ("operand", "field"),
        "member_expression" => ("object", "property"),
        "attribute" => ("object", "attribute"),
        "field_access" => ("object", "field"),
        _ => return None,
    };
    Some((node.child_by_field_name(object)?, node.child_by_field_name(name)?))
}

/// The expression inside of one that has the same value.
pub(super) fn inner(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "parenthesized_expression"
        | "as_expression"
        | "satisfies_expression"
        | "literal_element"
        | "expression_list"
        | "computed_property_name"
        | "case_pattern"
        | "non_null_expression"
        | "type_conversion_expression"
        | "expression_statement" => node.named_child(0),
        "cast_expression" => node.child_by_field_name("value"),
        _ => None,
    }
}

/// The named children that aren't comments.
pub(super) fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let children: Vec<Node<'_>> = node.named_children(&mut node.walk()).filter(|child| !child.is_extra()).collect();
    children.into_iter()
}
