//! What older code has recorded can be read, and is read as a whole.

use core::fmt::Write;
use std::collections::BTreeSet;

use super::{Laws, breach::Breach, breach::Kind, history::NEEDS_STRATEGY, report, search::Search};
use crate::{
    aggregate::Apply,
    event::{Event, EventSchema},
    testing::{
        Comparable,
        compare::{line, same},
        fail::{fail, quietly},
        made_up::{ByPlace, CannotMakeUp, Draws, NotUpcast, Told, make_older},
    },
};

/// So many values of an older version are varied, in so many ways at each place.
const VALUES: u64 = 24;
const VARIATIONS: u64 = 4;

const TOTAL: &str = "Whatever is stored must be read, for ever: let the upcaster take every value of the older fields. If some were never recorded, say so by the type that it takes.";
const LOST: &str = "Let the upcaster put it into the newer fields, for what it reads and does not hand on is gone. If it may be gone, say so:";

/// One older version of one kind of event.
struct Older {
    variant: usize,
    schema: &'static EventSchema,
    version: u16,
}

/// An older value, and what became of it.
type Upcast<E> = Result<(Result<E, NotUpcast>, Told), CannotMakeUp>;

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// Every event of an older version becomes one of today's, whatever its fields hold: no upcaster refuses or panics, and none is missing.
    ///
    /// # Panics
    /// When that does not hold; the message shows the older fields.
    #[track_caller]
    pub fn upcasts_take_everything(&self) {
        for older in all_older::<A::Event>() {
            let mut search = Search::new();
            let seeds = proptest::num::u64::ANY;
            let found =
                search.find(self.cases.min(64), &seeds, |seed| older.check::<A::Event>(*seed));
            if let Err(breach) = found {
                fail(report::<A>("upcasts take everything", &breach, &search.how_to_repeat()));
            }
        }
    }

    /// Every field of an older version has influence on the event that it becomes: none is read and then forgotten. What may be forgotten is
    /// said with [`dropped`](Self::dropped).
    ///
    /// # Panics
    /// When that does not hold; the message says which field.
    #[track_caller]
    pub fn upcasts_lose_nothing(&self) {
        for older in all_older::<A::Event>() {
            let found = older.lost::<A::Event>(|place| {
                let name = format!("{}.{place}", older.schema.name);
                self.dropped.contains(&name)
            });
            if let Err(breach) = found {
                fail(report::<A>("upcasts lose nothing", &breach, ""));
            }
        }
    }
}

fn all_older<E: Event>() -> impl Iterator<Item = Older> {
    E::SCHEMA.iter().enumerate().flat_map(|(variant, schema)| {
        (schema.oldest..schema.version).map(move |version| Older { variant, schema, version })
    })
}

impl Older {
    fn name(&self) -> String {
        format!("`{}` of version {}", self.schema.name, self.version)
    }

    fn make<E: Event>(&self, draws: ByPlace) -> Result<Upcast<E>, String> {
        quietly(|| make_older(self.variant, self.version, Draws::ByPlace(draws)))
    }

    fn check<E: Event>(&self, seed: u64) -> Result<(), Breach> {
        let name = self.name();
        let (made, told) = match self.make::<E>(ByPlace::new(seed)) {
            Ok(Ok(made)) => made,
            Ok(Err(error)) => {
                return Err(Breach::cannot_make_up(&error, NEEDS_STRATEGY));
            }
            Err(panic) => {
                let happened = format!("an upcaster of {name} panics: {panic}");
                return Err(Breach::new(Kind::Differs, happened, TOTAL));
            }
        };
        let happened = match made {
            Ok(_) => return Ok(()),
            Err(NotUpcast::Missing) => format!("no upcaster takes {name}"),
            Err(NotUpcast::Refused { step, cause }) => {
                format!("the upcaster from version {step} to {} refuses {name}: {cause}", step + 1)
            }
        };
        Err(Breach::differs(happened, listed(&told), TOTAL))
    }

    /// Varies every place of some values, each for itself.
    fn lost<E: Event + Comparable>(&self, may_be: impl Fn(&str) -> bool) -> Result<(), Breach> {
        let values: Vec<(u64, E, Told)> = (0..VALUES).filter_map(|seed| self.value(seed)).collect();
        let places: BTreeSet<&str> =
            values.iter().flat_map(|(_, _, told)| told).map(|(place, _)| place.as_str()).collect();
        for place in places {
            let matters = values.iter().any(|(seed, event, _)| self.matters(place, *seed, event));
            if !matters && !may_be(place) {
                return Err(self.forgets(place, values.first()));
            }
        }
        Ok(())
    }

    fn value<E: Event>(&self, seed: u64) -> Option<(u64, E, Told)> {
        let (event, told) = self.make(ByPlace::new(seed)).ok()?.ok()?;
        Some((seed, event.ok()?, told))
    }

    fn matters<E: Event + Comparable>(&self, place: &str, seed: u64, event: &E) -> bool {
        (0..VARIATIONS).any(|by| {
            let varied = self.make::<E>(ByPlace::varied(seed, place, by));
            // To be refused for it is an influence, too.
            !matches!(varied, Ok(Ok((Ok(varied), _))) if same(event, &varied))
        })
    }

    fn forgets<E: Comparable>(&self, place: &str, example: Option<&(u64, E, Told)>) -> Breach {
        let whole = if place.is_empty() { "the value" } else { place };
        let happened = format!(
            "the upcasters of {} forget `{whole}`: whatever it holds, they make the same event of it",
            self.name()
        );
        let evidence = example
            .map(|(_, event, told)| format!("{}becomes\n    {}\n", listed(told), line(event)));
        let remedy = format!("{LOST} `laws!(.., dropped = [\"{}.{place}\"])`.", self.schema.name);
        Breach::differs(happened, evidence.unwrap_or_default(), remedy)
    }
}

fn listed(told: &Told) -> String {
    told.iter().fold(String::new(), |mut all, (place, value)| {
        // Writing to a text cannot fail.
        let _ = writeln!(all, "    {place}: {value}");
        all
    })
}
