use super::*;
use crate::key::ShardKey;
use proptest::{collection::vec, prelude::*};

fn of<K: ShardKey + ToString>(keys: impl IntoIterator<Item = K>, nodes: u32) -> Analysis {
    Analysis::of("key", keys.into_iter().map(|key| (key.to_string(), key.place(), 1)), nodes)
}

/// Orders of a shop that sells nine of ten at home.
fn countries() -> impl Iterator<Item = &'static str> {
    let abroad = ["France", "Germany", "Österreich", "日本"];
    (0..20_000_usize).map(move |order| {
        if order % 10 > 0 {
            "United Kingdom"
        } else {
            abroad.iter().copied().nth(order / 10 % 4).unwrap()
        }
    })
}

fn says(analysis: &Analysis, what: &str) -> bool {
    analysis.reasons.iter().any(|reason| reason.contains(what))
}

#[test]
fn the_country_of_a_shop_is_predicted_to_be_a_hot_spot() {
    let analysis = of(countries(), 8);
    assert_eq!((analysis.suitability, analysis.keys), (Suitability::Unfit, KeyCount::Exact(5)));
    assert!(
        says(
            &analysis,
            "a hot spot: `United Kingdom` alone bears 90.0 % of the load, 7.20 fair shares of 8 nodes"
        ),
        "{analysis}"
    );
    assert!(
        says(&analysis, "a second node hardly helps")
            && says(&analysis, "5 keys cannot occupy 8 nodes"),
        "{analysis}"
    );
    assert_eq!(analysis.predictions.len(), 8);
    assert!((analysis.predictions.last().unwrap().load_aware - 7.2).abs() < 1e-9);
}

#[test]
fn the_customers_of_a_shop_are_fine() {
    let analysis =
        of((0..20_000_u64).map(|order| crate::shard::skew::sampling::mixed(order) % 4_000), 8);
    assert_eq!(analysis.suitability, Suitability::Good, "{analysis}");
    assert!(says(&analysis, "the fullest of 8 nodes bears 1."), "{analysis}");
}

#[test]
fn a_rising_number_is_good_when_it_is_hashed_and_says_so() {
    let analysis = of(0..50_000_u32, 8);
    assert_eq!(analysis.suitability, Suitability::Good, "{analysis}");
    assert!(says(&analysis, "rises with time (1.00): hash it"), "{analysis}");
}

#[test]
fn a_day_is_no_key_though_no_day_is_hot() {
    let analysis = of((0..300_000_u32).map(|operation| operation / 3_000), 8);
    assert!(analysis.top.first().unwrap().most < 0.02);
    assert_eq!(analysis.suitability, Suitability::Unfit);
    assert!(says(&analysis, "one key after the other"), "{analysis}");
}

#[test]
fn loads_that_only_placement_evens_are_fair() {
    let weights = crate::shard::skew::testing::zipf(20_000, 0.9);
    let sample = (0..)
        .zip(&weights)
        .map(|(key, weight): (u32, &u64)| (key.to_string(), key.place(), *weight));
    let analysis = Analysis::of("key", sample, 12);
    assert_eq!(analysis.suitability, Suitability::Fair, "{analysis}");
    assert!(says(&analysis, "place slots by load"), "{analysis}");
}

#[test]
fn empty_keys_are_counted_and_placed() {
    let analysis = of(
        (0..40_000_u32)
            .map(|order| if order % 20 == 0 { String::new() } else { order.to_string() }),
        4,
    );
    assert!(
        (analysis.empty - 0.05).abs() < 1e-9
            && says(&analysis, "5.0 % of the load has an empty key"),
        "{analysis}"
    );
    assert!(analysis.to_string().contains("(empty)"));
}

#[test]
fn too_small_a_sample_condemns_nobody() {
    assert_ne!(of(0..100_u32, 8).suitability, Suitability::Unfit);
}

#[test]
fn nothing_one_key_and_no_weight_are_no_division_by_zero() {
    for analysis in [of([0_u32; 0], 8), Analysis::of("idle", [("a", "a".place(), 0)], 8)] {
        assert_eq!(analysis.suitability, Suitability::Unknown);
        assert!(!analysis.to_string().contains("NaN"));
    }
    assert_eq!(of(["only"; 5_000], 1).suitability, Suitability::Good);
    assert_eq!(of(["only"; 5_000], 2).suitability, Suitability::Unfit);
}

#[test]
fn candidates_stand_side_by_side_and_the_best_is_named() {
    let country = Analysis { name: "country".into(), ..of(countries(), 8) };
    let order = Analysis { name: "order".into(), ..of(0..20_000_u32, 8) };
    let candidates = [country, of([0_u32; 0], 8), order];
    let comparison = compare(&candidates);
    assert_eq!(comparison.best().map(|best| best.name.as_str()), Some("order"));
    let text = comparison.to_string();
    assert!(text.lines().next().unwrap().ends_with("country      key   order"), "{text}");
    assert!(text.contains("verdict                   unfit  unknown    good"), "{text}");
    assert_eq!(compare(&[]).best().map(|best| &best.name), None);
    assert!(compare(&[]).to_string().contains("verdict"));
}

proptest! {
    #[test]
    fn analyses_hold_together_whatever_was_sampled(
        sample in vec((".{0,3}", any::<u64>(), prop_oneof![0_u64..10, any::<u64>()]), 0..60), nodes in 0_u32..20,
    ) {
        let analysis = Analysis::of("key", sample.iter().map(|(key, place, weight)| (key, Place::new(*place), *weight)), nodes);
        prop_assert_eq!(analysis.weight, sample.iter().map(|(_, _, weight)| u128::from(*weight)).sum::<u128>());
        prop_assert!((0.0..=1.0).contains(&analysis.empty) && (0.0..=1.0).contains(&analysis.at_a_time));
        prop_assert!(analysis.monotonicity.is_none_or(|correlation| correlation.abs() <= 1.000_001));
        prop_assert!(analysis.top.iter().all(|top| top.least <= top.most && top.most <= 1.000_001));
        prop_assert_eq!(analysis.predictions.len(), nodes.max(1) as usize);
        prop_assert!(!analysis.reasons.is_empty());
        prop_assert!(compare(&[analysis]).to_string().contains("verdict"));
    }
}
