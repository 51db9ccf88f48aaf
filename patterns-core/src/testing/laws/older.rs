//! Events of older versions, made up or stored, and what the upcasters make of them.

use core::fmt::Write;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    event::{Event, EventSchema},
    testing::made_up::{ByPlace, CannotMakeUp, Draws, NotUpcast, Stored, Told, make_older},
};

/// So many values of an older version are looked at.
const VALUES: u64 = 24;

/// One older version of one kind of event.
pub(super) struct Older {
    variant: usize,
    pub(super) schema: &'static EventSchema,
    version: u16,
    /// What was stored, by the place in this version.
    stored: Arc<Stored>,
}

/// An older value, and what became of it.
pub(super) type Upcast<E> = Result<(Result<E, NotUpcast>, Told), CannotMakeUp>;

/// An older value that became an event.
pub(super) struct Upcasted<E> {
    seed: u64,
    pub(super) event: E,
    pub(super) told: Told,
}

impl Older {
    /// All older versions of all kinds of events.
    pub(super) fn all<E: Event>(stored: &Stored) -> impl Iterator<Item = Self> {
        E::SCHEMA.iter().enumerate().flat_map(|(variant, schema)| {
            let stored = Arc::new(stored_in(schema.name, stored));
            (schema.oldest..schema.version).map(move |version| Self {
                variant,
                schema,
                version,
                stored: Arc::clone(&stored),
            })
        })
    }

    pub(super) fn name(&self) -> String {
        format!("`{}` of version {}", self.schema.name, self.version)
    }

    /// The place as `dropped` and `stored` name it.
    pub(super) fn place(&self, place: &str) -> String {
        format!("{}.{place}", self.schema.name)
    }

    pub(super) fn is_stored(&self, place: &str) -> bool {
        self.stored.contains_key(place)
    }

    /// The length of the longest list of stored values.
    pub(super) fn longest(&self) -> usize {
        self.stored.values().map(|values| values.listed()).max().unwrap_or_default()
    }

    pub(super) fn make<E: Event>(&self, seed: u64) -> Upcast<E> {
        self.upcast(ByPlace::new(seed, &self.stored))
    }

    /// The same value, but for what stands at one place.
    pub(super) fn varied<E: Event>(&self, value: &Upcasted<E>, place: &str, by: u64) -> Upcast<E> {
        self.upcast(ByPlace::new(value.seed, &self.stored).varied(place, by))
    }

    fn upcast<E: Event>(&self, draws: ByPlace) -> Upcast<E> {
        make_older(self.variant, self.version, Draws::ByPlace(draws))
    }

    /// The values of which something became.
    pub(super) fn values<E: Event>(&self) -> Vec<Upcasted<E>> {
        let value = |seed| {
            let (event, told) = self.make(seed).ok()?;
            Some(Upcasted { seed, event: event.ok()?, told })
        };
        (0..VALUES).filter_map(value).collect()
    }

    /// All places that values of this version have, as `stored` names them, whether something is stored there or not; nothing if a value cannot
    /// be made up.
    pub(super) fn places<E: Event>(&self) -> Option<BTreeSet<String>> {
        let made = |stored, seed| Some(self.upcast::<E>(ByPlace::new(seed, stored)).ok()?.1);
        let as_stored = (0..VALUES).map(|seed| made(&self.stored, seed));
        let mut values = as_stored.collect::<Option<Vec<Told>>>()?;
        let made_up = Arc::default();
        values.extend((0..VALUES).filter_map(|seed| made(&made_up, seed)));
        Some(values.iter().flatten().map(|(place, _)| self.place(place)).collect())
    }
}

fn stored_in(event: &str, stored: &Stored) -> Stored {
    let within = stored.iter().filter_map(|(name, values)| {
        let place = name.strip_prefix(event)?.strip_prefix('.')?;
        Some((place.to_owned(), values.clone()))
    });
    within.collect::<BTreeMap<_, _>>()
}

/// An older value as it is shown.
pub(super) fn listed(told: &Told) -> String {
    told.iter().fold(String::new(), |mut all, (place, value)| {
        // Writing to a text cannot fail.
        let _ = writeln!(all, "    {place}: {value}");
        all
    })
}
