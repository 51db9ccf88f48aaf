//! The macros of data-patterns. Use them through the `data-patterns` crate, which re-exports them with everything that the
//! generated code names.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::panic,
        clippy::unwrap_used,
        reason = "a test fails by panicking"
    )
)]

mod aggregate;
mod cached;
mod caching;
mod commands;
mod entity;
mod event;
mod events;
mod fold;
mod identified;
mod invalidates;
mod key;
#[cfg(any(test, feature = "testing"))]
mod laws;
mod personal;
mod reading;
mod shape;
mod shapes;
mod shard_group;
mod shard_key;
mod sharding;
#[cfg(test)]
mod tests;
mod writing;
mod zones;

use proc_macro::TokenStream;

/// Makes a struct an aggregate: a state that is the fold of its events.
///
/// ```ignore
/// #[derive(Aggregate, Clone, Debug, Serialize, Deserialize)]
/// #[aggregate(snapshot(every = 100))]
/// #[cached(ttl = 60)]
/// pub struct Account {
///     #[id]
///     #[shard_key]
///     number: String,
///     owner: Option<String>,
///     balance: i64,
/// }
/// ```
///
/// It writes the impl of `Aggregate` and a typed handle, `AccountHandle`, to which `#[commands]` adds methods. In the initial
/// state the `#[id]` fields are copied from the identity and all others are `Default::default()`.
///
/// # On the fields
/// * `#[id]`: identifies the aggregate. With several of them a struct `AccountKey` is made of them, in their order, with a
///   conversion from the tuple.
/// * `#[shard_key]`: decides the shard; must be an `#[id]` as well. Its type is an integer of fixed width, a text, or derives [`macro@ShardKey`].
/// * `#[personal]` (feature `personal`): can be forgotten; makes sure that its type is a `Personal<..>`. Its value keeps whom the event was about that
///   it comes from. See `docs/personal.md`.
///
/// # On the struct
/// `#[aggregate(..)]` takes
/// * `name = ".."`: the stored name; the type's name in `snake_case` unless given. It must never change.
/// * `version = 1`: raise it when the meaning of the state changes without its fields changing, or a function that makes it (that of `initial`, a `Default`, one
///   that the fold calls): no macro sees into those. Old snapshots are then ignored.
/// * `snapshot(every = 100)`: take a snapshot after so many events; `hours = 24` (or `seconds`, `minutes`, `days`): when the newest one is so old;
///   `replay_ms = 50`: when a load spent so long on replaying. Of several the one that is met first counts. `keep = 3`: how many are kept, one unless
///   said. The struct must implement `Serialize` and `Deserialize`.
/// * `once_within = 1_000`: among how many of its last events the identifier of a command is looked for that is carried out `.once(id)`.
/// * `initial = path`: a function from the identity, by reference, to the initial state. With another path old snapshots are ignored.
/// * `key = Name`, `handle = Name`: names of the generated types.
/// * `crate = ::path`: where this crate is found, if not at `::data_patterns`.
///
/// `#[cached(..)]` takes `ttl` (required), `capacity` (`10_000` entries or `"64MB"`), `jitter` (`10` or `"10%"`), `idle`,
/// `stale_if_error`, `stale_while_revalidate`, `refresh_ahead`, `soft_timeout`, `timeout` and `weight = path`, a function from the
/// state, by reference, to its bytes as `u64`; without it a state weighs what serde writes of it. The struct must implement `Clone`.
/// Durations are seconds, or texts such as `"250ms"`, `"90s"`, `"5m"`, `"1h"` and `"2d"`. It is [`macro@cached`], which must be in scope, and stands
/// below the derive.
///
/// `#[shard(..)]` says how the fields with `#[shard_key]` find their place; by their hash, without it. It takes
///
/// | | |
/// |---|---|
/// | `by = hash` | the hash of the key is its place |
/// | `by = range, split = ["G", "N"]` | regions between points; integers for a key that is one, `split = [1_000]` |
/// | `by = zone` | a region for each variant of the first field, an enum with [`macro@Zones`]; `zones = ["eu", "us"]` repeats their names, and the compiler compares them |
/// | `by = directory` | only keys that were placed one by one are known |
/// | `by = composite` | each field decides some bytes of the place, see `bytes` |
/// | `by = custom(path)` | a function from the identity, by reference, to its `key::Place` |
/// | `group = Type` | as a [`macro@ShardGroup`] says, together with its other types; stands alone |
///
/// `#[shard_key(..)]` takes `normalize = "lowercase"` on a text, and `bytes = 2` on each field of a composite key but the last: of the 8 bytes of a
/// place it decides so many.
///
/// # Careful
/// The stored name is the bare name of the type: two types of one name in different modules share their streams unless one has a `name`.
/// A snapshot holds what serde writes: a field that a *nested* type skips, or an `Option<Option<_>>` behind an alias, comes back otherwise than
/// replay would make it. Fields of the aggregate itself are checked.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/aggregate_account.rs")]
/// ```
#[proc_macro_derive(Aggregate, attributes(aggregate, id, personal, shard_key, shard))]
pub fn derive_aggregate(input: TokenStream) -> TokenStream {
    aggregate::derive(input.into()).into()
}

/// Makes a struct an entity: a record kept by its key, without a history.
///
/// ```ignore
/// #[derive(Entity, Clone, Debug, Serialize, Deserialize)]
/// #[cached(ttl = 60)]
/// pub struct UserProfile {
///     #[id]
///     id: u64,
///     name: String,
/// }
/// // db.entities::<UserProfile>().put(UserProfile { id: 123, name: "Ann".into() }).await?
/// ```
///
/// It writes the impl of `Entity`. The struct must implement `Clone`, `Serialize` and `Deserialize`: records are stored by serde, with
/// the names of their fields. Fields can be added (with `#[serde(default)]`), removed, reordered and widened at any time, and renamed with
/// `#[serde(alias = "..")]`; but which fields are `#[id]`, and their order, must never change.
///
/// # On the fields
/// * `#[id]`: identifies the record. With several of them a struct `UserProfileKey` is made of them, in their order, with a conversion
///   from the tuple.
/// * `#[shard_key]`: decides the shard; must be an `#[id]` as well. Its type is an integer of fixed width, a text, or derives [`macro@ShardKey`].
/// * `#[personal]` (feature `personal`): can be forgotten; makes sure that its type is a `Personal<..>`, which is about the record unless the value
///   says about whom. See `docs/personal.md`.
///
/// # On the struct
/// `#[entity(..)]` takes
/// * `name = ".."`: the stored name; the type's name in `snake_case` unless given. It must never change.
/// * `key = Name`: the name of the generated key.
/// * `crate = ::path`: where this crate is found, if not at `::data_patterns`.
///
/// `#[cached(..)]` and `#[shard(..)]` take what they take under [`macro@Aggregate`].
///
/// # Careful
/// The stored name is the bare name of the type: two types of one name in different modules share their records unless one has a `name`, be
/// they entities or aggregates. Reading the other's is an error, writing over it is not.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/entity_profile.rs")]
/// ```
#[proc_macro_derive(Entity, attributes(entity, id, personal, shard_key, shard))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    entity::derive(input.into()).into()
}

/// Makes an enum the events of an aggregate. [`macro@events`] writes such an enum; this derive is for one written by hand.
///
/// Every variant has a stored name: its own in `snake_case`, unless `#[event(..)]` on the variant says otherwise. It takes
/// * `name = ".."`: the stored name, which must never change;
/// * `alias = ".."`, any number of times: names under which older code stored it;
/// * `version = 1`: the version of the fields, to be raised when they change in ways that need a conversion;
/// * `upcast = from_v1`, or `upcast(1 = from_v1, 2 = from_v2)`: functions that lead from each older version to the next, each from a struct of the
///   older fields, which derives `Deserialize`, to what the next one takes, and the last one to the event enum; or to a `Result` of it.
///   All that is stored must be read: a field that the struct does not take stops the reader;
/// * `oldest = 1`: the oldest version that some store still holds; from it to `version` every one needs its upcaster;
/// * `retired`: the event is replayed where it was recorded, and cannot be recorded again. Under [`macro@events`] it loses its constructor.
///
/// Fields are stored by name. They can be added (with `#[serde(default)]`), reordered and widened at any time, and renamed with
/// `#[serde(alias = "..")]`. An event is decoded once before it is recorded: one that could not be read again is refused. The guide, and the lock that
/// tells of every change: `docs/evolution.md`.
///
/// `#[personal]` on a field (feature `personal`) makes sure that its type is a `Personal<..>`, which is stored encrypted and can be forgotten; with
/// `subject = field` or `subject = Type(field)` another field says whom it is about, if not the aggregate. See `docs/personal.md`.
///
/// On the enum `#[event(crate = ::path)]` says where this crate is found. The enum also needs `Serialize` and `Deserialize`.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/event_account.rs")]
/// ```
#[proc_macro_derive(Event, attributes(event, personal))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    event::derive(input.into()).into()
}

/// Says how a struct or an enum inside an event is stored, so that the schema lock compares its fields as it compares those of events.
///
/// ```ignore
/// #[derive(Clone, Debug, Serialize, Deserialize, Shape)]
/// struct Address {
///     city: String,
///     #[serde(default)]
///     street: Option<String>,
/// }
/// ```
///
/// A macro sees the names of types, not what they are made of: of a type without `Shape` the lock knows the name only. serde's attributes are
/// read along: names, aliases, defaults, and what changes how a value is written, such as `tag` and `with`. A name that serde writes and does not
/// read is refused. It writes nothing but a constant, and generic types need no bounds.
///
/// `#[shape(crate = ::path)]` says where this crate is found, if not at `::data_patterns`.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/shape_address.rs")]
/// ```
#[proc_macro_derive(Shape, attributes(shape))]
pub fn derive_shape(input: TokenStream) -> TokenStream {
    shape::derive(input.into()).into()
}

/// Makes a struct an identity, encoded as its fields in their order. Derive `Clone, Debug, PartialEq, Eq` beside it, and `Serialize,
/// Deserialize` when it is part of an aggregate with snapshots or of an event:
///
/// ```ignore
/// #[derive(Clone, Debug, PartialEq, Eq, Key)]
/// struct OrderNumber(u32);
/// ```
///
/// Reordering, adding or removing fields makes other keys of the same values. `#[key(crate = ::path)]` says where this crate is
/// found.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/key_account.rs")]
/// ```
#[proc_macro_derive(Key, attributes(key))]
pub fn derive_key(input: TokenStream) -> TokenStream {
    key::derive(input.into()).into()
}

/// Makes a struct or an enum something that decides a shard: the type of a `#[shard_key]` field.
///
/// ```ignore
/// #[derive(Clone, Debug, PartialEq, Eq, Key, ShardKey)]
/// struct TenantId(u64);
/// ```
///
/// The place of a value is made of its fields in their order, and of the stored name of its variant, which is its name in `snake_case` unless
/// given. So variants can come, go and be reordered; fields cannot, and a variant that is renamed keeps its place by `name`. Floats,
/// `usize`, references, maps and `Option` are refused: none of them has a place that lasts, or that is meant.
///
/// | `#[shard_key(..)]` | on | |
/// |---|---|---|
/// | `normalize = "lowercase"` | a field that is a text | capital letters count as small ones |
/// | `name = ".."` | a variant | its stored name, which must never change |
/// | `split` | a struct of one field | ranges split it as they split the field |
/// | `crate = ::path` | the type | where this crate is found, if not at `::data_patterns` |
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/shard_key_owner.rs")]
/// ```
#[proc_macro_derive(ShardKey, attributes(shard_key))]
pub fn derive_shard_key(input: TokenStream) -> TokenStream {
    shard_key::derive(input.into()).into()
}

/// Makes an enum the zones in which data can be: the type of the first `#[shard_key]` field under `#[shard(by = zone)]`.
///
/// ```ignore
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, Zones)]
/// enum Region { EuWest, UsEast }
/// ```
///
/// Each variant is a zone, and data of a zone lies on nodes of that zone. Its name, by which nodes name theirs, is that of the variant in
/// `kebab-case` unless given. The order of the variants decides which places belong to which zone, so it must never change. It writes the impl of
/// `ShardKey` as well.
///
/// | `#[zone(..)]` | on | |
/// |---|---|---|
/// | `name = ".."` | a variant | the name of the zone, which must never change |
/// | `crate = ::path` | the enum | where this crate is found, if not at `::data_patterns` |
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/zones_region.rs")]
/// ```
#[proc_macro_derive(Zones, attributes(zone))]
pub fn derive_zones(input: TokenStream) -> TokenStream {
    zones::derive(input.into()).into()
}

/// Makes a unit struct a group of types whose shards lie together: equal shard keys, equal node, always.
///
/// ```ignore
/// #[derive(ShardGroup)]
/// #[shard_group(key = TenantId)]
/// struct Billing;
/// ```
///
/// A type is in the group that its `#[shard(group = Billing)]` names. It has one `#[shard_key]`, of the group's key, which the compiler checks,
/// and the group says for all of them how places are computed.
///
/// | `#[shard_group(..)]` | |
/// |---|---|
/// | `key = Type` | required: the type of the shard key of all types in the group |
/// | `name = ".."` | the stored name, which must never change; the type's name in `snake_case` unless given |
/// | `by`, `split`, `zones` | as in `#[shard(..)]` under [`macro@Aggregate`], but for `by = composite` |
/// | `crate = ::path` | where this crate is found, if not at `::data_patterns` |
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/shard_group_billing.rs")]
/// ```
#[proc_macro_derive(ShardGroup, attributes(shard_group))]
pub fn derive_shard_group(input: TokenStream) -> TokenStream {
    shard_group::derive(input.into()).into()
}

/// One method is one event: its name, its fields, its documentation and its effect in one place.
///
/// ```ignore
/// #[events]
/// impl Account {
///     fn opened(&mut self, owner: String) { self.owner = Some(owner); }
///     fn deposited(&mut self, amount: i64) { self.balance += amount; }
/// }
/// ```
///
/// It writes the enum `AccountEvent`, a constructor for each event with the name of the method, and the impl of `Apply`. The
/// block itself stays as it is.
///
/// Name events in the past tense and commands in the imperative: a type cannot have two methods of one name. An aggregate has exactly one such block.
///
/// Fields can change: give a new argument `#[serde(default)]`, and a renamed one `#[serde(alias = "old")]`; for other changes see [`macro@Event`].
///
/// A body runs again at every replay, so it may depend on nothing but the state and its arguments, and must not panic. An argument that it
/// does not use begins with an underscore, which is no part of the field's name.
///
/// # Options
/// * a visibility, such as `pub(crate)`: that of the enum and its constructors, `pub` unless given. An attribute on an `impl`
///   cannot see how visible the type is; write it when the aggregate is not public and its events hold types that are not.
/// * `name = Name`: the name of the enum.
/// * `derive(..)`: what the enum derives besides `Serialize`, `Deserialize` and `Event`; `Debug, Clone, PartialEq` unless given.
/// * `crate = ::path`: where this crate is found, if not at `::data_patterns`.
///
/// On a method `#[event(..)]` takes what it takes on a variant under [`macro@Event`]; the stored name is that of the method
/// unless given. `#[serde(..)]` on the block, a method or an argument goes to the enum, the variant or the field; documentation of an
/// argument goes to the field as well, and so does `#[personal]`. `#[cfg]` and `#[deprecated]` go wherever the
/// event goes.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/events_account.rs")]
/// ```
#[proc_macro_attribute]
pub fn events(options: TokenStream, item: TokenStream) -> TokenStream {
    events::expand(options.into(), item.into()).into()
}

/// Says how an event is stored. Stands on a method inside `#[events] impl`, or on a variant below `#[derive(Event)]`;
/// anywhere else it is an error that says so.
#[proc_macro_attribute]
pub fn event(_options: TokenStream, item: TokenStream) -> TokenStream {
    event::misplaced(item.into()).into()
}

/// One method is one command: what it decides on the state, the handle loads, decides, retries and records.
///
/// ```ignore
/// #[commands]
/// impl Account {
///     pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, AccountError> { .. }
/// }
/// // account.withdraw(30).await?
/// ```
///
/// A command takes `&self` and returns an event, an `Option`, a `Vec` or an array of events, or a `Result` of one of these; a refusal
/// comes back as `CommandError::Rejected`. It runs again when another writer was faster, so its arguments must be `Clone`, `Send` and
/// `Sync`; references are allowed. Names that every handle has, such as `load` and `update`, are refused.
///
/// The block itself stays as it is: a command can be tested without a database, on `Account::initial(&id)` or on
/// `replay::<Account>(&id, [AccountEvent::opened(..)])`. It should refuse what its event cannot apply, such as a sum that overflows: what was
/// recorded is applied at every load from then on.
///
/// # Options
/// * `handle = path::Name`: the handle, if not the type's name with `Handle` added.
/// * `crate = ::path`: where this crate is found, if not at `::data_patterns`.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/commands_account.rs")]
/// ```
#[proc_macro_attribute]
pub fn commands(options: TokenStream, item: TokenStream) -> TokenStream {
    commands::expand(options.into(), item.into()).into()
}

/// Puts a cache in front of a function: the body runs on a miss only, once for all who ask at the same time.
///
/// ```ignore
/// #[cached(ttl = 60, key = id)]
/// async fn profile(db: &Db, id: u64) -> Result<Profile, LoadError> { .. }
///
/// #[invalidates(profile(id))]
/// async fn rename(db: &Db, id: u64, name: String) -> Result<(), WriteError> { .. }
/// ```
///
/// The function keeps its signature. Of a `Result` the value is cached, and an error is answered only. Every hit answers a clone, so a large value
/// is best an `Arc`. On a miss of an async function the load goes on when its caller gives up: it gets copies of the arguments, which must be
/// `Clone`. A sync function loads on the thread of its caller, with the arguments themselves.
///
/// # The key
/// `key = id` or `key = (team, name)`: the arguments that tell one answer from another, which must be `Hash` and `Eq`; `()` if none does. Other
/// arguments are not compared, and the first caller's are used. A part can be computed, and then says its type: `key = (name.to_lowercase(): String)`.
/// Up to eight parts are looked up by reference; a hit copies none of them.
///
/// # What stands beside it
/// A type with the name of the function, so that these can be called; parts of the key are passed by reference:
/// * `profile::get(&id)`, `profile::put(&id, value)`: look without running, and answer in advance;
/// * `profile::refresh(&db, id)`: runs the function, with all its arguments, whatever is there;
/// * `profile::warm(&db, [1, 2, 3])`: loads what is missing; takes the other arguments, and the keys by value, as tuples if they have several
///   parts. Not where a part is computed, or where a sync function takes another argument by value;
/// * `profile::invalidate(&id)`, `profile::clear()`, and `profile::invalidate_tag("..")` where there are `tags`;
/// * `profile::invalidation(&id)`, `profile::invalidation_of_all()`: guards that invalidate when they are dropped, which [`macro@invalidates`] writes;
/// * `profile::stats()`: what the cache has done.
///
/// # Methods
/// All values of a type share the cache of a method, and each type of a generic `impl` has one of its own. So it takes what identifies `self`
/// into the key, `key = (self.tenant: u32, name)`, or says `shared`. It gets the associated functions `by_name_cache()`, with `stats`, `clear` and
/// `invalidate_tag`, and `by_name_invalidation(&tenant, &name)`; its body stands in `by_name_uncached`, and what an async one loads in
/// `by_name_load`. Functions without a receiver cannot be cached inside an `impl`, nor methods of an `impl` of a trait.
///
/// # Options
/// * `ttl`, required: how long an answer may be served. Durations are seconds, or texts such as `"250ms"`, `"90s"`, `"5m"`, `"1h"` and `"2d"`.
/// * `capacity`: `10_000` entries, unless given, or `"64MB"`. Bytes are what serde writes, or what `weight = path` says, a function from the value,
///   by reference, to `u64`.
/// * `jitter = 10`: by how many percent `ttl` is spread, so that answers do not expire together; `idle`: how long after its last use one is dropped.
/// * `stale_if_error`: how long an expired answer may be served while the load fails; `soft_timeout`: and while it takes longer than that.
/// * `stale_while_revalidate`: how long an expired answer may be served while another is loaded; `refresh_ahead`: one in use is loaded anew
///   before it expires.
/// * `timeout`: how long a load may take; the error must be `From<data_patterns::cache::TimedOut>`.
/// * `negative`: the time to live of a `None`; `errors`: that of an error.
/// * `tags = ["teams", team]`: texts, or what is `Display`, made of the key, by which answers are invalidated together.
/// * `shared`: see methods. `crate = ::path`: where this crate is found, if not at `::data_patterns`.
///
/// On a struct `#[cached]` is an option of `#[derive(Aggregate)]` or `#[derive(Entity)]` and stands below it.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/cached_profile.rs")]
/// ```
#[proc_macro_attribute]
pub fn cached(options: TokenStream, item: TokenStream) -> TokenStream {
    cached::expand(options.into(), item.into()).into()
}

/// Drops cached answers when a function that writes has ended: with success, with an error, by a panic, or because its future was dropped.
/// Whatever was loaded while it ran is dropped as well.
///
/// ```ignore
/// #[invalidates(profile(id), teams::members(..), Users::by_name(tenant, &name))]
/// async fn rename(db: &Db, tenant: u32, id: u64, name: String) -> Result<(), WriteError> { .. }
/// ```
///
/// It names functions under [`macro@cached`], with the parts of their keys in the order of the key, or `..` for all answers. The keys are evaluated
/// before the body, so that it may consume what they are made of. Methods are named by their type, or as `self.by_name(..)` and
/// `Self::by_name(..)`.
///
/// It guards what runs until the function returns. A function that returns a future has not run by then and is refused, and so is what
/// `async_trait` makes of a method.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/invalidates_rename.rs")]
/// ```
#[proc_macro_attribute]
pub fn invalidates(list: TokenStream, item: TokenStream) -> TokenStream {
    invalidates::expand(list.into(), item.into()).into()
}

/// Adds the fingerprint of its code to an `impl Apply` written by hand, so that a changed fold never reads an old snapshot.
///
/// `#[fold(crate = ::path)]` says where this crate is found, if not at `::data_patterns`.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/fold_account.rs")]
/// ```
#[proc_macro_attribute]
pub fn fold(options: TokenStream, item: TokenStream) -> TokenStream {
    fold::expand(options.into(), item.into()).into()
}

/// Writes a test for each law of an aggregate, without more being said than its type:
///
/// ```ignore
/// use data_patterns::testing::laws;
///
/// laws!(Account);
/// ```
///
/// | law | what it catches |
/// |---|---|
/// | `events_come_back_as_they_were` | an attribute of serde, perhaps deep inside a field, that loses or changes something |
/// | `replaying_again_gives_the_same_state` | a fold that draws random numbers, asks for its thread, keeps something of its own, or panics |
/// | `replaying_later_gives_the_same_state` | a fold that reads a clock |
/// | `snapshots_hold_the_whole_state` | a state that does not come back from its snapshot |
/// | `upcasts_take_everything` | an upcaster that refuses or panics |
/// | `upcasts_lose_nothing` | an upcaster that forgets a field |
/// | `undo_and_redo_are_inverse` | a history that cannot be taken back |
/// | `decisions_change_nothing` | a command that changes the state through a `Mutex` or an atomic |
/// | `deciding_again_gives_the_same_answer` | a command that draws random numbers, or changes what it decides by |
/// | `deciding_later_gives_the_same_answer` | a command that reads a clock |
/// | `commands_record_what_they_decide` | a refused command that records something |
///
/// The last four are written if commands are given. Histories and arguments are made up; a message shows the shortest history that breaks the law.
/// A law that finds no event to try fails, and says what it needs.
/// The type and its events need `PartialEq` and `Debug`, which `#[events]` derives for them.
///
/// # Options
/// * `commands = [|account| account.close(), |account, amount: i64| account.withdraw(amount), Account::open]`: what decides. Arguments need a type that
///   serde can read and `Debug` can show. Histories are then what these commands lead to, instead of any events in any order.
/// * `events = strategy`: histories are of events that this strategy of `proptest` makes; needed for types that check what they read.
/// * `histories = strategy`: the strategy makes whole histories, as `Vec`s of events.
/// * `id = "1234"`: the identity, if it cannot be made up.
/// * `dropped = ["opened.title"]`: fields of older versions that today's events do without.
/// * `stored = [("opened.currency", ["EUR", "USD"]), ("deposited.euros", 0..=1_000)]`: what older versions held at these places, always; for upcasters
///   that do not take everything, or look for certain values.
/// * `cases = 256`: so many cases are tried for each law.
/// * `name = account_laws`: the module of the tests; made of the name of the type unless given.
/// * `crate = ::path`: where the crate is found, if not at `::data_patterns`.
///
/// # Expansion
/// ```ignore
#[doc = include_str!("../snapshots/laws_account.rs")]
/// ```
#[cfg(feature = "testing")]
#[proc_macro]
pub fn laws(input: TokenStream) -> TokenStream {
    laws::expand(input.into()).into()
}
