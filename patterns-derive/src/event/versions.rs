//! The rules for versions: from each that can still be stored a chain of upcasters must lead to today's.

use std::collections::BTreeSet;

use syn::LitInt;

use super::{
    model::{Stored, number},
    upcasts::{Step, Upcasts},
};
use crate::reading::Errors;

pub(super) fn check(event: &Stored, errors: &Errors) {
    let version = event.options.version.get();
    let oldest = event.options.oldest.get();
    // Against a version that is wrong itself nothing else can be held.
    let sound =
        [version, oldest].into_iter().flatten().filter(|given| !is_version(given, errors)).count()
            == 0;
    if sound && (version.is_some() || !event.options.version.is_given()) {
        check_oldest(event, errors);
        check_steps(event, errors);
        check_gaps(event, errors);
    }
}

fn is_version(given: &LitInt, errors: &Errors) -> bool {
    match number(given) {
        Some(0) => errors.over(given, "versions count from 1"),
        Some(_) => return true,
        None => errors.over(given, "a version is a whole number from 1 to 65535"),
    }
    false
}

fn check_oldest(event: &Stored, errors: &Errors) {
    let version = event.version();
    if let Some(oldest) = event.options.oldest.get()
        && event.oldest() > version
    {
        errors.over(oldest, format!("the oldest version that is read cannot be newer than the event, which has version {version}"));
    }
}

fn check_steps(event: &Stored, errors: &Errors) {
    match event.options.upcasts.entry() {
        Some((key, Upcasts::One(_))) if event.version() == 1 => {
            errors.at(key.span(), nothing_older(event))
        }
        Some((_, Upcasts::Each(steps))) => {
            let mut taken = BTreeSet::new();
            steps.iter().for_each(|step| check_step(step, event, &mut taken, errors));
        }
        _ => {}
    }
}

fn nothing_older(event: &Stored) -> &'static str {
    if event.options.version.is_given() {
        "version 1 is the first, so there is nothing older to read; raise the version when the fields change"
    } else {
        "an upcaster leads to a newer version; say which one, `version = 2`"
    }
}

fn check_step(step: &Step, event: &Stored, taken: &mut BTreeSet<u16>, errors: &Errors) {
    let (at, version, oldest) = (&step.from, event.version(), event.oldest());
    if !is_version(at, errors) {
        return;
    }
    let from = number(at).unwrap_or_default();
    if version == 1 {
        errors.over(at, nothing_older(event));
    } else if from >= version {
        errors.over(at, format!("an upcaster leads from an older version to the next; {from} is not older than {version}, the version of the event"));
    } else if from < oldest {
        errors.over(
            at,
            format!(
                "`oldest = {oldest}` says that no store holds version {from}; remove one of the two"
            ),
        );
    } else if !taken.insert(from) {
        errors.over(at, format!("version {from} has an upcaster already; keep one"));
    }
}

fn check_gaps(event: &Stored, errors: &Errors) {
    // An upcaster that could not be read may be the one that is missing.
    if event.options.upcasts.is_given() && event.options.upcasts.get().is_none() {
        return;
    }
    let steps: BTreeSet<u16> = event.steps().into_iter().map(|(from, _)| from).collect();
    let missing: Vec<u16> =
        (event.oldest()..event.version()).filter(|version| !steps.contains(version)).collect();
    if let (Some(version), Some(last)) = (event.options.version.get(), missing.last()) {
        let versions = if missing.len() == 1 { "version" } else { "versions" };
        let (shown, first) = (spans(&missing), missing.first().unwrap_or(last));
        errors.over(version, format!(
            "nothing reads what is stored in {versions} {shown}; add `upcast({first} = ..)`, or `oldest = {}` if no store holds it", last + 1
        ));
    }
}

/// `[1, 2, 3, 5]` as `1 to 3 and 5`.
fn spans(versions: &[u16]) -> String {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for version in versions {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == *version => *end = *version,
            _ => spans.push((*version, *version)),
        }
    }
    let mut shown: Vec<String> = spans
        .iter()
        .map(
            |(first, last)| {
                if first == last { first.to_string() } else { format!("{first} to {last}") }
            },
        )
        .collect();
    match (shown.pop(), shown.is_empty()) {
        (Some(last), false) => format!("{} and {last}", shown.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_shown_as_a_span() {
        for (versions, shown) in [
            (&[1][..], "1"),
            (&[1, 2], "1 to 2"),
            (&[1, 3], "1 and 3"),
            (&[1, 2, 3, 5, 7, 8], "1 to 3, 5 and 7 to 8"),
        ] {
            assert_eq!(spans(versions), shown);
        }
    }
}
