//! Where keys lie.

use proptest::prelude::*;

use crate::key::{Lowercase, Place, ShardKey};

proptest! {
    #[test]
    fn s7_equal_integers_of_any_width_share_a_place(value in any::<u8>(), small in any::<i8>(), long in any::<i64>()) {
        let place = value.place();
        let natural = [
            u16::from(value).place(), u32::from(value).place(), u64::from(value).place(), u128::from(value).place(),
            i16::from(value).place(), i32::from(value).place(), i64::from(value).place(), i128::from(value).place(),
        ];
        prop_assert_eq!(natural, [place; 8]);
        let signed = [i16::from(small).place(), i32::from(small).place(), i64::from(small).place()];
        prop_assert_eq!(signed, [i128::from(small).place(); 3]);
        prop_assert_eq!(long.place(), i128::from(long).place());
        prop_assert_eq!(long.cast_unsigned().place(), u128::from(long.cast_unsigned()).place());
    }

    #[test]
    fn s7_capital_letters_do_not_count_where_they_shall_not(text in any::<String>()) {
        let small: String = text.chars().flat_map(char::to_lowercase).collect();
        prop_assert_eq!(Lowercase(&text).place(), small.place());
    }

    #[test]
    fn s7_owned_borrowed_and_referred_keys_share_a_place(text in any::<String>(), array in any::<[u8; 9]>()) {
        prop_assert_eq!(text.as_str().place(), text.place());
        prop_assert_eq!((&text, &&array).place(), (text.as_str(), array.to_vec()).place());
    }
}

#[test]
fn keys_that_differ_in_their_elements_have_places_of_their_own() {
    let places = [
        ("a", "bc").place(),
        ("ab", "c").place(),
        ("abc", "").place(),
        ("", "abc").place(),
        "abc".place(),
        b"abc".place(),
        true.place(),
        1.place(),
        (-1).place(),
        u64::MAX.place(),
        u128::MAX.place(),
        [1_u8].place(),
        "\u{1}".place(),
        (1, 2).place(),
        (2, 1).place(),
        (1, 2, 0).place(),
        ("", "").place(),
        "".place(),
        Vec::new().place(),
    ];
    let apart: std::collections::BTreeSet<Place> = places.into_iter().collect();
    assert_eq!(apart.len(), places.len());
}

/// The distance of a chi-square statistic from its mean, in standard deviations. It is below 4 for 99.99 % of uniform spreads.
fn deviation(places: impl Iterator<Item = Place>) -> f64 {
    let mut counts = vec![0_u32; 4096];
    places.for_each(|place| {
        counts.get_mut(place.slot(12) as usize).map(|count| *count += 1).unwrap()
    });
    let expected = f64::from(counts.iter().sum::<u32>()) / 4096.0;
    let squares: f64 = counts.iter().map(|&count| (f64::from(count) - expected).powi(2)).sum();
    (squares / expected - 4095.0) / (2.0 * 4095_f64).sqrt()
}

#[test]
fn s7_sequential_keys_spread_evenly_over_slots() {
    let spreads = [
        deviation((0..400_000_u64).map(|id| id.place())),
        deviation((0..400_000_u64).map(|id| (id << 20).place())),
        deviation((0..400_000_i32).map(|id| (-id).place())),
        deviation((0..400_000).map(|id| format!("customer-{id}").place())),
        deviation((0..400_000_u32).map(|id| ("acme", id).place())),
        deviation((0..400_000_u32).map(|id| (id / 1000, id % 1000).place())),
    ];
    assert!(spreads.iter().all(|spread| spread.abs() < 4.0), "{spreads:?}");
}
