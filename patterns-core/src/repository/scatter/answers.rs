//! What a question can answer: a page, or whatever can be put together from parts.

use core::pin::pin;

use futures_util::TryStreamExt;

use super::{Page, QueryError, ScatterCursor, ScatterQuery, partial::Missed};
use crate::shard::scatter::{Average, Count, Max, Merge, Min, Sum, Top};

impl<T: Send + Sync + 'static, E: Send + 'static> ScatterQuery<T, E> {
    /// The first items, up to the limit.
    ///
    /// # Errors
    /// When a node or a stream cannot be read, or the deadline has passed.
    pub async fn page(self) -> Result<Page<T>, QueryError<E>> {
        self.in_time(self.page_noting(None)).await
    }

    /// Each item makes a part of the answer, and the parts are merged; `None` when nothing was found. Reads everything, whatever the limit.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn reduce<M: Merge + Send>(
        self,
        part: impl Fn(&T) -> M + Send + Sync,
    ) -> Result<Option<M>, QueryError<E>> {
        self.in_time(self.reduce_noting(&part, None)).await
    }

    /// How many there are.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn count(self) -> Result<u64, QueryError<E>> {
        Ok(self.reduce(|_| Count(1)).await?.unwrap_or_default().0)
    }

    /// The sum of a value over all; its default when there are none.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn sum<N: core::ops::AddAssign + Default + Send>(
        self,
        value: impl Fn(&T) -> N + Send + Sync,
    ) -> Result<N, QueryError<E>> {
        Ok(self.reduce(|item| Sum(value(item))).await?.unwrap_or_default().0)
    }

    /// The least of a value.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn min<N: Ord + Send>(
        self,
        value: impl Fn(&T) -> N + Send + Sync,
    ) -> Result<Option<N>, QueryError<E>> {
        Ok(self.reduce(|item| Min(value(item))).await?.map(|least| least.0))
    }

    /// The greatest of a value.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn max<N: Ord + Send>(
        self,
        value: impl Fn(&T) -> N + Send + Sync,
    ) -> Result<Option<N>, QueryError<E>> {
        Ok(self.reduce(|item| Max(value(item))).await?.map(|greatest| greatest.0))
    }

    /// The average of a value.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn average(
        self,
        value: impl Fn(&T) -> f64 + Send + Sync,
    ) -> Result<Option<f64>, QueryError<E>> {
        let average = self.reduce(|item| Average::of(value(item))).await?;
        Ok(average.and_then(|average| average.value()))
    }

    /// The `most` greatest of a value, greatest first.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn top<N: Ord + Send>(
        self,
        most: usize,
        value: impl Fn(&T) -> N + Send + Sync,
    ) -> Result<Vec<N>, QueryError<E>> {
        let top = self.reduce(|item| Top::of(most, value(item))).await?;
        Ok(top.map(Top::into_items).unwrap_or_default())
    }

    pub(super) async fn page_noting(
        &self,
        missed: Option<&Missed<E>>,
    ) -> Result<Page<T>, QueryError<E>> {
        let (mut items, mut next) = (Vec::new(), None);
        let mut found = pin!(self.items(missed));
        while items.len() < self.limit {
            let Some((stream, item)) = found.try_next().await? else {
                return Ok(Page { items, next: None });
            };
            items.push(item);
            next = Some(ScatterCursor(stream));
        }
        Ok(Page { items, next })
    }

    pub(super) async fn reduce_noting<M: Merge + Send>(
        &self,
        part: &(impl Fn(&T) -> M + Send + Sync),
        missed: Option<&Missed<E>>,
    ) -> Result<Option<M>, QueryError<E>> {
        let mut merged = None;
        let mut found = pin!(self.items(missed));
        while let Some((_, item)) = found.try_next().await? {
            merged.merge(Some(part(&item)));
        }
        Ok(merged)
    }
}
