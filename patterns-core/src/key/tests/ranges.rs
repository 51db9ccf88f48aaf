//! Slots, regions and composite places.

use proptest::prelude::*;

use crate::key::{Place, PlaceRange};

fn follows(first: PlaceRange, next: PlaceRange) -> bool {
    first.last().value().checked_add(1) == Some(next.first().value())
}

#[track_caller]
fn covers_all_places_once(ranges: &[PlaceRange]) {
    assert_eq!(ranges.first().unwrap().first(), PlaceRange::ALL.first());
    assert_eq!(ranges.last().unwrap().last(), PlaceRange::ALL.last());
    assert!(ranges.iter().zip(ranges.iter().skip(1)).all(|(first, next)| follows(*first, *next)));
}

#[test]
fn s8_slots_cover_all_places_exactly_once() {
    for bits in [0, 1, 8, 12] {
        let slots: Vec<_> = (0..1 << bits).map(|number| PlaceRange::slot(bits, number)).collect();
        covers_all_places_once(&slots);
    }
    assert_eq!(PlaceRange::slot(32, u32::MAX).last(), PlaceRange::ALL.last());
    assert_eq!(PlaceRange::slot(200, u32::MAX), PlaceRange::slot(32, u32::MAX));
    assert_eq!(PlaceRange::slot(1, 2), PlaceRange::slot(1, 0));
}

#[test]
fn s8_regions_cover_all_places_exactly_once_and_begin_with_slots() {
    for of in [1, 2, 3, 5, 7, 100, 1000, 4095, 4096, 4097, 10_000] {
        let regions: Vec<_> = (0..of).map(|index| PlaceRange::share(index, of)).collect();
        covers_all_places_once(&regions);
        let aligned = |region: &PlaceRange| region.first().value().trailing_zeros() >= 52;
        assert_eq!(regions.iter().all(aligned), of <= 4096, "{of} regions");
    }
    assert_eq!(PlaceRange::share(7, 0), PlaceRange::ALL);
    assert_eq!(PlaceRange::share(9, 3), PlaceRange::share(2, 3));
    assert_eq!(PlaceRange::share(u32::MAX, u32::MAX).last(), PlaceRange::ALL.last());
}

proptest! {
    #[test]
    fn a_place_is_in_its_slot(value: u64, bits in 0..33_u8) {
        let place = Place::new(value);
        prop_assert!(PlaceRange::slot(bits, place.slot(bits)).contains(place));
    }

    #[test]
    fn a_scaled_place_stays_in_its_range_and_keeps_its_order(a: u64, b: u64, x: u64, y: u64) {
        let range = PlaceRange::new(Place::new(a.min(b)), Place::new(a.max(b))).unwrap();
        let (low, high) = (range.scale(Place::new(x.min(y))), range.scale(Place::new(x.max(y))));
        prop_assert!(range.contains(low) && range.contains(high) && low <= high);
        prop_assert_eq!(PlaceRange::ALL.scale(Place::new(x)), Place::new(x));
    }

    #[test]
    fn ranges_are_compared_by_their_places(a: u8, b: u8, c: u8, d: u8) {
        let range = |a: u8, b: u8| {
            PlaceRange::new(Place::new(a.min(b).into()), Place::new(a.max(b).into())).unwrap()
        };
        let (one, other) = (range(a, b), range(c, d));
        let mut places = (0..=255).map(Place::new);
        prop_assert_eq!(one.overlaps(other), places.clone().any(|p| one.contains(p) && other.contains(p)));
        prop_assert_eq!(one.covers(other), places.all(|p| one.contains(p) || !other.contains(p)));
    }
}

#[test]
fn a_range_scales_evenly() {
    let range = PlaceRange::share(1, 4);
    assert_eq!(range.scale(Place::new(0)), range.first());
    assert_eq!(range.scale(Place::new(u64::MAX)), range.last());
    assert_eq!(range.scale(Place::new(1 << 63)), Place::new((1 << 62) + (1 << 61)));
}

#[test]
fn composite_places_take_bytes_of_each_part() {
    let [a, b, c] =
        [0x1122_3344_5566_7788, 0xaabb_ccdd_eeff_0011, 0x1234_5678_9abc_def0].map(Place::new);
    let composite = |bytes: &[u8], parts: &[Place]| PlaceRange::composite(bytes, parts).to_string();
    let one = |place: &str| format!("{place}..={place}");
    assert_eq!(composite(&[2], &[a, b]), one("1122aabbccddeeff"));
    assert_eq!(composite(&[2, 3], &[a, b, c]), one("1122aabbcc123456"));
    assert_eq!(composite(&[], &[a]), one("1122334455667788"));
    assert_eq!(composite(&[8], &[a, b]), one("1122334455667788"));
    assert_eq!(composite(&[7, 7], &[a, b, c]), one("11223344556677aa"));
    assert_eq!(composite(&[0], &[a, b]), one("aabbccddeeff0011"));
    assert_eq!(composite(&[2], &[a]), "1122000000000000..=1122ffffffffffff");
    assert_eq!(composite(&[2, 3], &[a, b]), "1122aabbcc000000..=1122aabbccffffff");
    assert_eq!(composite(&[2], &[]), PlaceRange::ALL.to_string());
}

#[test]
fn ranges_that_end_before_they_begin_are_refused() {
    assert_eq!(PlaceRange::new(Place::new(2), Place::new(1)), None);
    let bytes = rmp_serde::to_vec(&(2_u64, 1_u64)).unwrap();
    assert!(rmp_serde::from_slice::<PlaceRange>(&bytes).is_err());
    let range = PlaceRange::slot(12, 77);
    let bytes = rmp_serde::to_vec(&range).unwrap();
    assert_eq!(rmp_serde::from_slice::<PlaceRange>(&bytes).unwrap(), range);
}
