//! The logs of all nodes, read as if each event were in one of them only: where it was appended. Copies that moves have made are passed by,
//! and what was appended to a slot after a move comes after what was appended to it before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Cluster;
use crate::{
    event::{RecordedEvent, decode, is_copy, original},
    shard::{
        ShardError,
        node::{FenceChange, Node, Origin},
        node_id::NodeId,
    },
    store::StoreError,
};

/// How far a reader has come in the log of each node. Can be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogCursor {
    /// The last position that was read, by node.
    positions: BTreeMap<NodeId, u64>,
}

/// An event, and the node that it was appended to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeEvent {
    /// The node, in whose log the event's position is.
    pub node: NodeId,
    /// The event.
    pub event: RecordedEvent,
}

/// A page of the logs of all nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub struct LogPage {
    /// The events: those of one stream in the order of their versions.
    pub events: Vec<NodeEvent>,
    /// Where the next page begins.
    pub next: LogCursor,
    /// Whether there was more to read.
    pub more: bool,
}

impl LogCursor {
    fn position(&self, node: &NodeId) -> u64 {
        self.positions.get(node).copied().unwrap_or_default()
    }

    /// Whether everything was read that was appended before a slot came from there.
    fn has_passed(&self, origin: &Origin) -> bool {
        self.position(&origin.node) >= origin.sealed_at
    }
}

impl Cluster {
    /// At most about `limit` events of each node, from where `cursor` is.
    pub(super) async fn read_logs(
        &self,
        cursor: &LogCursor,
        limit: usize,
    ) -> Result<LogPage, StoreError> {
        let map = self.map.refresh().await.map_err(ShardError::from)?;
        let mut page = LogPage { next: cursor.clone(), ..LogPage::default() };
        let nodes = self.nodes_of(&map)?;
        // What a node that was forgotten has had cannot be waited for.
        let known: BTreeSet<_> = nodes.iter().map(|node| node.name().clone()).collect();
        for node in &nodes {
            read_node(node, limit.max(1), &known, &mut page).await?;
        }
        Ok(page)
    }
}

/// Reads on in the log of one node, until something stands there that has to wait for the log of another.
async fn read_node(
    node: &Node,
    limit: usize,
    known: &BTreeSet<NodeId>,
    page: &mut LogPage,
) -> Result<(), StoreError> {
    let from = page.next.position(node.name()) + 1;
    let events = node.store().read_log(from, limit).await?;
    page.more |= events.len() == limit;
    for event in events {
        let position = event.position;
        if node.is_fences(&event.stream) {
            let waits =
                |origin: Origin| known.contains(&origin.node) && !page.next.has_passed(&origin);
            if origin(&event)?.is_some_and(waits) {
                page.more = true;
                return Ok(());
            }
        } else if !is_copy(&event.data)
            && let Some((stream, _)) = event.stream.unplaced()
        {
            let event = RecordedEvent { stream, ..original(event) };
            page.events.push(NodeEvent { node: node.name().clone(), event });
        }
        page.next.positions.insert(node.name().clone(), position);
    }
    Ok(())
}

/// Where a slot has come from, if that is what the change of fences is.
fn origin(event: &RecordedEvent) -> Result<Option<Origin>, StoreError> {
    let change = decode(&event.data);
    match change.map_err(|cause| StoreError::other("reading the fences of a node", cause))? {
        FenceChange::Changed { after, .. } => Ok(after),
        FenceChange::Named { .. } => Ok(None),
    }
}
