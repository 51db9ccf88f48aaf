//! The parts of a shard key, and what `#[shard_key(..)]` says of one.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Ident, LitInt, LitStr, Type};

use super::{Kind, PlacementOptions, Strategy};
use crate::reading::{Errors, Options, Slot, Value, nearest};

/// `#[shard_key(..)]` on a field.
#[derive(Default)]
pub(crate) struct PartOptions {
    pub(crate) normalize: Slot<()>,
    pub(crate) bytes: Slot<LitInt>,
}

impl PartOptions {
    /// What it takes on a field of an aggregate or entity.
    pub(crate) const OPTIONS: &Options<Self> = &[
        ("normalize", |into, value| into.normalize.fill(value, lowercase)),
        ("bytes", |into, value| into.bytes.fill(value, Value::number)),
    ];
}

/// `normalize = "lowercase"`.
pub(crate) fn lowercase(value: &Value<'_>) -> syn::Result<()> {
    const LOWERCASE: &str = "lowercase";
    let text: LitStr = value.text()?;
    let given = text.value();
    if given == LOWERCASE {
        return Ok(());
    }
    let remedy = match nearest(&given.to_lowercase(), [LOWERCASE]) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("write \"{LOWERCASE}\", or leave `normalize` out"),
    };
    Err(syn::Error::new(
        text.span(),
        format!("\"{given}\" is no way to normalize a text; {remedy}"),
    ))
}

/// One part.
pub(crate) struct Part<'a> {
    /// The name of the field.
    pub(crate) name: String,
    pub(crate) ty: &'a Type,
    /// Where it is declared to be one.
    pub(crate) declared: Span,
    /// A reference to its value.
    pub(crate) value: TokenStream,
    pub(crate) options: &'a PartOptions,
}

impl Part<'_> {
    /// Its type as it is shown in messages.
    pub(crate) fn shown_type(&self) -> String {
        self.ty.to_token_stream().to_string().replace(' ', "")
    }

    /// Whether capital letters count as small ones.
    pub(crate) fn is_lowercase(&self) -> bool {
        self.options.normalize.get().is_some()
    }
}

/// Refuses to normalize what is no text, as far as its tokens tell.
pub(crate) fn check_normalized(normalize: Option<&Ident>, ty: &Type, errors: &Errors) {
    if let (Some(key), Some(kind)) = (normalize, Kind::of(ty))
        && kind != Kind::Text
    {
        errors.over(key, "only texts are normalized, and this is none; leave `normalize` out");
    }
}

const MOST_BYTES: u8 = 7;

pub(super) fn check_bytes(placement: &PlacementOptions, parts: &[Part<'_>], errors: &Errors) {
    match placement.strategy() {
        Some(Strategy::Composite) => composite(placement, parts, errors),
        Some(_) => parts.iter().filter_map(|part| part.options.bytes.key()).for_each(|key| {
            errors.over(key, "`bytes` is how much of a composite place a field decides; write `#[shard(by = composite)]` as well");
        }),
        None => {}
    }
}

fn composite(placement: &PlacementOptions, parts: &[Part<'_>], errors: &Errors) {
    match parts.split_last() {
        None => {}
        Some((_, [])) => errors.over(
            placement.by.key(),
            "a composite place is made of several fields, and here is only one; put `#[shard_key]` on another `#[id]` field, or write `by = hash`",
        ),
        Some((last, before)) => {
            if let Some(key) = last.options.bytes.key() {
                errors.over(key, "the last field decides all bytes that are left; leave `bytes` out");
            }
            before.iter().for_each(|part| check_given(part, errors));
            check_sum(before, errors);
        }
    }
}

fn check_given(part: &Part<'_>, errors: &Errors) {
    if !part.options.bytes.is_given() {
        let message = format!(
            "say how many of the 8 bytes of a place `{}` decides: `#[shard_key(bytes = 2)]`",
            part.name
        );
        errors.at(part.declared, message);
    }
    if let Some(bytes) = part.options.bytes.get()
        && !number(bytes).is_some_and(|number| (1..=MOST_BYTES).contains(&number))
    {
        let message = format!(
            "a place has 8 bytes, and at least one is left to the last field; write a number from 1 to {MOST_BYTES}"
        );
        errors.over(bytes, message);
    }
}

fn check_sum(before: &[Part<'_>], errors: &Errors) {
    let given: Vec<&LitInt> = before.iter().filter_map(|part| part.options.bytes.get()).collect();
    let numbers: Option<Vec<u8>> =
        given.iter().map(|bytes| number(bytes).filter(|number| *number <= MOST_BYTES)).collect();
    let sum = numbers.unwrap_or_default().iter().map(|number| u32::from(*number)).sum::<u32>();
    if sum > u32::from(MOST_BYTES)
        && let Some(last) = given.last()
    {
        errors.over(
            last,
            format!(
                "a place has 8 bytes, and these are {sum}; leave at least one to the last field"
            ),
        );
    }
}

/// The number, if it is one of a byte.
pub(super) fn number(bytes: &LitInt) -> Option<u8> {
    bytes.base10_parse().ok()
}
