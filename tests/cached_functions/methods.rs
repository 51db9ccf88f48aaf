//! Methods: whose answers are whose.

use std::sync::Arc;

use data_patterns::prelude::*;

use super::source::{Broken, Source};

#[derive(Clone)]
struct Users<D> {
    source: Source,
    tenant: u32,
    kind: D,
}

impl<D: Clone + ToString + Send + Sync + 'static> Users<D> {
    fn new(tenant: u32, kind: D) -> Self {
        Self { source: Source::default(), tenant, kind }
    }

    #[cached(ttl = 60, key = (self.tenant: u32, name), tags = [self.tenant])]
    async fn by_name(&self, name: &str) -> Result<String, Broken> {
        let read = self.source.try_read()?;
        Ok(format!("{name}/{}/{}/{read}", self.tenant, self.kind.to_string()))
    }

    #[cached(ttl = 60, shared)]
    fn version(&self) -> u64 {
        self.source.read()
    }

    #[cached(ttl = 60, shared, key = id)]
    async fn by_arc(self: Arc<Self>, id: u64) -> u64 {
        id + self.source.read()
    }

    #[cached(ttl = 60, key = self.tenant: u32)]
    fn consumed(self) -> u64 {
        self.source.read()
    }

    #[invalidates(self.by_name(self.tenant, name), Self::version(..))]
    async fn rename(&mut self, name: &str) -> Result<(), Broken> {
        self.source.try_read().map(drop)
    }
}

#[pollster::test]
async fn receivers_with_one_key_share_answers() {
    let (one, other) = (Users::new(101, "a"), Users::new(102, "a"));
    let first = one.by_name("Anna").await;
    assert_eq!(Users::new(101, "a").by_name("Anna").await, first);
    assert_ne!(other.by_name("Anna").await, first);
    assert_ne!(one.by_name("Bert").await, first);
}

#[pollster::test]
async fn each_type_of_a_generic_impl_has_its_own_cache() {
    let (text, number) = (Users::new(201, "a"), Users::new(201, 7));
    assert_eq!(text.by_name("Anna").await.unwrap(), "Anna/201/a/1");
    assert_eq!(number.by_name("Anna").await.unwrap(), "Anna/201/7/1");
    assert_eq!(Users::new(301, 'x').version(), 1);
    assert_eq!(Users::<char>::version_cache().stats().loads, 1);
    assert_eq!(Users::<bool>::version_cache().stats().loads, 0);
}

#[pollster::test]
async fn all_values_share_what_is_shared() {
    let first = Users::new(401, 1_u8);
    assert_eq!(first.version(), 1);
    assert_eq!(Users::new(402, 1_u8).version(), 1);
    assert_eq!(Arc::new(first.clone()).by_arc(10).await, 12);
    assert_eq!(Arc::new(Users::new(403, 1_u8)).by_arc(10).await, 12);
    assert_eq!(first.clone().consumed(), first.consumed());
}

#[pollster::test]
async fn writes_invalidate_what_they_name() {
    let mut users = Users::new(501, 1_i8);
    let (anna, bert) = (users.by_name("Anna").await, users.by_name("Bert").await);
    let version = users.version();
    users.rename("Anna").await.unwrap();
    assert_ne!(users.by_name("Anna").await, anna);
    assert_eq!(users.by_name("Bert").await, bert);
    assert_ne!(users.version(), version);
    drop(Users::<i8>::by_name_invalidation(&501, "Bert"));
    assert_ne!(users.by_name("Bert").await, bert);
    let anna = users.by_name("Anna").await;
    Users::<i8>::by_name_cache().invalidate_tag("501");
    assert_ne!(users.by_name("Anna").await, anna);
}
