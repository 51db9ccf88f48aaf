//! A snapshot and the events after it are as good as all events.

use super::{Laws, breach::Breach, history::History};
use crate::{
    aggregate::{Apply, Snapshots},
    testing::{
        Comparable,
        codec::{decode_state, encode_state},
        compare::{difference, same},
    },
};

const UNREADABLE: &str = "A snapshot that cannot be read is folded anew at every load: look at the serde attributes of the state and of the types of its fields.";
const REMEDY: &str = "A snapshot holds what serde writes. Something in the state is skipped, defaulted or converted on its way, perhaps deep inside a field: remove the attribute,
\
    or leave the value out of the state and compute it where it is asked for.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// For every version of every history: the snapshot of that version, read back, and the events after it give the state that all events
    /// give (promise E2). The snapshots are written and read as the type declares; a type that declares none has nothing to fear here.
    ///
    /// # Panics
    /// When that does not hold; the message says for which events, and what differs.
    #[track_caller]
    pub fn snapshots_hold_the_whole_state(&self) {
        let Some(snapshots) = A::SNAPSHOTS else { return };
        self.check("snapshots hold the whole state", |case| {
            let history = self.history(case)?;
            let all = history.replay()?;
            let mut state = history.replay_until(0)?;
            for version in 0..=history.events.len() {
                state = history.replay_on(state, version.saturating_sub(1), version)?;
                history.compare_from(&snapshots, version, &state, &all)?;
            }
            Ok(())
        });
    }
}

impl<A: Apply<Event: Comparable> + Comparable> History<A> {
    fn compare_from(
        &self,
        snapshots: &Snapshots<A>,
        version: usize,
        kept: &A,
        all: &A,
    ) -> Result<(), Breach> {
        let stream = self.stream();
        let read = encode_state(&stream, snapshots, kept)
            .and_then(|bytes| decode_state(&stream, snapshots, &bytes));
        let read = read.map_err(|error| {
            let happened =
                format!("the snapshot of version {version} cannot be read back: {error}");
            Breach::differs(happened, String::new(), UNREADABLE).after(self.text())
        })?;
        let state = self.replay_on(read, version, self.events.len())?;
        if same(all, &state) {
            return Ok(());
        }
        let happened = format!(
            "the snapshot of version {version}, with the events after it, gives another state than all events"
        );
        let evidence =
            format!("the state (- by all events, + by the snapshot):\n{}", difference(all, &state));
        Err(Breach::differs(happened, evidence, REMEDY).after(self.text()))
    }
}
