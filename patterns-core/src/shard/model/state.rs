//! States in few bytes, and what production code makes of them.

use std::sync::LazyLock;

use crate::{
    key::PlaceRange,
    shard::{
        fence::{Epoch, Fence, MoveId},
        map::{Entry, KeyspaceId, Phase, Slot},
        moving::{Move, Step},
        node_id::NodeId,
    },
};

const SLOT: Slot = Slot { keyspace: KeyspaceId(0), range: PlaceRange::ALL };
static NODES: LazyLock<[NodeId; 2]> = LazyLock::new(|| ["A".into(), "B".into()]);

/// How much happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// How many events each writer has to append.
    pub(super) appends: [u8; 2],
    /// How many moves are planned.
    pub(super) moves: u8,
}

/// Events, each with the version that it was given. At most four events at four versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Events(u16);

impl Events {
    pub(super) fn one(version: u8, writer: usize, number: u8) -> Self {
        assert!((1..=4).contains(&version) && writer < 2 && number < 2, "this does not fit");
        Self(1 << ((version - 1) * 4 + writer as u8 * 2 + number))
    }

    pub(super) const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) const fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// The last version.
    pub(super) const fn head(self) -> u8 {
        ((16 - self.0.leading_zeros()) as u8).div_ceil(4)
    }

    /// Whether two events have one version.
    pub(super) fn fork(self) -> bool {
        (0..4).any(|version| (self.0 >> (version * 4) & 0xf).count_ones() > 1)
    }
}

/// What the map says of the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mapped {
    owner: u8,
    epoch: u8,
    phase: Tag,
    /// The last move that was planned.
    pub(super) moves: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Tag {
    Stable,
    Moving,
    Committed,
    Aborting,
}

/// The fence of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Fenced {
    mode: Mode,
    epoch: u8,
    by: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Mode {
    Absent,
    Owner,
    Sealed,
    Importing,
    Moved,
}

/// An append on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Append {
    pub(super) node: u8,
    /// The version that its event is to get.
    pub(super) version: u8,
    /// Whether the fences of the node have changed since it was judged by them.
    pub(super) outdated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Writer {
    /// The owner, as it has heard.
    pub(super) route: u8,
    pub(super) append: Option<Append>,
    pub(super) done: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Mover {
    pub(super) next: Option<Step>,
    /// What it has read of the source and not yet written to the target.
    pub(super) read: Option<Events>,
    id: u8,
    epoch: u8,
    from: u8,
}

/// All there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) map: Mapped,
    fences: [Fenced; 2],
    pub(super) logs: [Events; 2],
    pub(super) acknowledged: Events,
    pub(super) writers: [Writer; 2],
    pub(super) movers: [Mover; 2],
}

impl State {
    pub(super) fn first() -> Self {
        let entry = Entry::first(SLOT.range, NODES[0].clone());
        let owner = Fence::Owner { epoch: entry.epoch };
        Self {
            map: Mapped::of(&entry, 0),
            fences: [Fenced::of(owner), Fenced::of(Fence::default())],
            logs: Default::default(),
            acknowledged: Events::default(),
            writers: [Writer { route: 0, append: None, done: 0 }; 2],
            movers: Default::default(),
        }
    }

    pub(super) fn fence(&self, node: usize) -> Fence {
        self.fences[node].fence()
    }

    /// Changes a fence: appends that were judged by the one before come too late.
    pub(super) fn set_fence(&mut self, node: usize, fence: Fence) {
        self.fences[node] = Fenced::of(fence);
        let appends = self.writers.iter_mut().filter_map(|writer| writer.append.as_mut());
        let here = appends.filter(|append| usize::from(append.node) == node);
        here.for_each(|append| append.outdated = true);
    }
}

impl Mapped {
    fn of(entry: &Entry, moves: u8) -> Self {
        let phase = match entry.phase {
            Phase::Stable => Tag::Stable,
            Phase::Moving { .. } => Tag::Moving,
            Phase::Committed { .. } => Tag::Committed,
            Phase::Aborting { .. } => Tag::Aborting,
        };
        Self { owner: number(&entry.owner), epoch: entry.epoch.0 as u8, phase, moves }
    }

    pub(super) fn owner(self) -> usize {
        self.owner.into()
    }

    pub(super) fn entry(self) -> Entry {
        let (id, other) = (MoveId(self.moves.into()), NODES[1 - self.owner()].clone());
        let phase = match self.phase {
            Tag::Stable => Phase::Stable,
            Tag::Moving => Phase::Moving { id, to: other },
            Tag::Committed => Phase::Committed { id, from: other },
            Tag::Aborting => Phase::Aborting { id, to: other },
        };
        let (owner, epoch) = (NODES[self.owner()].clone(), Epoch(self.epoch.into()));
        Entry { range: SLOT.range, owner, epoch, phase }
    }

    pub(super) fn set(&mut self, entry: &Entry) {
        *self = Self::of(entry, self.moves);
    }
}

impl Fenced {
    fn of(fence: Fence) -> Self {
        let (mode, by) = match fence {
            Fence::Absent { .. } => (Mode::Absent, 0),
            Fence::Owner { .. } => (Mode::Owner, 0),
            Fence::Sealed { by, .. } => (Mode::Sealed, by.0),
            Fence::Importing { by, .. } => (Mode::Importing, by.0),
            Fence::Moved { .. } => (Mode::Moved, 0),
        };
        Self { mode, epoch: fence.epoch().0 as u8, by: by as u8 }
    }

    fn fence(self) -> Fence {
        let (epoch, by) = (Epoch(self.epoch.into()), MoveId(self.by.into()));
        match self.mode {
            Mode::Absent => Fence::Absent { epoch },
            Mode::Owner => Fence::Owner { epoch },
            Mode::Sealed => Fence::Sealed { epoch, by },
            Mode::Importing => Fence::Importing { epoch, by },
            Mode::Moved => Fence::Moved { epoch },
        }
    }
}

impl Mover {
    /// A mover that goes on with what the map says is under way, if anything is.
    pub(super) fn resuming(entry: &Entry) -> Option<Self> {
        let Move { id, from, epoch, .. } = entry.current_move(SLOT.keyspace)?;
        let next = Step::resuming(&entry.phase);
        Some(Self { next, read: None, id: id.0 as u8, epoch: epoch.0 as u8, from: number(&from) })
    }

    pub(super) fn current(&self) -> Move {
        let (from, to) = (NODES[self.source()].clone(), NODES[self.target()].clone());
        Move { id: MoveId(self.id.into()), slot: SLOT, from, to, epoch: Epoch(self.epoch.into()) }
    }

    pub(super) fn source(&self) -> usize {
        self.from.into()
    }

    pub(super) fn target(&self) -> usize {
        1 - self.source()
    }

    /// As if the move had been planned one decision earlier.
    pub(super) fn forget_decision(&mut self) {
        self.epoch -= 1;
    }
}

fn number(node: &NodeId) -> u8 {
    u8::from(*node != NODES[0])
}

/// The node that does not own the slot.
pub(super) fn other(owner: usize) -> NodeId {
    NODES[1 - owner].clone()
}
