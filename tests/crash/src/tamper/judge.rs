//! Whether what was found is what was done.

use std::{collections::BTreeSet, ops::RangeInclusive};

use patterns_core::store::{Finding, FindingKind, Verification};

use super::edit::{Class, Edit, Place};

/// What became of an edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub found: bool,
    pub placed: bool,
    pub nobody_else_blamed: bool,
}

impl Verdict {
    pub fn passes(self) -> bool {
        self.found && self.placed && self.nobody_else_blamed
    }
}

/// `known` are the streams that there are.
pub fn judge(
    class: Class,
    edit: &Edit,
    known: &BTreeSet<Vec<u8>>,
    verified: &Verification,
) -> Verdict {
    let findings = &verified.findings;
    if class == Class::Segment {
        // What stands in a file that is not what it was cannot be believed at all.
        let names_it = |finding: &Finding| finding.what.contains("segment");
        let placed = findings.iter().any(names_it);
        return Verdict { found: !findings.is_empty(), placed, nobody_else_blamed: true };
    }
    let is_derived = matches!(class, Class::Index | Class::Settings);
    if is_derived {
        let derived = |finding: &Finding| finding.kind == FindingKind::Derived;
        return Verdict {
            found: !findings.is_empty(),
            placed: findings.iter().any(derived),
            nobody_else_blamed: findings
                .iter()
                .all(|finding| derived(finding) && is_fair(finding, edit, known)),
        };
    }
    Verdict {
        found: !findings.is_empty(),
        placed: edit
            .places
            .iter()
            .all(|place| findings.iter().any(|finding| names(finding, place))),
        nobody_else_blamed: findings.iter().all(|finding| is_fair(finding, edit, known)),
    }
}

/// Whether a finding names a place: the right versions of the stream, or the right positions.
fn names(finding: &Finding, place: &Place) -> bool {
    let stream = finding.stream.as_ref().map(|stream| stream.as_bytes());
    let is_own = |(own, versions): &(Vec<u8>, RangeInclusive<u64>)| {
        stream == Some(own) && meets(finding.versions.as_ref(), versions)
    };
    place.versions.iter().any(is_own) || meets(finding.positions.as_ref(), &place.positions)
}

fn meets(one: Option<&RangeInclusive<u64>>, other: &RangeInclusive<u64>) -> bool {
    one.is_some_and(|one| one.start() <= other.end() && other.start() <= one.end())
}

/// Whether a finding blames nobody who has nothing to do with it.
fn is_fair(finding: &Finding, edit: &Edit, known: &BTreeSet<Vec<u8>>) -> bool {
    match (&finding.stream, &finding.positions) {
        (Some(stream), _) => {
            // A name that nobody had can only come from a changed one.
            edit.touched.contains(stream.as_bytes()) || !known.contains(stream.as_bytes())
        }
        (None, Some(positions)) => {
            edit.area.start() <= positions.start() && positions.end() <= edit.area.end()
        }
        (None, None) => true,
    }
}
