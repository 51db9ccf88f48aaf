#![deny(warnings)]
#![allow(dead_code, reason = "what is generated must not warn; what is written here is not called")]

use std::sync::Arc;

use data_patterns::prelude::*;

#[derive(Clone)]
pub struct Users<D> {
    db: D,
    tenant: u32,
}

impl<D: Clone + Send + Sync + 'static> Users<D> {
    #[cached(ttl = 60, key = (self.tenant: u32, name), tags = [self.tenant])]
    pub async fn by_name(&self, name: &str) -> Option<String> {
        let _ = &self.db;
        Some(name.to_owned())
    }

    #[cached(ttl = 60, key = (self.tenant(): u32, id))]
    fn by_id(self: &Arc<Self>, id: u64) -> Result<u64, u8> {
        let double = id.checked_mul(2).ok_or(1)?;
        Ok(double + u64::from(self.tenant))
    }

    #[cached(ttl = 60, shared)]
    pub(crate) fn version(self) -> u32 {
        drop(self.db);
        1
    }

    #[cached(ttl = 60, shared, key = id)]
    async fn by_arc(self: Arc<Self>, id: u64) -> u64 {
        id + u64::from(self.tenant)
    }

    fn tenant(&self) -> u32 {
        self.tenant
    }

    #[invalidates(self.by_name(self.tenant, name), Self::by_id(self.tenant, 1), Users::<D>::version(..))]
    pub async fn rename(&mut self, name: &str) -> Result<(), u8> {
        self.tenant = u32::try_from(name.len()).map_err(|_| 1)?;
        Ok(())
    }
}

fn main() {
    let users = Users { db: (), tenant: 1 };
    assert_eq!(users.clone().version(), 1);
    assert_eq!(Users::<()>::version_cache().stats().loads, 1);
    assert_eq!(Users::<u8>::version_cache().stats().loads, 0);
    drop(Users::<()>::by_name_invalidation(&1, "Anna"));
}
