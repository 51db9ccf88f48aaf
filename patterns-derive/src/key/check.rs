//! What can be a key.

use syn::{Data, DataStruct, DeriveInput, Fields, Type};

use crate::reading::Errors;

pub(crate) fn check(input: &DeriveInput, errors: &Errors) {
    check_placement(input, errors);
    match &input.data {
        Data::Struct(data) => check_struct(input, data, errors),
        Data::Enum(data) => errors.over(
            data.enum_token,
            "`Key` is derived for structs; for an enum write `impl Key` and encode a number or text of your own for each \
             variant, so that reordering the variants keeps the keys",
        ),
        Data::Union(data) => errors.over(
            data.union_token,
            "`Key` is derived for structs; a union does not know which of its fields holds the value",
        ),
    }
}

fn check_placement(input: &DeriveInput, errors: &Errors) {
    let fields = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        _ => Vec::new(),
    };
    let misplaced = fields
        .iter()
        .flat_map(|field| &field.attrs)
        .filter(|attribute| attribute.path().is_ident("key"));
    misplaced.for_each(|attribute| {
        errors.over(attribute.path(), "`#[key(..)]` belongs above the struct, not on a field");
    });
}

fn check_struct(input: &DeriveInput, data: &DataStruct, errors: &Errors) {
    if let Fields::Unit = data.fields {
        let name = &input.ident;
        errors.over(name, format!("`{name}` has no fields and so only one value; a key tells things apart, give it a field"));
    }
    data.fields.iter().for_each(|field| check_key_type(&field.ty, errors));
}

/// Refuses, by name, the types that have no canonical bytes; every other type that is no key fails its bound.
pub(crate) fn check_key_type(field: &Type, errors: &Errors) {
    if let Some((name, why)) = refused(field) {
        errors.over(field, format!("`{name}` cannot be part of a key: {why}"));
    }
}

/// The name of a type that can be no key, and why.
pub(crate) fn refused(field: &Type) -> Option<(String, &'static str)> {
    let Type::Path(path) = field else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let why = match name.as_str() {
        "f32" | "f64" => {
            "equal floats can have different bytes; use an integer, such as an amount in cents"
        }
        "usize" | "isize" => "its width differs between machines; use `u64` or `i64`",
        "HashMap" | "HashSet" | "BTreeMap" | "BTreeSet" => {
            "a collection has no single sequence of bytes; use the fields that tell one from another"
        }
        _ => return None,
    };
    Some((name, why))
}
