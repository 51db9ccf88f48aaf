//! Asks every node of a `Shards`, so many at once, until a deadline.

use core::{future::Future, pin::pin};
use std::time::{Duration, Instant};

use futures_timer::Delay;
use futures_util::{
    Stream, StreamExt,
    future::{Either, select},
    stream,
};

use super::Merge;
use crate::shard::{NodeId, Shards};

/// So many nodes are asked at once unless said otherwise.
const CONCURRENCY: usize = 16;

/// Why a node did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScatterError<E> {
    /// It answered with an error.
    #[error("the node `{node}` failed: {cause}")]
    Node {
        /// The node.
        node: NodeId,
        /// The error.
        cause: E,
    },
    /// It did not answer in time.
    #[error("the node `{node}` did not answer within {within:?}")]
    Late {
        /// The node.
        node: NodeId,
        /// How long it had.
        within: Duration,
    },
}

/// A node that did not answer, and why.
pub type Missing<E> = ScatterError<E>;

/// An answer, and what is missing in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Partial<V, E> {
    /// What there is.
    pub value: V,
    /// Who did not answer; empty when the answer is complete.
    pub missing: Vec<Missing<E>>,
}

impl<V, E> Partial<V, E> {
    /// Whether everybody has answered.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// A question to all nodes. Nothing is asked before it is said how to take the answers.
#[must_use = "a question does nothing until it is said how to take the answers"]
pub struct Scatter<'a, T, F> {
    shards: &'a Shards<T>,
    ask: F,
    concurrency: usize,
    deadline: Option<Duration>,
}

impl<T> Shards<T> {
    /// A question to all nodes: it costs as much as there are nodes, which is why it has this name where it is called.
    pub fn scatter<F>(&self, ask: F) -> Scatter<'_, T, F> {
        Scatter { shards: self, ask, concurrency: CONCURRENCY, deadline: None }
    }
}

impl<'a, T, F> Scatter<'a, T, F> {
    /// At most so many nodes are asked at once; 0 counts as 1.
    pub const fn concurrency(mut self, nodes: usize) -> Self {
        self.concurrency = if nodes == 0 { 1 } else { nodes };
        self
    }

    /// Every node has so long to answer, from the beginning of the whole.
    pub const fn deadline(mut self, within: Duration) -> Self {
        self.deadline = Some(within);
        self
    }

    /// The answers of all nodes.
    ///
    /// # Errors
    /// Of the first node that fails or is late; the others are not waited for.
    pub async fn all<R, E>(self) -> Result<Vec<(NodeId, R)>, ScatterError<E>>
    where
        F: AsyncFn(&'a NodeId, &'a T) -> Result<R, E>,
    {
        let mut answers = Vec::new();
        let mut asked = pin!(self.answers());
        while let Some(answer) = asked.next().await {
            answers.push(answer?);
        }
        answers.sort_by(|(left, _), (right, _)| left.cmp(right));
        Ok(answers)
    }

    /// The answers of the nodes that do answer.
    pub async fn partial<R, E>(self) -> Partial<Vec<(NodeId, R)>, E>
    where
        F: AsyncFn(&'a NodeId, &'a T) -> Result<R, E>,
    {
        let mut partial = Partial { value: Vec::new(), missing: Vec::new() };
        let mut asked = pin!(self.answers());
        while let Some(answer) = asked.next().await {
            match answer {
                Ok(answer) => partial.value.push(answer),
                Err(missing) => partial.missing.push(missing),
            }
        }
        partial.value.sort_by(|(left, _), (right, _)| left.cmp(right));
        partial
    }

    /// One answer, put together from those of all nodes; `None` when there are no nodes.
    ///
    /// # Errors
    /// As [`all`](Self::all).
    pub async fn merge<R: Merge, E>(self) -> Result<Option<R>, ScatterError<E>>
    where
        F: AsyncFn(&'a NodeId, &'a T) -> Result<R, E>,
    {
        let mut merged = None;
        for (_, answer) in self.all().await? {
            merged.merge(Some(answer));
        }
        Ok(merged)
    }

    fn answers<'b, R, E>(
        &'b self,
    ) -> impl Stream<Item = Result<(NodeId, R), ScatterError<E>>> + use<'a, 'b, T, F, R, E>
    where
        F: AsyncFn(&'a NodeId, &'a T) -> Result<R, E>,
    {
        let now = Instant::now();
        let end = self.deadline.and_then(|within| Some((now.checked_add(within)?, within)));
        let answer = move |(node, thing)| async move {
            let asked = (self.ask)(node, thing);
            let answered = match end {
                None => Some(asked.await),
                Some((end, _)) => in_time(asked, end).await,
            };
            let within = end.map_or(Duration::MAX, |(_, within)| within);
            let late = || ScatterError::Late { node: node.clone(), within };
            let answer = answered.ok_or_else(late)?;
            answer
                .map(|answer| (node.clone(), answer))
                .map_err(|cause| ScatterError::Node { node: node.clone(), cause })
        };
        stream::iter(self.shards.iter()).map(answer).buffer_unordered(self.concurrency)
    }
}

async fn in_time<R>(asked: impl Future<Output = R>, end: Instant) -> Option<R> {
    let left = end.saturating_duration_since(Instant::now());
    match select(pin!(asked), Delay::new(left)).await {
        Either::Left((answer, _)) => Some(answer),
        Either::Right(_) => None,
    }
}
