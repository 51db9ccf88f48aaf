//! The rules for folds, one function a rule.

use crate::reading::{Errors, ImplBlock, Item};

pub(crate) fn check(block: &ImplBlock, errors: &Errors) {
    of_apply(block, errors);
    without_fingerprint(block, errors);
}

/// Whether the impl would lack a constant without the macro.
pub(crate) fn needs_fingerprint(block: &ImplBlock) -> bool {
    is_apply(block) && constant(block).is_none()
}

fn of_apply(block: &ImplBlock, errors: &Errors) {
    match &block.of_trait {
        None => errors.over(
            block.impl_token,
            "this `impl` is of no trait; for methods that are events write `#[events]`, `#[fold]` goes above `impl Apply for ..`",
        ),
        Some(of_trait) if !is_apply(block) => {
            errors.over(of_trait, "a fold is an `impl` of `Apply`; `#[fold]` goes above `impl Apply for ..`");
        }
        Some(_) => {}
    }
}

fn is_apply(block: &ImplBlock) -> bool {
    let last = block.of_trait.as_ref().and_then(|path| path.segments.last());
    last.is_some_and(|segment| segment.ident == "Apply")
}

fn without_fingerprint(block: &ImplBlock, errors: &Errors) {
    if let Some(name) = constant(block) {
        errors.over(name, "`#[fold]` computes `FOLD` from the code; remove one of the two");
    }
}

fn constant(block: &ImplBlock) -> Option<&syn::Ident> {
    block.items.iter().find_map(|item| match item {
        Item::Other { name: Some(name), .. } if name == "FOLD" => Some(name),
        _ => None,
    })
}
