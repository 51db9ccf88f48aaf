//! What `route` of the derives answers is what the functions of `key` compute by hand, for every strategy.

use data_patterns::{
    event::Route,
    key::{
        KeyDecoder, KeyEncoder, Lowercase, Place, PlaceHasher, PlaceRange, ShardPolicy,
        ShardStrategy, SplitPoints,
    },
    prelude::*,
};

#[derive(Aggregate)]
pub struct ByNumber {
    #[id]
    #[shard_key]
    number: u64,
}

#[derive(Aggregate)]
#[shard(by = hash)]
pub struct ByTwo {
    #[id]
    #[shard_key]
    country: String,
    #[id]
    other: u8,
    #[id]
    #[shard_key]
    number: i16,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
pub struct ByEmail {
    #[id]
    #[shard_key(normalize = "lowercase")]
    email: String,
}

#[derive(Aggregate)]
#[shard(by = range, split = ["G", "N"])]
pub struct ByName {
    #[id]
    #[shard_key]
    name: String,
}

#[derive(Aggregate)]
#[shard(by = range, split = ["g", "n"])]
pub struct BySmallName {
    #[id]
    #[shard_key(normalize = "lowercase")]
    name: String,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
#[shard(by = range, split = [-5, 0x10, 1_000_i32])]
pub struct ByYear {
    #[id]
    #[shard_key]
    year: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Zones)]
pub enum Region {
    EuWest,
    #[zone(name = "us")]
    America,
}

impl Key for Region {
    fn encode(&self, to: &mut KeyEncoder) {
        to.unsigned(*self as u128);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        [Self::EuWest, Self::America].get(usize::try_from(from.unsigned()?).ok()?).copied()
    }
}

#[derive(Aggregate)]
#[shard(by = zone)]
pub struct ByZone {
    #[id]
    #[shard_key]
    region: Region,
}

#[derive(Aggregate)]
#[shard(by = zone, zones = ["eu-west", "us"])]
pub struct ByZoneAndNumber {
    #[id]
    #[shard_key]
    region: Region,
    #[id]
    #[shard_key]
    number: u64,
}

#[derive(Aggregate)]
#[shard(by = directory)]
pub struct ByDirectory {
    #[id]
    #[shard_key]
    tenant: String,
}

#[derive(Aggregate)]
#[shard(by = composite)]
pub struct ByParts {
    #[id]
    #[shard_key(bytes = 1, normalize = "lowercase")]
    country: String,
    #[id]
    #[shard_key(bytes = 2)]
    tenant: u32,
    #[id]
    #[shard_key]
    number: u64,
}

#[derive(Aggregate)]
#[shard(by = custom(own::place))]
pub struct ByFunction {
    #[id]
    #[shard_key]
    tenant: u16,
    #[id]
    number: u64,
}

mod own {
    use data_patterns::key::Place;

    pub(super) fn place(key: &super::ByFunctionKey) -> Place {
        Place::new(u64::from(key.tenant) << 48 | key.number)
    }
}

#[derive(ShardGroup)]
#[shard_group(name = "names", key = String, by = range, split = ["G", "N"])]
pub struct Names;

#[derive(Aggregate)]
#[shard(group = Names)]
pub struct Person {
    #[id]
    #[shard_key]
    name: String,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
#[shard(group = self::Names)]
pub struct Letter {
    #[id]
    number: u32,
    #[id]
    #[shard_key]
    to: String,
}

#[derive(ShardGroup)]
#[shard_group(key = u32, by = custom(odd_and_even))]
pub struct OddAndEven;

#[derive(Aggregate)]
#[shard(group = OddAndEven)]
pub struct Odd {
    #[id]
    #[shard_key]
    number: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "identities are placed by reference")]
fn odd_and_even(number: &u32) -> Place {
    Place::new(u64::from(number % 2))
}

#[derive(Aggregate)]
#[aggregate(crate = crate::reexported)]
#[shard(by = range, split = [10])]
pub struct Generic<K, const N: usize>
where
    K: Key,
{
    #[id]
    #[shard_key]
    number: K,
    #[id]
    bytes: [u8; N],
}

#[derive(Aggregate)]
#[shard(by = custom(r#fn))]
pub struct Raw {
    #[id]
    #[shard_key]
    r#type: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "identities are placed by reference")]
fn r#fn(r#type: &u64) -> Place {
    Place::new(*r#type)
}

const TEXTS: ShardStrategy = ShardStrategy::Range(SplitPoints::Text(&["G", "N"]));

fn place(route: Option<Route>) -> Place {
    route.unwrap().place()
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn in_region(strategy: ShardStrategy, region: u32, hashed: Place) -> Place {
    let place = ShardPolicy::new(&[], strategy).place_in_region(region, hashed);
    let regions = ShardPolicy::new(&[], strategy).regions();
    assert!(PlaceRange::share(region, regions).contains(place), "it lies in its region");
    place
}

#[test]
fn a_hash_is_that_of_the_field() {
    let mut hasher = PlaceHasher::new();
    hasher.unsigned(7);
    assert_eq!(place(ByNumber::route(&7)), hasher.finish());
    assert_eq!(place(ByNumber::route(&7)), 7_i8.place());
}

#[test]
fn a_hash_of_two_fields_is_theirs_in_order_and_of_no_other() {
    let key = |other| ByTwoKey { country: text("de"), other, number: -3 };
    let mut hasher = PlaceHasher::new();
    hasher.text("de");
    hasher.signed(-3);
    assert_eq!(place(ByTwo::route(&key(1))), hasher.finish());
    assert_eq!(ByTwo::route(&key(1)), ByTwo::route(&key(2)));
    assert_eq!(ByTwo::SHARDING.unwrap().key, ["country", "number"]);
}

#[test]
fn capital_letters_are_small_ones_where_it_is_declared() {
    let expected = "ann@example.org".place();
    assert_eq!(place(ByEmail::route(&text("Ann@Example.ORG"))), expected);
    assert_eq!(place(ByEmail::route(&text("ann@example.org"))), expected);
    assert_eq!(ByEmail::SHARDING.unwrap().describe(), "hash (lowercase)");
}

#[test]
fn texts_lie_in_the_range_between_their_points() {
    for (name, region) in [("", 0), ("Ann", 0), ("G", 1), ("Moe", 1), ("N", 2), ("Zoe", 2)] {
        assert_eq!(place(ByName::route(&text(name))), in_region(TEXTS, region, name.place()));
    }
    assert_eq!(ByName::SHARDING.unwrap().strategy, TEXTS);
}

#[test]
fn texts_in_small_letters_lie_in_the_range_of_those() {
    let small = ShardStrategy::Range(SplitPoints::Text(&["g", "n"]));
    for (name, region) in [("ANN", 0), ("ann", 0), ("Gil", 1), ("gil", 1), ("Zoe", 2)] {
        let expected = in_region(small, region, Lowercase(name).place());
        assert_eq!(place(BySmallName::route(&text(name))), expected, "{name}");
    }
}

#[test]
fn integers_lie_in_the_range_between_their_points() {
    const POINTS: ShardStrategy = ShardStrategy::Range(SplitPoints::Integers(&[-5, 16, 1000]));
    for (year, region) in
        [(i32::MIN, 0), (-6, 0), (-5, 1), (15, 1), (16, 2), (999, 2), (1000, 3), (i32::MAX, 3)]
    {
        assert_eq!(place(ByYear::route(&year)), in_region(POINTS, region, year.place()), "{year}");
    }
    assert_eq!(ByYear::SHARDING.unwrap().strategy, POINTS);
}

#[test]
fn zones_are_regions() {
    let zones = ShardStrategy::Zone(&["eu-west", "us"]);
    for (region, index) in [(Region::EuWest, 0), (Region::America, 1)] {
        let alone = in_region(zones, index, region.place());
        assert_eq!(place(ByZone::route(&region)), alone);
        let key = ByZoneAndNumberKey { region, number: 7 };
        let with_number = in_region(zones, index, 7.place());
        assert_eq!(place(ByZoneAndNumber::route(&key)), with_number, "further fields spread it");
    }
    assert_eq!(ByZone::SHARDING.unwrap().strategy, zones);
}

#[test]
fn a_directory_lists_hashes() {
    assert_eq!(place(ByDirectory::route(&text("acme"))), "acme".place());
    assert_eq!(ByDirectory::SHARDING.unwrap().strategy, ShardStrategy::Directory);
}

#[test]
fn a_composite_place_is_put_together_from_its_fields() {
    let key = |country| ByPartsKey { country: text(country), tenant: 5, number: 9 };
    let parts = ["de".place(), 5.place(), 9.place()];
    let (expected, [country, tenant, number]) =
        (PlaceRange::composite(&[1, 2], &parts), parts.map(Place::value));
    assert_eq!(place(ByParts::route(&key("DE"))), expected.first());
    assert_eq!(ByParts::route(&key("DE")), ByParts::route(&key("de")));
    let bytes = country >> 56 << 56 | tenant >> 48 << 40 | number >> 24;
    assert_eq!(expected, PlaceRange::single(Place::new(bytes)));
    assert_eq!(ByParts::SHARDING.unwrap().strategy, ShardStrategy::Composite(&[1, 2]));
}

#[test]
fn a_function_of_the_user_says_where() {
    let key = ByFunctionKey { tenant: 3, number: 9 };
    assert_eq!(place(ByFunction::route(&key)), Place::new(3 << 48 | 9));
    assert_eq!(ByFunction::SHARDING.unwrap().strategy, ShardStrategy::Custom("own::place"));
    assert_eq!(place(Raw::route(&7)), Place::new(7));
    assert_eq!(Raw::SHARDING.unwrap().key, ["type"]);
}

#[test]
fn equal_keys_of_a_group_share_their_place() {
    for (name, region) in [("Ann", 0), ("Moe", 1), ("Zoe", 2)] {
        let expected = in_region(TEXTS, region, name.place());
        assert_eq!(place(Person::route(&text(name))), expected);
        assert_eq!(place(Letter::route(&LetterKey { number: 1, to: text(name) })), expected);
        assert_eq!(Names::place(&text(name)), expected);
    }
}

#[test]
fn types_of_a_group_share_its_keyspace_and_strategy() {
    let (person, letter) = (Person::SHARDING.unwrap(), Letter::SHARDING.unwrap());
    assert_eq!((person.strategy, letter.strategy), (TEXTS, TEXTS));
    assert_eq!((person.keyspace("person"), letter.keyspace("letter")), ("names", "names"));
    assert_eq!((person.key, letter.key), (&["name"][..], &["to"][..]));
}

#[test]
fn a_group_can_be_placed_by_a_function() {
    assert_eq!(place(Odd::route(&7)), Place::new(1));
    assert_eq!(Odd::SHARDING.unwrap().strategy, ShardStrategy::Custom("odd_and_even"));
    assert_eq!(Odd::SHARDING.unwrap().group, Some("odd_and_even"));
}

#[test]
fn generic_keys_are_routed_as_their_types_are() {
    let points = ShardStrategy::Range(SplitPoints::Integers(&[10]));
    for number in [9, 10] {
        let key = GenericKey { number, bytes: [0; 3] };
        let expected = in_region(points, u32::from(number / 10), number.place());
        assert_eq!(place(Generic::<u16, 3>::route(&key)), expected);
    }
}

#[test]
fn a_route_knows_what_was_declared() {
    assert_eq!(ByNumber::route(&7).unwrap().policy(), ByNumber::SHARDING);
    assert_eq!(ByEmail::route(&text("a")).unwrap().policy(), ByEmail::SHARDING);
}

#[derive(Aggregate)]
pub struct Alone {
    #[id]
    number: u64,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
pub struct Page<T> {
    #[id]
    number: u64,
    content: T,
}

/// The inherent method is found first, and only where the bound holds.
struct Ask<T>(T);

impl<T: data_patterns::aggregate::OneShard> Ask<std::marker::PhantomData<T>> {
    fn is_one_shard(&self) -> bool {
        let Self(_) = self;
        true
    }
}

trait Otherwise {
    fn is_one_shard(&self) -> bool {
        false
    }
}

impl<T> Otherwise for Ask<T> {}

macro_rules! is_one_shard {
    ($type:ty) => {
        Ask(std::marker::PhantomData::<$type>).is_one_shard()
    };
}

#[test]
fn types_without_a_shard_key_are_of_one_shard() {
    assert!(is_one_shard!(Alone) && is_one_shard!(Page<String>));
    assert!(Alone::route(&7).is_none() && Alone::SHARDING.is_none());
    assert!(Page::<u8>::route(&7).is_none() && Page::<u8>::SHARDING.is_none());
}

#[test]
fn types_with_a_shard_key_are_not() {
    assert!(!is_one_shard!(ByNumber) && !is_one_shard!(ByEmail));
    assert!(!is_one_shard!(Letter) && !is_one_shard!(Generic<u8, 1>));
}
