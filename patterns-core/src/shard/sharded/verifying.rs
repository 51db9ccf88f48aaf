//! Verification node by node: each has a log and chains of its own. A stream's chain is the same wherever it has been moved.

use super::Cluster;
use crate::{
    event::{StreamHash, StreamId},
    shard::{ShardError, node_id::NodeId},
    store::{Finding, SignOff, StoreError, Verification},
};

/// What the store of the map is called among the nodes.
const MAP: &str = "shard map";

impl Cluster {
    pub(super) async fn sign_off(&self) -> Result<SignOff, StoreError> {
        let map = self.map.refresh().await.map_err(ShardError::from)?;
        let mut logs: Vec<_> = self.map.store().sign_off().await?.on(MAP).collect();
        for node in self.nodes_of(&map)? {
            let signed = node.store().sign_off().await.map_err(|cause| node.failed(cause))?;
            logs.extend(signed.on(node.name().as_str()));
        }
        logs.sort_by(|one, other| one.node.cmp(&other.node));
        Ok(SignOff { logs })
    }

    pub(super) async fn verify_against(
        &self,
        signed: &SignOff,
    ) -> Result<Verification, StoreError> {
        let map = self.map.refresh().await.map_err(ShardError::from)?;
        let nodes = self.nodes_of(&map)?;
        let is_node = |name: &str| nodes.iter().any(|node| node.name().as_str() == name);
        let is_known = |name: Option<&str>| name.is_some_and(|name| name == MAP || is_node(name));
        let mut all =
            Verification { findings: signed.unknown(is_known), ..Verification::default() };
        let of_map = self.map.store().verify_against(&signed.of_node(MAP)).await?;
        add(&mut all, of_map, &MAP.into());
        for node in &nodes {
            let signed = signed.of_node(node.name().as_str());
            let verified = node.store().verify_against(&signed).await;
            add(&mut all, verified.map_err(|cause| node.failed(cause))?, node.name());
        }
        Ok(all)
    }

    pub(super) async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        let Some(at) = self.locate(stream).await? else {
            return Ok(Verification::default());
        };
        let placed = stream.placed(at.place);
        let mut caller = self.holding.caller();
        loop {
            let asked = self.answering(&mut caller, stream, at).await?;
            let found = asked.node.store().verify_stream(&placed, signed).await?;
            if asked.answers_still(at).await? {
                let mut verified = Verification::default();
                add(&mut verified, found, asked.node.name());
                return Ok(verified);
            }
        }
    }
}

/// Adds what was found on a node, in the words of callers.
fn add(all: &mut Verification, found: Verification, node: &NodeId) {
    all.events += found.events;
    all.streams += found.streams;
    all.findings.extend(found.findings.into_iter().map(|finding| {
        let own = finding.stream.as_ref().and_then(StreamId::unplaced).map(|(stream, _)| stream);
        let stream = own.or(finding.stream.clone());
        Finding { stream, ..finding.on(node.as_str()) }
    }));
}
