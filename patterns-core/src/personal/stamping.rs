//! Values that code has made of stored ones are told whom they are about, as if they had been recorded: written in memory, and read again.

use super::{
    keyed::{Held, Mode},
    needed::Needed,
    scope::with_keyed,
    stored,
};

/// Runs `work`, which writes an event in memory or reads it again. Answers also whether anything in it is to be read again: a value that did
/// not say whom it is about, or one about somebody forgotten. `None` outside of a database.
pub(crate) fn stamping<R>(work: impl FnOnce() -> R) -> Option<(R, bool)> {
    let before = with_keyed(|keyed| Some(std::mem::replace(&mut keyed?.mode, Mode::Stamping)))?;
    let result = work();
    let stamped = with_keyed(|keyed| {
        let keyed = keyed?;
        keyed.mode = before;
        Some(std::mem::take(&mut keyed.stamped))
    });
    Some((result, stamped.unwrap_or_default()))
}

/// What stands for a value in memory; `said` is whether it has said itself whom it is about.
pub(super) fn stamped(needed: &Needed, said: bool, clear: Vec<u8>) -> Result<Vec<u8>, Held> {
    match needed.held() {
        // The work will be done again when it is known whether the subject was forgotten.
        None => Ok(clear),
        Some(Held::Destroyed) => {
            note_stamped();
            Ok(stored::forgotten(needed.named()))
        }
        Some(held @ Held::Failed(_)) => Err(held),
        // A value that was never encrypted needs no key to be read.
        Some(Held::Key(_) | Held::Missing | Held::NoStore) => {
            if !said {
                note_stamped();
            }
            Ok(clear)
        }
    }
}

fn note_stamped() {
    with_keyed(|keyed| keyed.into_iter().for_each(|keyed| keyed.stamped = true));
}
