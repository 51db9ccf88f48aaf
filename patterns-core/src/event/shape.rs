//! What stored fields look like, as the macros see them in the source.

use core::marker::PhantomData;

/// The fields of an event, of a struct, or of a variant of an enum.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// How they are stored together.
    pub style: FieldStyle,
    /// The fields, in the order of the source.
    pub list: &'static [Field],
}

/// How fields are stored together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldStyle {
    /// Nothing is known of them: the schema was written by hand.
    Undeclared,
    /// There are none.
    Unit,
    /// By name, `{ owner: String }`.
    Named,
    /// By place, `(String, i64)`.
    Placed,
    /// One value as it is, `(i64)`.
    Value,
}

/// One stored field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name it is stored under, or its place from 0.
    pub name: &'static str,
    /// Names under which older code stored it.
    pub aliases: &'static [&'static str],
    /// The type, as it is written in the source, with spaces only where Rust needs them.
    pub ty: &'static str,
    /// Whether events without it can be read.
    pub may_be_missing: bool,
    /// The path of the function that fills it in where it is missing; empty if none was given.
    pub default: &'static str,
    /// The types of one's own that `ty` names.
    pub types: &'static [NestedType],
}

/// A type that a field's type names.
#[derive(Clone, Copy, Debug)]
pub struct NestedType {
    /// As it is written in the source.
    pub name: &'static str,
    /// What it looks like; `None` for a type that does not derive `Shape`.
    pub shape: Option<fn() -> &'static TypeShape>,
}

/// What a type looks like where it is stored.
#[derive(Clone, Copy, Debug)]
pub struct TypeShape {
    /// Its path, which tells it from others of its name.
    pub path: &'static str,
    /// What serde's attributes say of the type as a whole, such as `tag = "kind"`; empty if nothing.
    pub written: &'static str,
    /// The fields of a struct.
    pub fields: Fields,
    /// The variants of an enum.
    pub variants: &'static [VariantShape],
}

/// What a variant of a stored enum looks like.
#[derive(Clone, Copy, Debug)]
pub struct VariantShape {
    /// The name it is stored under.
    pub name: &'static str,
    /// Names under which older code stored it.
    pub aliases: &'static [&'static str],
    /// Its fields.
    pub fields: Fields,
}

/// A type of which it is known how it is stored, so that a lock can compare it. Written by `#[derive(Shape)]`.
#[diagnostic::on_unimplemented(
    message = "how `{Self}` is stored is not known",
    label = "not a `Shape`",
    note = "derive `Shape` beside `Serialize` and `Deserialize`"
)]
pub trait Shape {
    /// What it looks like.
    const SHAPE: TypeShape;
}

impl Fields {
    /// Nothing is known of them.
    pub const UNDECLARED: Self = Self { style: FieldStyle::Undeclared, list: &[] };
    /// There are none.
    pub const NONE: Self = Self { style: FieldStyle::Unit, list: &[] };
}

impl Field {
    /// A field that every event has.
    pub const fn new(name: &'static str, ty: &'static str) -> Self {
        Self { name, aliases: &[], ty, may_be_missing: false, default: "", types: &[] }
    }
}

/// Finds the shape of a type that has one by `ShapeOf::<T>::SHAPE`, and none of every other, with [`MayHaveShape`] in scope.
#[derive(Debug)]
pub struct ShapeOf<T: ?Sized>(PhantomData<T>);

impl<T: Shape + ?Sized> ShapeOf<T> {
    /// Found before what a trait offers. A function, because a type may hold itself.
    pub const SHAPE: Option<fn() -> &'static TypeShape> = Some(|| const { &T::SHAPE });
}

/// What is found for every type that has no shape.
pub trait MayHaveShape {
    /// There is none.
    const SHAPE: Option<fn() -> &'static TypeShape> = None;
}

impl<T: ?Sized> MayHaveShape for ShapeOf<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tree;

    impl Shape for Tree {
        const SHAPE: TypeShape = TypeShape {
            path: "tests::Tree",
            written: "",
            fields: Fields {
                style: FieldStyle::Value,
                list: &[Field {
                    types: &[NestedType { name: "Tree", shape: ShapeOf::<Tree>::SHAPE }],
                    ..Field::new("0", "Vec<Tree>")
                }],
            },
            variants: &[],
        };
    }

    #[test]
    fn a_shape_is_found_where_there_is_one() {
        let tree = ShapeOf::<Tree>::SHAPE.map(|shape| shape().path);
        assert_eq!(tree, Some("tests::Tree"));
        assert!(ShapeOf::<Vec<u8>>::SHAPE.is_none());
        assert!(ShapeOf::<str>::SHAPE.is_none());
    }
}
