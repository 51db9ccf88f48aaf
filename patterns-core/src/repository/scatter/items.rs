//! The items of a question, one after the other: the names page by page, the streams some at once.

use core::{future::Future, pin::pin};
use std::time::Duration;

use futures_timer::Delay;
use futures_util::{
    Stream, StreamExt, TryStreamExt,
    future::{Either, select},
    stream,
};

use super::{QueryError, ScatterQuery, partial::Missed};
use crate::{aggregate::Versioned, event::StreamId, store::StreamHead};

/// So many names are asked for at once.
const NAMES: usize = 512;

/// An item, and the stream it was read from.
pub(super) type Item<T> = (StreamId, Versioned<T>);

impl<T: Send + Sync + 'static, E: Send + 'static> ScatterQuery<T, E> {
    /// Everything that is found, in the order of names. What cannot be read is an error, or noted in `missed`.
    pub(super) fn items<'a>(
        &'a self,
        missed: Option<&'a Missed<E>>,
    ) -> impl Stream<Item = Result<Item<T>, QueryError<E>>> + Send + 'a {
        let read = move |name: Result<StreamId, QueryError<E>>| async move {
            let stream = name?;
            let found = match (self.find)(self.db.clone(), stream.clone()).await {
                Err(QueryError::Item { stream, cause }) => match missed {
                    Some(missed) => missed.stream(stream, cause),
                    None => return Err(QueryError::Item { stream, cause }),
                },
                found => found?,
            };
            Ok(found.map(|found| (stream, found)))
        };
        let wanted =
            move |(_, item): &Item<T>| self.filter.as_ref().is_none_or(|wanted| wanted(item));
        self.names(missed)
            .map(read)
            .buffered(self.concurrency)
            .try_filter_map(move |found| async move { Ok(found.filter(wanted)) })
    }

    /// The names of all streams, after the cursor.
    fn names<'a>(
        &'a self,
        missed: Option<&'a Missed<E>>,
    ) -> impl Stream<Item = Result<StreamId, QueryError<E>>> + Send + 'a {
        let first = Some(self.after.as_ref().map(|cursor| cursor.0.clone()));
        let pages = stream::try_unfold(first, move |after| async move {
            let Some(after) = after else { return Ok(None) };
            let page = self.page_of_names(after.as_ref(), missed).await?;
            let last = page.last().map(|head| head.stream.clone());
            let next = (page.len() == NAMES).then_some(last);
            Ok(Some((stream::iter(page).map(|head| Ok(head.stream)), next)))
        });
        pages.try_flatten()
    }

    async fn page_of_names(
        &self,
        after: Option<&StreamId>,
        missed: Option<&Missed<E>>,
    ) -> Result<Vec<StreamHead>, QueryError<E>> {
        let prefix = StreamId::prefix(self.name);
        if after.is_some_and(|after| !after.as_bytes().starts_with(&prefix)) {
            return Err(QueryError::ForeignCursor { type_name: self.name });
        }
        let listed = match (missed, self.db.shards()) {
            (Some(missed), Some(shards)) => {
                let listed = shards.list_reachable(&prefix, after, NAMES).await;
                listed.map(|(heads, nodes)| missed.nodes(heads, nodes))
            }
            _ => self.db.store().list_streams(&prefix, after, NAMES).await,
        };
        listed.map_err(|cause| QueryError::List { type_name: self.name, cause })
    }

    /// Gives `answer` the time that the question has.
    pub(super) async fn in_time<R>(
        &self,
        answer: impl Future<Output = Result<R, QueryError<E>>>,
    ) -> Result<R, QueryError<E>> {
        let Some(within) = self.deadline else { return answer.await };
        let late = |within: Duration| Err(QueryError::Late { within });
        match select(pin!(answer), Delay::new(within)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => late(within),
        }
    }
}
