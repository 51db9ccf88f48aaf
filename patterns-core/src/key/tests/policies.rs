//! What policies answer.

use crate::key::{
    Lowercase, Place, PlaceRange, ShardKey, ShardPolicy, ShardStrategy, SplitKey, SplitPoints,
};

const TEXTS: SplitPoints = SplitPoints::Text(&["g", "n"]);
const INTEGERS: SplitPoints = SplitPoints::Integers(&[-5, 0, 100]);

const fn policy(strategy: ShardStrategy) -> ShardPolicy {
    ShardPolicy::new(&["number"], strategy)
}

#[test]
fn the_region_is_the_number_of_points_that_are_not_above_the_key() {
    assert_eq!(["", "f", "g", "ga", "n", "z"].map(|key| key.region(&TEXTS)), [0, 0, 1, 1, 2, 2]);
    assert_eq!([-6, -5, -1, 0, 99, 100].map(|key: i8| key.region(&INTEGERS)), [0, 1, 1, 2, 2, 3]);
    assert_eq!(u128::MAX.region(&INTEGERS), 3);
    assert_eq!(i128::MIN.region(&INTEGERS), 0);
    assert_eq!(SplitKey::region(&&"zoe".to_string(), &TEXTS), 2);
}

#[test]
fn the_region_of_a_text_in_capitals_is_that_of_small_letters() {
    assert_eq!(["F", "G", "Ga", "N"].map(|key| Lowercase(key).region(&TEXTS)), [0, 1, 1, 2]);
    assert_eq!(Lowercase("ÉMILE").region(&SplitPoints::Text(&["éa", "éz"])), 1);
}

#[test]
fn points_of_the_other_kind_split_nothing() {
    assert_eq!(("z".region(&INTEGERS), 7.region(&TEXTS)), (0, 0));
}

#[test]
fn keys_of_a_region_lie_all_over_it() {
    let policy = policy(ShardStrategy::Range(TEXTS));
    assert_eq!(policy.regions(), 3);
    let places: Vec<Place> =
        (0..3000).map(|id| policy.place_in_region(policy.region_of("h"), id.place())).collect();
    assert!(places.iter().all(|place| PlaceRange::share(1, 3).contains(*place)));
    let slots: std::collections::BTreeSet<u32> =
        places.iter().map(|place| place.slot(12)).collect();
    assert!(slots.len() > 1200, "{} of 1,365 slots", slots.len());
}

#[test]
fn without_regions_the_hash_is_the_place() {
    for strategy in [ShardStrategy::Hash, ShardStrategy::Directory, ShardStrategy::Zone(&[])] {
        assert_eq!(policy(strategy).regions(), 1);
        assert_eq!(policy(strategy).place_in_region(0, "Ann".place()), "Ann".place());
        assert_eq!(policy(strategy).region_of("z"), 0);
    }
}

#[test]
fn types_share_a_keyspace_unless_their_places_mean_something_else() {
    let keyspace = |strategy| policy(strategy).keyspace("account");
    let (range, zone) = (ShardStrategy::Range(TEXTS), ShardStrategy::Zone(&["eu"]));
    assert_eq!([range, zone, ShardStrategy::Directory].map(keyspace), ["account"; 3]);
    let shared = [ShardStrategy::Hash, ShardStrategy::Composite(&[2]), ShardStrategy::Custom("f")];
    assert_eq!(shared.map(keyspace), ["default"; 3]);
    assert_eq!(policy(range).group("billing").keyspace("account"), "billing");
}

#[test]
fn s7_whatever_decides_places_is_described() {
    let described = |strategy| policy(strategy).lowercase(&["number"]).describe();
    assert_eq!(described(ShardStrategy::Hash), "hash (lowercase)");
    assert_eq!(described(ShardStrategy::Range(TEXTS)), r#"range ["g", "n"] (lowercase)"#);
    assert_eq!(policy(ShardStrategy::Range(INTEGERS)).describe(), "range [-5, 0, 100] (as is)");
    assert_eq!(
        policy(ShardStrategy::Zone(&["eu", "us"])).describe(),
        r#"zone ["eu", "us"] (as is)"#
    );
    assert_eq!(policy(ShardStrategy::Directory).describe(), "directory (as is)");
    assert_eq!(policy(ShardStrategy::Custom("a::b")).describe(), "custom (as is)");
    let composite = ShardPolicy::new(&["tenant", "order"], ShardStrategy::Composite(&[2]));
    assert_eq!(composite.describe(), "composite [2] (as is, as is)");
}
