//! One table of slots: every place is in exactly one of them.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    change::KeyspaceRule,
    routes::Routes,
    slot::{Entry, KeyspaceId, Phase},
};
use crate::{
    key::{Place, PlaceRange},
    shard::node_id::NodeId,
};

/// So many slots are not doubled any more.
const MANY: usize = 1 << 16;

/// A table of slots, and how the keys in it are placed.
#[derive(Clone, Debug)]
pub struct Keyspace {
    id: KeyspaceId,
    name: String,
    rule: KeyspaceRule,
    entries: Vec<Entry>,
    table: Arc<Table>,
}

/// Which of the owners has a place.
#[derive(Debug)]
struct Table {
    routes: Routes,
    /// Each once.
    owners: Vec<NodeId>,
}

impl Keyspace {
    /// A new keyspace; `None` unless the slots hold every place once.
    pub(super) fn new(
        id: KeyspaceId,
        name: String,
        rule: KeyspaceRule,
        entries: Vec<Entry>,
    ) -> Option<Self> {
        let table = Arc::new(Table::new(&entries)?);
        Some(Self { id, name, rule, entries, table })
    }

    /// Puts `entries` in place of all there are; `false`, and nothing done, unless they hold every place once.
    fn replace(&mut self, entries: Vec<Entry>) -> bool {
        let Some(table) = Table::new(&entries) else { return false };
        self.table = Arc::new(table);
        self.entries = entries;
        true
    }

    /// Its number.
    pub const fn id(&self) -> KeyspaceId {
        self.id
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its types have in common.
    pub const fn rule(&self) -> &KeyspaceRule {
        &self.rule
    }

    /// Its slots, in the order of their places.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number of the slot that holds `place`.
    pub fn index(&self, place: Place) -> Option<usize> {
        self.table.routes.entry_of(place).map(|index| index as usize)
    }

    /// The slot that holds `place`.
    pub fn entry(&self, place: Place) -> Option<&Entry> {
        self.entries.get(self.index(place)?)
    }

    /// The node that owns `place`.
    #[inline]
    pub fn owner(&self, place: Place) -> Option<&NodeId> {
        self.table.owners.get(usize::from(self.table.routes.node_of(place)?))
    }

    /// Whether a key at `place` may have streams: in a directory only one that was given a slot of its own.
    pub fn is_open(&self, entry: &Entry) -> bool {
        !self.rule.directory || entry.range.first() == entry.range.last()
    }

    /// Makes `range` a slot of its own. `false` when it lies in no slot that can be cut now: one that is moving cannot.
    pub(super) fn cut(&mut self, range: PlaceRange) -> bool {
        let fits = |whole: &&Entry| whole.range.covers(range) && whole.phase == Phase::Stable;
        let index = self.index(range.first());
        let whole = index.and_then(|index| self.entries.get(index)).filter(fits).cloned();
        let Some((index, whole)) = index.zip(whole) else { return false };
        let pieces = whole.range.around(range).into_iter();
        let pieces: Vec<_> = pieces.map(|range| Entry { range, ..whole.clone() }).collect();
        let mut entries = self.entries.clone();
        entries.splice(index..=index, pieces);
        self.replace(entries)
    }

    /// Cuts every slot in halves; single places stay as they are. `false` when a slot is moving, or there are many already.
    pub(super) fn double(&mut self) -> bool {
        let stable = self.entries.iter().all(|entry| entry.phase == Phase::Stable);
        if !stable || self.entries.len() >= MANY {
            return false;
        }
        let halves = |entry: &Entry| {
            let entry = entry.clone();
            let halves = entry.range.halves();
            halves.into_iter().map(move |range| Entry { range, ..entry.clone() })
        };
        self.replace(self.entries.iter().flat_map(halves).collect())
    }

    /// Puts `entry` in place of the one of the same places.
    pub(super) fn set(&mut self, entry: Entry) -> bool {
        let Some(index) = self.index(entry.range.first()) else { return false };
        let old = self.entries.get_mut(index).filter(|old| old.range == entry.range);
        let Some(old) = old else { return false };
        let same_owner = old.owner == entry.owner;
        *old = entry;
        // Only one in four changes of a move changes the owner, and the table is the larger part of the work.
        same_owner || self.replace(self.entries.clone())
    }
}

impl Table {
    /// `None` unless every place is in exactly one entry.
    fn new(entries: &[Entry]) -> Option<Self> {
        let (first, last) = (entries.first()?, entries.last()?);
        let adjacent = |(one, next): (&Entry, &Entry)| {
            one.range.last().value().checked_add(1) == Some(next.range.first().value())
        };
        let whole = PlaceRange::new(first.range.first(), last.range.last())
            == Some(PlaceRange::ALL)
            && entries.iter().zip(entries.iter().skip(1)).all(adjacent);
        let owners: BTreeSet<_> = entries.iter().map(|entry| &entry.owner).collect();
        let owners: Vec<_> = owners.into_iter().cloned().collect();
        let number = |owner: &NodeId| owners.binary_search(owner).unwrap_or_default() as u16;
        let owned = entries.iter().map(|entry| (entry.range, number(&entry.owner))).collect();
        Some(Self { routes: Routes::new(owned).filter(|_| whole)?, owners })
    }
}
