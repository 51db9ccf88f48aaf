//! Parameters of types, constants, defaults and where-clauses.

use std::{fmt::Debug, marker::PhantomData};

use data_patterns::{key::Key, prelude::*};
use serde::de::DeserializeOwned;

pub trait Currency:
    Debug + Default + Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
}

impl Currency for i64 {}

/// Neither `Clone`, `Debug` nor serializable.
pub struct Euro;

#[derive(Aggregate)]
pub struct Purse<I, C: Currency = i64, U = Euro, const N: usize = 2>
where
    I: Key + Default,
{
    #[id]
    owner: I,
    #[id]
    number: u32,
    coins: Vec<C>,
    limit: Option<[C; N]>,
    unit: PhantomData<U>,
}

#[events(name = PurseEvent)]
#[serde(bound = "")]
impl<I, C: Currency, U, const N: usize> Purse<I, C, U, N>
where
    I: Key + Default,
{
    fn filled(&mut self, coin: C) {
        self.coins.push(coin);
    }

    fn emptied(&mut self) {
        self.coins.clear();
    }
}

#[commands]
impl<I, C: Currency, U, const N: usize> Purse<I, C, U, N>
where
    I: Key + Default,
    Self: Sized,
{
    pub fn fill(&self, coin: C) -> PurseEvent<C> {
        PurseEvent::filled(coin)
    }

    pub fn fill_all<T, const M: usize>(&self, coins: [T; M]) -> Vec<PurseEvent<C>>
    where
        T: Into<C> + Clone,
    {
        coins.into_iter().map(|coin| PurseEvent::filled(coin.into())).collect()
    }

    pub fn copy<'a>(&self, other: &'a Self, another: &'a Self) -> Option<PurseEvent<C>> {
        [other, another]
            .map(|purse| purse.coins.first())
            .into_iter()
            .flatten()
            .next()
            .cloned()
            .map(PurseEvent::filled)
    }
}

/// With a snapshot, and an event that needs every parameter.
#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 2))]
#[serde(bound = "T: Currency")]
pub struct Jar<T: Currency> {
    #[id]
    id: u64,
    content: T,
}

#[events]
#[serde(bound = "T: Currency")]
impl<T: Currency> Jar<T> {
    fn replaced(&mut self, by: Vec<Self>) {
        for by in by {
            self.content = by.content;
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Scoped<S, const N: usize>(S, [u8; N])
where
    S: Debug;

#[test]
fn parameters_are_kept_where_they_are_needed() {
    pollster::block_on(async {
        let db = data_patterns::in_memory();
        let purse: PurseHandle<String> = db.aggregate::<Purse<String>>(("Ann".to_owned(), 1));
        purse.fill(5).await.unwrap();
        purse.fill_all([6_i32, 7]).await.unwrap();
        let other = purse.load().await.unwrap();
        purse.copy(&other, &other).await.unwrap();
        assert_eq!(purse.load().await.unwrap().coins, [5, 6, 7, 5]);
        assert_eq!((other.owner.as_str(), other.number), ("Ann", 1));
        assert!(other.limit.is_none());
        assert_eq!(other.unit, PhantomData);
        let event: PurseEvent<i64> = PurseEvent::emptied();
        assert_eq!(event, PurseEvent::Emptied);
    });
}

#[test]
fn keys_of_parts_are_keys() {
    let key = PurseKey { owner: "Ann".to_owned(), number: 2 };
    assert_eq!(key.key_bytes(), ("Ann".to_owned(), 2_u32).key_bytes());
    assert_eq!(PurseKey::from(("Ann".to_owned(), 2)), key);
    assert_eq!(Scoped(1_u8, [2]).key_bytes(), (1_u8, [2_u8]).key_bytes());
}

#[test]
fn snapshots_of_parameters() {
    let mut jar = Jar::<i64>::initial(&1);
    jar.apply(JarEvent::replaced(vec![Jar { id: 2, content: 3 }]));
    assert_eq!(jar, Jar { id: 1, content: 3 });
    assert!(Jar::<i64>::SNAPSHOTS.is_some());
}
