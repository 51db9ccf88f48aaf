//! The rules of personal values within types of one's own, as far as `#[derive(Shape)]` sees them.

use syn::{Attribute, Data, DeriveInput, Field, Fields, ext::IdentExt};

use super::{check::by_personal_alone, types::mentions};
use crate::reading::{Errors, serde_keys};

/// A type that is stored within events, states or records.
pub(crate) fn check_nested(input: &DeriveInput, errors: &Errors) {
    // Without the feature a type called so is one of one's own.
    if cfg!(any(test, feature = "personal")) {
        fields(&input.data).filter(|field| mentions(&field.ty)).for_each(|field| {
            by_personal_alone(&field.attrs, errors);
        });
        tagged(input, errors);
    }
}

fn fields(data: &Data) -> impl Iterator<Item = &Field> {
    let (of_struct, of_enum) = match data {
        Data::Struct(data) => (Some(&data.fields), None),
        Data::Enum(data) => (None, Some(data.variants.iter().map(|variant| &variant.fields))),
        Data::Union(_) => (None, None),
    };
    of_struct.into_iter().chain(of_enum.into_iter().flatten()).flatten()
}

// serde writes the tag among the fields of what a variant holds alone: what is encrypted has none.
fn tagged(input: &DeriveInput, errors: &Errors) {
    let Data::Enum(data) = &input.data else { return };
    if !is_tagged_within(&input.attrs) {
        return;
    }
    for variant in &data.variants {
        let Fields::Unnamed(fields) = &variant.fields else { continue };
        let alone = fields.unnamed.iter().filter(|field| mentions(&field.ty));
        alone.for_each(|field| errors.over(&field.ty, format!("serde cannot write the tag into what is encrypted, which shows only when it is recorded; give the field of `{}` a name, or write `#[serde(tag = \"..\", content = \"..\")]`", variant.ident.unraw())));
    }
}

fn is_tagged_within(attributes: &[Attribute]) -> bool {
    let keys = serde_keys(attributes);
    keys.iter().any(|key| key == "tag") && keys.iter().all(|key| key != "content")
}
