//! Undo takes back one change, and redo takes back the undo.

use std::sync::Arc;

use super::{Laws, breach::Breach, history::History};
use crate::{
    aggregate::{Apply, Versioned},
    history::Uncorrectable,
    repository::{CommandError, Handle},
    store::conformance::block_on,
    testing::{
        Comparable,
        compare::{difference, same},
        fail::quietly,
    },
};

const REMEDY: &str = "If the other laws hold, this is a fault of the library: please report it.";

/// So many changes are taken back.
const UNDOS: usize = 5;

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// Through a handle, on a store in memory with the history in it: an undo gives the state before the last change, as many redos as undos
    /// give the state that there was, and what is loaded afterwards is that state, too (promise E9).
    ///
    /// # Panics
    /// When that does not hold; the message says after which events.
    #[track_caller]
    pub fn undo_and_redo_are_inverse(&self) {
        self.check("undo and redo are inverse", |case| {
            let history = self.history(case)?;
            let undos = history.events.len().min(UNDOS);
            history.check_undos(undos).map_err(|breach| breach.after(history.text()))
        });
    }
}

impl<A: Apply<Event: Comparable> + Comparable> History<A> {
    fn check_undos(&self, undos: usize) -> Result<(), Breach> {
        let expected = self.states_around(undos)?;
        let told = quietly(|| block_on(self.undone_and_redone(undos)));
        let told = match told {
            Ok(Ok(told)) => told,
            Ok(Err(error)) | Err(error) => {
                return Err(Breach::differs(error, String::new(), REMEDY));
            }
        };
        for ((when, told), expected) in told.iter().zip(&expected) {
            if !same(expected, told) {
                let happened = format!("another state than expected is in effect {when}");
                let evidence = format!("(- expected, + in effect)\n{}", difference(expected, told));
                return Err(Breach::differs(happened, evidence, REMEDY));
            }
        }
        Ok(())
    }

    /// The states on the way back over so many changes, on the way forward, and at the end.
    fn states_around(&self, undos: usize) -> Result<Vec<Arc<A>>, Breach> {
        let now = self.events.len();
        let back = (1..=undos).map(|undone| now - undone);
        let forward = (0..undos).rev().map(|undone| now - undone);
        let versions = back.chain(forward).chain([now]);
        versions.map(|version| self.replay_until(version).map(Arc::new)).collect()
    }

    async fn undone_and_redone(&self, undos: usize) -> Result<Vec<(String, Arc<A>)>, String> {
        let handle: Handle<A> = self.recorded().await.map_err(|error| error.to_string())?;
        let mut states = Vec::new();
        for undo in 1..=undos {
            states.push((format!("after undo {undo}"), corrected(handle.undo().await)?));
        }
        for redo in 1..=undos {
            states.push((format!("after redo {redo}"), corrected(handle.redo().await)?));
        }
        let loaded = handle.load().await.map_err(|error| error.to_string())?;
        states.push(("at the end".to_owned(), loaded.into_shared()));
        Ok(states)
    }
}

fn corrected<A>(
    answer: Result<Versioned<A>, CommandError<Uncorrectable>>,
) -> Result<Arc<A>, String> {
    answer.map(Versioned::into_shared).map_err(|error| error.to_string())
}
