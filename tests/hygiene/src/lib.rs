//! Every macro without a prelude, in a crate that knows this one by another name, under the strictest lints.
#![no_implicit_prelude]
#![no_std]

extern crate std as standard;

use ::renamed::{
    Aggregate, Entity, Event, Key, Shape, ShardGroup, ShardKey, cached, commands, events, fold,
};

/// A currency.
pub trait Currency:
    ::core::fmt::Debug
    + ::core::clone::Clone
    + ::core::default::Default
    + ::core::cmp::PartialEq
    + ::core::marker::Send
    + ::core::marker::Sync
    + 'static
{
}

/// The number of an account.
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash,
    ::renamed::__private::serde::Serialize,
    ::renamed::__private::serde::Deserialize,
    Key,
    ShardKey,
)]
#[serde(crate = "::renamed::__private::serde")]
#[key(crate = ::renamed)]
#[shard_key(crate = ::renamed)]
pub struct Number(u64, pub [u8; 2]);

/// A scoped key.
#[derive(
    ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, Key,
)]
#[key(crate = ::renamed)]
pub struct Scoped<S, const N: usize> {
    scope: S,
    bytes: [u8; N],
}

/// What lies with the number of an account.
#[derive(ShardGroup)]
#[shard_group(name = "bank", key = Number, crate = ::renamed)]
pub struct Bank;

/// An account.
#[derive(::core::clone::Clone, ::renamed::__private::serde::Serialize, Aggregate)]
#[serde(crate = "::renamed::__private::serde")]
#[aggregate(crate = ::renamed, name = "account", version = 1)]
#[cached(
    ttl = 60,
    capacity = "1MB",
    jitter = 5,
    idle = 1,
    stale_if_error = 1,
    stale_while_revalidate = 1,
    refresh_ahead,
    soft_timeout = 1,
    timeout = 2
)]
#[shard(group = Bank)]
pub struct Account {
    #[id]
    #[shard_key]
    number: Number,
    #[id]
    branch: u32,
    owner: ::core::option::Option<::standard::string::String>,
    balance: i64,
}

#[events(crate = ::renamed)]
impl Account {
    /// Someone opened the account.
    fn opened(&mut self, owner: ::standard::string::String) {
        self.owner = ::core::option::Option::Some(owner);
    }

    fn deposited(&mut self, amount: i64, #[serde(default)] _memo: u8) {
        self.balance += amount;
    }

    #[deprecated]
    #[event(name = "closed", version = 3, alias = "shut", upcast(1 = from_1, 2 = Self::old))]
    fn r#break(&mut self) {
        self.owner = ::core::option::Option::None;
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "that the constructor has as many must not be reported again"
    )]
    fn counted(
        &mut self,
        zero: i64,
        one: i64,
        two: i64,
        three: i64,
        four: i64,
        five: i64,
        six: i64,
        last: i64,
    ) {
        self.balance = zero + one + two + three + four + five + six + last;
    }
}

/// How an account was closed once. Functions are called as the macro calls its own variables.
#[derive(::renamed::__private::serde::Deserialize, Shape)]
#[serde(crate = "::renamed::__private::serde")]
#[shape(crate = ::renamed)]
struct ClosedV1 {
    reason: Reason,
}

/// Why.
#[derive(::renamed::__private::serde::Deserialize, Shape)]
#[serde(crate = "::renamed::__private::serde", rename_all = "snake_case")]
#[shape(crate = ::renamed)]
enum Reason {
    Moved {
        /// Where to.
        to: ::core::option::Option<::standard::string::String>,
    },
    Died,
}

fn from_1(old: ClosedV1) -> ::core::result::Result<Reason, &'static ::core::primitive::str> {
    if ::core::mem::size_of_val(&old) > 0 {
        ::core::result::Result::Ok(old.reason)
    } else {
        ::core::result::Result::Err("nothing")
    }
}

impl Account {
    fn old(version: Reason) -> AccountEvent {
        if let Reason::Moved { to: ::core::option::Option::Some(to) } = version {
            ::core::mem::drop(to);
        }
        #[expect(deprecated, reason = "it is still read")]
        AccountEvent::Break
    }
}

#[commands(crate = ::renamed)]
impl Account {
    /// Puts money in.
    #[must_use]
    pub fn deposit(&self, amount: i64, _memo: &str) -> AccountEvent {
        AccountEvent::deposited(amount + self.balance, 0)
    }

    /// Opens it.
    ///
    /// # Errors
    /// When it is open.
    pub fn open(
        &self,
        owner: ::standard::string::String,
    ) -> ::core::result::Result<AccountEvent, u8> {
        if self.owner.is_some() {
            return ::core::result::Result::Err(1);
        }
        ::core::result::Result::Ok(AccountEvent::opened(owner))
    }
}

/// A purse.
#[derive(Aggregate)]
#[aggregate(crate = ::renamed)]
pub struct Purse<C, const N: usize = 1>
where
    C: Currency + ::core::marker::Copy,
{
    #[id]
    id: u64,
    #[id]
    tag: [u8; N],
    coins: ::standard::vec::Vec<C>,
}

/// What happens to a purse.
#[derive(
    ::renamed::__private::serde::Serialize, ::renamed::__private::serde::Deserialize, Event,
)]
#[serde(crate = "::renamed::__private::serde")]
#[event(crate = ::renamed)]
pub enum PurseEvent<C> {
    /// One more.
    Filled(C),
    /// None left.
    #[event(name = "spent", alias = "emptied", version = 2, upcast = fields)]
    Emptied {
        /// The last one.
        last: ::core::option::Option<C>,
    },
    /// Lost.
    #[deprecated]
    Lost,
}

fn fields<C>((): ()) -> PurseEvent<C> {
    PurseEvent::Emptied { last: ::core::option::Option::None }
}

#[fold(crate = ::renamed)]
impl<C, const N: usize> ::renamed::aggregate::Apply for Purse<C, N>
where
    C: Currency + ::core::marker::Copy,
    Self: ::renamed::aggregate::Aggregate,
    PurseEvent<C>: ::renamed::event::Event,
{
    type Event = PurseEvent<C>;

    fn apply(&mut self, event: PurseEvent<C>) {
        match event {
            PurseEvent::Filled(coin) => self.coins.push(coin),
            _ => self.coins.clear(),
        }
    }
}

#[commands(crate = ::renamed)]
impl<C, const N: usize> Purse<C, N>
where
    C: Currency + ::core::marker::Copy,
{
    /// Fills it.
    #[must_use]
    pub fn fill(&self, coin: C) -> PurseEvent<C> {
        let _ = (self.id, self.tag);
        PurseEvent::Filled(coin)
    }
}

mod caching;
mod sharding;

pub use caching::{calls, count, r#match, profile, write};
pub use sharding::{Author, ByName, Document, Draft, Letter, Name, Region, Shelf};

mod inner {
    use ::renamed::{Aggregate, commands, events};

    #[derive(Aggregate)]
    #[aggregate(crate = ::renamed)]
    pub(super) struct Lamp {
        #[id]
        id: u8,
        pub(super) on: bool,
    }

    #[events(pub(super), derive(), crate = ::renamed)]
    impl Lamp {
        fn switched(&mut self) {
            self.on = !self.on;
        }

        #[event(retired)]
        fn never_recorded_again(&mut self) {
            self.id = 0;
        }
    }

    #[commands(crate = ::renamed)]
    impl Lamp {
        pub(super) fn switch(&self) -> LampEvent {
            let _ = self.on;
            LampEvent::switched()
        }
    }
}

/// Whether a new lamp is on.
#[must_use]
pub fn lamp() -> bool {
    let lamp = <inner::Lamp as ::renamed::aggregate::Aggregate>::initial(&1);
    let _ = inner::Lamp::switch(&lamp);
    lamp.on
}

/// A profile.
#[derive(
    ::core::clone::Clone,
    Entity,
    ::renamed::__private::serde::Serialize,
    ::renamed::__private::serde::Deserialize,
)]
#[serde(crate = "::renamed::__private::serde")]
#[entity(crate = ::renamed, name = "profile")]
#[::renamed::cached(ttl = 60, capacity = "1MB")]
#[shard(by = hash)]
pub struct Profile<T = u8> {
    #[id]
    #[shard_key]
    region: u16,
    #[id]
    number: Number,
    content: T,
}

/// A label.
#[derive(
    ::core::clone::Clone,
    Entity,
    ::renamed::__private::serde::Serialize,
    ::renamed::__private::serde::Deserialize,
)]
#[serde(crate = "::renamed::__private::serde")]
#[entity(crate = ::renamed)]
#[deprecated]
pub struct Label {
    #[id]
    r#type: ::standard::string::String,
}
