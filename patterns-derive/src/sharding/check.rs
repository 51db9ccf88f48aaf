//! The rules of how places are computed, one function a rule.

use syn::{Ident, LitStr};

use super::{Kind, Part, PlacementOptions, Point, Strategy, parts};
use crate::reading::{Errors, Group};

pub(crate) fn check<T: AsRef<PlacementOptions>>(
    group: &Group<T>,
    parts: &[Part<'_>],
    errors: &Errors,
) {
    let options = group.options.as_ref();
    ranges_have_points(group, parts, errors);
    ranges_are_of_one_field(options, parts, errors);
    belongs(options.split.key(), options, |by| matches!(by, Strategy::Range), "range", errors);
    belongs(options.zones.key(), options, |by| matches!(by, Strategy::Zone), "zone", errors);
    points(options, parts, errors);
    zones(options, errors);
    parts::check_bytes(options, parts, errors);
    for part in parts {
        parts::check_normalized(part.options.normalize.key(), part.ty, errors);
    }
}

fn ranges_have_points<T: AsRef<PlacementOptions>>(
    group: &Group<T>,
    parts: &[Part<'_>],
    errors: &Errors,
) {
    if let Some((key, Strategy::Range)) = group.options.as_ref().by.entry()
        && group.lacks(|options| &options.as_ref().split)
    {
        let integers =
            parts.first().is_some_and(|part| matches!(Kind::of(part.ty), Some(Kind::Integer(..))));
        let example = if integers { "[1_000, 2_000]" } else { "[\"G\", \"N\", \"T\"]" };
        errors.over(key, format!("ranges need the points between them: `split = {example}`"));
    }
}

fn ranges_are_of_one_field(options: &PlacementOptions, parts: &[Part<'_>], errors: &Errors) {
    if let (Some(Strategy::Range), Some(second)) = (options.strategy(), parts.get(1)) {
        errors.at(
            second.declared,
            "ranges are cut along one field; keep one `#[shard_key]`, or write `by = composite`",
        );
    }
}

/// An option that goes with one strategy only.
fn belongs(
    key: Option<&Ident>,
    options: &PlacementOptions,
    fits: impl Fn(&Strategy) -> bool,
    strategy: &str,
    errors: &Errors,
) {
    if let (Some(key), Some(by)) = (key, options.strategy())
        && !fits(by)
    {
        errors.over(key, format!("`{key}` goes with `by = {strategy}`; write both or none"));
    }
}

fn points(options: &PlacementOptions, parts: &[Part<'_>], errors: &Errors) {
    let Some((key, points)) = options.split.entry() else { return };
    let Some(first) = points.first() else {
        return errors.over(
            key,
            "no split points make one range of everything; write at least one, `split = [\"N\"]`",
        );
    };
    if let Some(other) = points.iter().find(|point| point.is_text() != first.is_text()) {
        return errors
            .over(other, "split points are all texts or all whole numbers, as the key is");
    }
    ascending(points, errors);
    if let [part] = parts {
        fit(points, part, errors);
    }
}

fn ascending(points: &[Point], errors: &Errors) {
    for (before, after) in points.iter().zip(points.iter().skip(1)) {
        let descends = match (before, after) {
            (Point::Text(before), Point::Text(after)) => before.value() >= after.value(),
            (Point::Integer(before, _), Point::Integer(after, _)) => before >= after,
            _ => false,
        };
        if descends {
            errors.over(
                after,
                format!(
                    "split points ascend: `{}` must come after `{}`; sort them, each once",
                    after.shown(),
                    before.shown()
                ),
            );
        }
    }
}

fn fit(points: &[Point], part: &Part<'_>, errors: &Errors) {
    let known = if part.is_lowercase() { Some(Kind::Text) } else { Kind::of(part.ty) };
    let Some(kind) = known else { return };
    for point in points {
        match (point, kind) {
            (Point::Text(text), Kind::Text) if part.is_lowercase() => {
                in_small_letters(text, errors)
            }
            (Point::Text(_), Kind::Text) => {}
            (Point::Integer(value, _), Kind::Integer(least, most)) => {
                // The least value begins the first range anyhow.
                if !(least < *value && *value <= most) {
                    let message = format!(
                        "no `{}` lies on both sides of {value}: one range would stay empty",
                        part.shown_type()
                    );
                    errors.over(point, message);
                }
            }
            (_, Kind::Other) => {
                return errors
                    .over(part.ty, "ranges split texts and whole numbers; write `by = hash`");
            }
            (_, Kind::Text) => {
                return errors
                    .over(point, "the key is a text, so the points are, too: `split = [\"N\"]`");
            }
            (_, Kind::Integer(..)) => {
                return errors.over(
                    point,
                    "the key is a whole number, so the points are, too: `split = [1_000]`",
                );
            }
        }
    }
}

fn in_small_letters(text: &LitStr, errors: &Errors) {
    let (given, small) = (text.value(), text.value().to_lowercase());
    if given != small {
        errors.over(text, format!("the key is compared in small letters; write \"{small}\""));
    }
}

fn zones(options: &PlacementOptions, errors: &Errors) {
    let Some((key, zones)) = options.zones.entry() else { return };
    if zones.is_empty() {
        errors.over(key, "name the zones in their order, `zones = [\"eu-west\", \"us-east\"]`, or leave `zones` out");
    }
    for (index, zone) in zones.iter().enumerate() {
        if zones.iter().take(index).any(|before| before.value() == zone.value()) {
            errors.over(zone, format!("the zone \"{}\" is named twice; keep one", zone.value()));
        }
    }
}
