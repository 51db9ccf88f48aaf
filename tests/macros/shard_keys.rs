//! `#[derive(ShardKey)]`: the place of a value is made of its fields in order, and of the name of its variant.

use data_patterns::{
    key::{PlaceHasher, SplitKey, SplitPoints},
    prelude::*,
};

#[derive(ShardKey)]
pub struct Number(u64);

#[derive(ShardKey)]
pub struct Address {
    country: String,
    #[shard_key(normalize = "lowercase")]
    r#type: String,
    number: Number,
}

#[derive(ShardKey)]
pub enum Owner {
    Nobody,
    NaturalPerson(u64),
    #[shard_key(name = "firm")]
    Company {
        country: String,
        number: u64,
    },
    r#Else(bool),
}

/// The same variants in another order.
mod reordered {
    use data_patterns::prelude::*;

    #[derive(ShardKey)]
    pub enum Owner {
        r#Else(bool),
        #[shard_key(name = "firm")]
        Corporation {
            country: String,
            number: u64,
        },
        NaturalPerson(u64),
        Nobody,
    }
}

#[derive(Zones)]
pub enum Region {
    EuWest,
    #[zone(name = "us-1")]
    America,
}

mod other_zones {
    #[derive(data_patterns::Zones)]
    #[zone(crate = crate::reexported)]
    pub enum Region {
        #[zone(name = "us-1")]
        Us,
        EuWest,
    }
}

#[derive(ShardKey)]
#[shard_key(crate = crate::reexported)]
pub enum Scoped<T, const N: usize>
where
    T: Clone,
{
    Bytes([u8; N]),
    Of(T),
}

#[derive(ShardKey)]
#[shard_key(split)]
pub struct Name(#[shard_key(normalize = "lowercase")] String);

#[derive(ShardKey)]
#[shard_key(split)]
pub struct Wrapped<T> {
    value: T,
}

#[test]
fn a_struct_is_its_fields_in_order() {
    assert_eq!(Number(7).place(), 7.place());
    let address = Address { country: "DE".into(), r#type: "HOME".into(), number: Number(7) };
    assert_eq!(address.place(), ("DE", "home", 7).place());
}

#[test]
fn a_variant_is_its_name_and_its_fields() {
    let hashed = |name, add: &dyn Fn(&mut PlaceHasher)| {
        let mut hasher = PlaceHasher::new();
        hasher.variant(name);
        add(&mut hasher);
        hasher.finish()
    };
    assert_eq!(Owner::Nobody.place(), hashed("nobody", &|_| {}));
    assert_eq!(Owner::NaturalPerson(7).place(), hashed("natural_person", &|to| to.unsigned(7)));
    let company = Owner::Company { country: "DE".into(), number: 7 };
    let expected = hashed("firm", &|to| {
        to.text("DE");
        to.unsigned(7);
    });
    assert_eq!(company.place(), expected);
    assert_eq!(Owner::r#Else(true).place(), hashed("else", &|to| to.boolean(true)));
}

#[test]
fn the_order_of_variants_decides_no_place() {
    use reordered::Owner as Other;
    assert_eq!(Owner::Nobody.place(), Other::Nobody.place());
    assert_eq!(Owner::NaturalPerson(7).place(), Other::NaturalPerson(7).place());
    assert_eq!(Owner::r#Else(false).place(), Other::r#Else(false).place());
    let company = Owner::Company { country: "DE".into(), number: 7 };
    let corporation = Other::Corporation { country: "DE".into(), number: 7 };
    assert_eq!(company.place(), corporation.place(), "a renamed variant keeps its name");
}

#[test]
fn the_order_of_zones_decides_their_regions_but_no_hash() {
    use other_zones::Region as Other;
    assert_eq!((Region::ZONES, Other::ZONES), (&["eu-west", "us-1"][..], &["us-1", "eu-west"][..]));
    assert_eq!([Region::EuWest.zone(), Region::America.zone()], [0, 1]);
    assert_eq!([Other::Us.zone(), Other::EuWest.zone()], [0, 1]);
    assert_eq!(Region::EuWest.place(), Other::EuWest.place());
    assert_eq!(Region::America.place(), Other::Us.place());
}

#[test]
fn parameters_are_hashed_as_their_types_are() {
    let mut hasher = PlaceHasher::new();
    hasher.variant("of");
    hasher.text("a");
    assert_eq!(Scoped::<String, 2>::Of("a".to_owned()).place(), hasher.finish());
    let mut hasher = PlaceHasher::new();
    hasher.variant("bytes");
    hasher.bytes(&[1, 2]);
    assert_eq!(Scoped::<u8, 2>::Bytes([1, 2]).place(), hasher.finish());
}

#[test]
fn a_key_that_can_be_split_is_split_as_its_field_is() {
    let points = SplitPoints::Text(&["g", "n"]);
    assert_eq!(["Ann", "GIL", "zoe"].map(|name| Name(name.into()).region(&points)), [0, 1, 2]);
    assert_eq!(Name("ANN".into()).place(), "ann".place());
    let points = SplitPoints::Integers(&[10]);
    assert_eq!([9, 10].map(|value| Wrapped { value }.region(&points)), [0, 1]);
    assert_eq!((Name::BY_TEXTS, Wrapped::<u8>::BY_TEXTS), (Some(true), Some(false)));
}
