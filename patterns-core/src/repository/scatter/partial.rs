//! Questions that may be answered in part: the type of the answer says so.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::{Page, QueryError, ScatterQuery};
use crate::{
    aggregate::Versioned,
    event::StreamId,
    shard::{NodeId, scatter::Merge},
    store::{StoreError, StreamHead},
};

/// A question that may be answered in part.
#[must_use = "a question does nothing until it is said how to take the answer"]
pub struct PartialQuery<T, E>(pub(super) ScatterQuery<T, E>);

/// An answer, and what is missing in it.
#[derive(Debug)]
#[must_use]
pub struct PartialAnswer<V, E> {
    /// The answer, as far as it goes.
    pub value: V,
    /// The nodes that did not answer.
    pub nodes: Vec<(NodeId, StoreError)>,
    /// The streams that could not be read.
    pub streams: Vec<(StreamId, E)>,
}

impl<V, E> PartialAnswer<V, E> {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.nodes.is_empty() && self.streams.is_empty()
    }
}

/// What could not be read.
pub(super) struct Missed<E>(Mutex<Parts<E>>);

struct Parts<E> {
    nodes: BTreeMap<NodeId, StoreError>,
    streams: Vec<(StreamId, E)>,
}

impl<E> Missed<E> {
    const fn nothing() -> Self {
        Self(Mutex::new(Parts { nodes: BTreeMap::new(), streams: Vec::new() }))
    }

    pub(super) fn stream<T>(&self, stream: StreamId, cause: E) -> Option<Versioned<T>> {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parts.streams.push((stream, cause));
        None
    }

    pub(super) fn nodes(
        &self,
        heads: Vec<StreamHead>,
        nodes: Vec<(NodeId, StoreError)>,
    ) -> Vec<StreamHead> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).nodes.extend(nodes);
        heads
    }

    fn with<V>(self, value: V) -> PartialAnswer<V, E> {
        let Parts { nodes, streams } = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        PartialAnswer { value, nodes: nodes.into_iter().collect(), streams }
    }
}

impl<T: Send + Sync + 'static, E: Send + 'static> PartialQuery<T, E> {
    /// As [`ScatterQuery::page`], without what cannot be read.
    ///
    /// # Errors
    /// When the map cannot be read, or the deadline has passed.
    pub async fn page(self) -> Result<PartialAnswer<Page<T>, E>, QueryError<E>> {
        let missed = Missed::nothing();
        let page = self.0.in_time(self.0.page_noting(Some(&missed))).await?;
        Ok(missed.with(page))
    }

    /// As [`ScatterQuery::reduce`], without what cannot be read.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn reduce<M: Merge + Send>(
        self,
        part: impl Fn(&T) -> M + Send + Sync,
    ) -> Result<PartialAnswer<Option<M>, E>, QueryError<E>> {
        let missed = Missed::nothing();
        let merged = self.0.in_time(self.0.reduce_noting(&part, Some(&missed))).await?;
        Ok(missed.with(merged))
    }
}
