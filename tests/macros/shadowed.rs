//! Names of the standard library with other meanings in scope.

#![allow(dead_code, reason = "that they are there is the point")]
#![allow(non_camel_case_types, reason = "names of primitive types")]

use data_patterns::{
    Aggregate, Key, aggregate::Aggregate as _, aggregate::Apply as _, cached, commands, events,
};

struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct Result;
struct Vec;
struct String;
struct Box;
struct Clone;
struct Default;
struct Debug;
struct PartialEq;
struct Send;
struct Sync;
struct From;
struct Into;
struct Serialize;
struct Deserialize;
struct Event;
struct Handle;
struct NonZeroU64;
mod core {}
mod std {}
mod serde {}

macro_rules! unusable {
    ($($name:ident)*) => {$(
        #[allow(unused_macros, reason = "that it is there is the point")]
        macro_rules! $name { ($d:tt) => { compile_error!("a macro of the user was called") }; }
    )*};
}

unusable!(vec panic unreachable matches);

#[derive(Aggregate, ::core::clone::Clone)]
#[cached(ttl = 60, capacity = 5)]
pub struct Account {
    #[id]
    #[shard_key]
    number: u32,
    #[id]
    bank: u8,
    balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
}

#[commands]
impl Account {
    pub fn deposit(&self, amount: i64) -> AccountEvent {
        AccountEvent::deposited(amount)
    }
}

#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    Key,
    ::data_patterns::ShardKey,
)]
#[shard_key(split)]
pub struct Number(u32);

/// Types called as primitive ones; serde's own derives do not survive them.
mod primitives {
    use data_patterns::{Aggregate, aggregate::Aggregate as _, cached, commands};

    struct str;
    struct u64;
    struct u16;
    struct bool;

    #[derive(Aggregate, ::core::clone::Clone)]
    #[aggregate(name = "primitive")]
    #[cached(ttl = 60, capacity = 5)]
    #[shard(by = range, split = [5])]
    pub struct Primitive {
        #[id]
        #[shard_key]
        number: super::Number,
        balance: i64,
    }

    #[data_patterns::fold]
    impl data_patterns::aggregate::Apply for Primitive {
        type Event = super::AccountEvent;

        fn apply(&mut self, _: super::AccountEvent) {
            self.balance += 1;
        }
    }

    #[commands]
    impl Primitive {
        pub fn deposit(&self, amount: i64) -> super::AccountEvent {
            super::AccountEvent::deposited(amount + self.balance)
        }
    }

    #[test]
    fn primitive_types_are_named_by_their_paths() {
        let primitive = Primitive::initial(&super::Number(1));
        assert_eq!((primitive.number, primitive.balance), (super::Number(1), 0));
    }
}

#[test]
fn shadowed_names_are_not_used() {
    let mut account = Account::initial(&AccountKey::from((1, 2)));
    account.apply(account.deposit(5));
    assert_eq!((account.number, account.bank, account.balance), (1, 2, 5));
}
