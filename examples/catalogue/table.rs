//! One way: a table that knows nothing of caches, a cached function that reads it, and a function that writes it.

use std::sync::{Arc, PoisonError, RwLock};

use data_patterns::prelude::*;

use crate::backend::{Backend, Down};

/// How many products there are.
pub(crate) const PRODUCTS: u32 = 1_000;

#[derive(Clone, Debug)]
pub(crate) struct Product {
    pub(crate) id: u32,
    pub(crate) name: String,
    /// How often it was written.
    pub(crate) revision: u64,
}

// Everybody who waits for one load gets its failure, so it must be `Clone`.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum TableError {
    #[error("the table cannot be read: {0}")]
    Down(#[from] Down),
    #[error("there is no product {0}")]
    NoSuchProduct(u32),
}

/// Of all who ask for the same product at the same time one reads the table. A hit clones the `Arc` and allocates nothing.
///
/// The table is not in the key: there is only one.
#[cached(ttl = "1h", key = id)]
pub(crate) async fn product(table: &Table, id: u32) -> Result<Arc<Product>, TableError> {
    table.read(id).await
}

/// Gives a product another name; answers its revision. However it ends, no older product stays in the cache or gets there.
#[invalidates(product(id))]
pub(crate) async fn rename(table: &Table, id: u32, name: String) -> Result<u64, TableError> {
    table.write(id, name).await
}

/// A load outlives the caller that began it, so it takes its own clone of the table: clones share the rows.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    rows: Arc<RwLock<Vec<Arc<Product>>>>,
    backend: Arc<Backend>,
}

impl Table {
    pub(crate) fn of(products: u32) -> Self {
        let row = |id| Arc::new(Product { id, name: format!("Product {id}"), revision: 0 });
        let rows = Arc::new(RwLock::new((0..products).map(row).collect()));
        Self { rows, backend: Arc::default() }
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.backend
    }

    /// A product as the table has it.
    pub(crate) async fn read(&self, id: u32) -> Result<Arc<Product>, TableError> {
        let product = {
            let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
            rows.get(id as usize).cloned()
        };
        self.backend.read().await?;
        product.ok_or(TableError::NoSuchProduct(id))
    }

    async fn write(&self, id: u32, name: String) -> Result<u64, TableError> {
        self.backend.write().await;
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        let row = rows.get_mut(id as usize).ok_or(TableError::NoSuchProduct(id))?;
        let revision = row.revision + 1;
        *row = Arc::new(Product { id, name, revision });
        Ok(revision)
    }
}
