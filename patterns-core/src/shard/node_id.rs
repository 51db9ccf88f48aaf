//! Nodes: the stores that slots live on.

use core::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The name of a node, stored in shard maps and fences. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct NodeId(Arc<str>);

impl NodeId {
    /// The node named `name`.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for NodeId {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for NodeId {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<NodeId> for String {
    fn from(node: NodeId) -> Self {
        node.as_str().to_owned()
    }
}

/// What placement knows of a node.
///
/// ```
/// use patterns_core::shard::Node;
/// let node = Node::new("berlin-1").weight(2).zone("eu");
/// assert_eq!((node.weight, node.zone.as_deref()), (2, Some("eu")));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// The name.
    pub name: NodeId,
    /// How much the node bears compared to others; 1 unless set. A node of weight 0 is given nothing.
    pub weight: u32,
    /// The zone the node stands in, for types that are sharded by zones.
    pub zone: Option<String>,
}

impl Node {
    /// A node of weight 1 in no zone.
    pub fn new(name: impl Into<NodeId>) -> Self {
        Self { name: name.into(), weight: 1, zone: None }
    }

    /// Sets [`weight`](Self::weight).
    #[must_use]
    pub fn weight(mut self, weight: u32) -> Self {
        self.weight = weight;
        self
    }

    /// Sets [`zone`](Self::zone).
    #[must_use]
    pub fn zone(mut self, zone: impl Into<String>) -> Self {
        self.zone = Some(zone.into());
        self
    }
}
