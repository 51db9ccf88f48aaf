//! Which events of a stream are in effect after undo, redo and revert: pure, from the framework events alone.

use core::ops::RangeInclusive;

/// A framework event that puts an older state in effect again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// The version of the framework event itself.
    pub(super) version: u64,
    /// The version whose state it restores.
    pub(super) to: u64,
}

/// What to fold for the state after some version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// Versions of ordinary events, in the order in which they are to be folded.
    pub(super) segments: Vec<RangeInclusive<u64>>,
    /// The state that the first of them follows: the one after this version.
    pub(super) base: u64,
}

/// The way back from the state after `until`, by `corrections`, which are all that there are after the version `base`, ascending.
///
/// Ends at `base` exactly, or at the first version before it that a correction leads to: what is in effect of the versions until there is not
/// known yet.
pub(super) fn path(corrections: &[Correction], base: u64, until: u64) -> Path {
    let (mut segments, mut until) = (Vec::new(), until);
    for correction in corrections.iter().rev() {
        // Passed over by the corrections after it.
        if correction.version > until {
            continue;
        }
        segments.push(correction.version + 1..=until);
        until = correction.to;
        if until <= base {
            return finished(segments, until);
        }
    }
    segments.push(base + 1..=until);
    finished(segments, base)
}

fn finished(mut segments: Vec<RangeInclusive<u64>>, base: u64) -> Path {
    segments.retain(|segment| !segment.is_empty());
    segments.reverse();
    Path { segments, base }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn corrections(of: &[(u64, u64)]) -> Vec<Correction> {
        of.iter().map(|(version, to)| Correction { version: *version, to: *to }).collect()
    }

    #[test]
    fn e9_without_corrections_everything_after_the_base_is_in_effect() {
        assert_eq!(path(&[], 0, 3), Path { segments: vec![1..=3], base: 0 });
        assert_eq!(path(&[], 3, 3), Path { segments: vec![], base: 3 });
    }

    #[test]
    fn e9_what_was_undone_is_passed_over() {
        // 1 2 undo(to 1) 4 undo(to 1) 6
        let undone = corrections(&[(3, 1), (5, 1)]);
        assert_eq!(path(&undone, 0, 6), Path { segments: vec![1..=1, 6..=6], base: 0 });
        assert_eq!(
            path(undone.get(..1).unwrap(), 0, 4),
            Path { segments: vec![1..=1, 4..=4], base: 0 }
        );
    }

    #[test]
    fn e9_a_correction_can_lead_behind_the_base() {
        let undone = corrections(&[(8, 3)]);
        assert_eq!(path(&undone, 5, 9), Path { segments: vec![9..=9], base: 3 });
        assert_eq!(path(&undone, 3, 9), Path { segments: vec![9..=9], base: 3 });
    }

    /// The definition, word by word: the state after an ordinary event follows the one before, that after a correction is the one after `to`.
    fn by_definition(corrections: &[Correction], version: u64) -> Vec<u64> {
        match corrections.iter().find(|correction| correction.version == version) {
            _ if version == 0 => Vec::new(),
            Some(correction) => by_definition(corrections, correction.to),
            None => {
                let mut events = by_definition(corrections, version - 1);
                events.push(version);
                events
            }
        }
    }

    proptest! {
        #[test]
        fn e9_the_path_is_what_the_definition_says(
            seeds in proptest::collection::vec((any::<bool>(), any::<u64>()), 0..40),
            base in any::<u64>(),
        ) {
            let all = (1..).zip(&seeds);
            let all: Vec<_> = all
                .filter(|(_, (corrects, _))| *corrects)
                .map(|(version, (_, seed))| Correction { version, to: seed % version })
                .collect();
            let until = seeds.len() as u64;
            let mut base = base % (until + 1);
            let (mut events, mut to) = (Vec::new(), until);
            loop {
                let known: Vec<_> = all.iter().filter(|c| c.version > base).copied().collect();
                let found = path(&known, base, to);
                let segments = found.segments.into_iter().flatten();
                events.splice(0..0, segments);
                to = found.base;
                if to == base {
                    break;
                }
                base = to / 2;
            }
            events.splice(0..0, by_definition(&all, base));
            prop_assert_eq!(events, by_definition(&all, until));
        }
    }
}
