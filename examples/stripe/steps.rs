//! What a schema lock says of every step: each shape is taken as all that the code of its time knew, at one and the same version.

use std::collections::{BTreeMap, BTreeSet};

use data_patterns::schema_lock::{
    Change, Declared, DeclaredEvent, Finding, Lock, LockedField, LockedFields, LockedShape,
    accepted, compare,
};
use serde_json::Value;

use crate::{
    Failure,
    charge::Charge,
    check,
    expected::{Expected, Step},
    resource::Resource,
    shapes::{History, Object},
};

pub(crate) fn all(history: &History, expected: Option<&Expected>) -> Result<(), Failure> {
    println!(
        "\nschema locks, step by step\n{:<18} {:>6} {:>9} {:>6} {:>8} {:>11}",
        "", "steps", "breaking", "added", "removed", "null or not"
    );
    let (mut total, mut named) = ([0; 5], None);
    for (resource, objects) in history.resources() {
        let steps: Vec<Step> = objects.windows(2).map(step).collect::<Result<_, _>>()?;
        let row = counts(&steps);
        print_row(resource, row);
        if resource == Charge::RESOURCE {
            named = Some(names(objects, &steps));
        }
        total.iter_mut().zip(row).for_each(|(total, count)| *total += count);
        if let Some(expected) = expected {
            agree(resource, objects, &steps, expected)?;
        }
    }
    print_row("all", total);
    if let Some(steps) = named {
        println!("\nwhat breaks {}, step by step\n{steps}", Charge::RESOURCE);
    }
    if expected.is_some() {
        println!("as expected, key by key, in every step");
    }
    Ok(())
}

/// One line a step: the shape that it leads to, and the keys that have changed.
fn names(objects: &[Object], steps: &[Step]) -> String {
    let lines = objects.iter().skip(1).zip(steps).map(|(object, step)| {
        let kinds = [
            ("gone", &step.removed),
            ("new", &step.added),
            ("null or not", &step.null_to_or_from),
            ("of another type", &step.type_changed),
        ];
        let kinds = kinds.into_iter().filter(|(_, keys)| !keys.is_empty());
        let kinds: Vec<String> =
            kinds.map(|(kind, keys)| format!("{kind}: {}", shortened(keys))).collect();
        format!("  {} {:>3}  {}\n", object.date, object.n, kinds.join("; "))
    });
    lines.collect()
}

fn shortened(keys: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = keys.iter().take(4).map(String::as_str).collect();
    let more = keys.len() - shown.len();
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn print_row(name: &str, [steps, breaking, added, removed, nulled]: [usize; 5]) {
    println!("{name:<18} {steps:>6} {breaking:>9} {added:>6} {removed:>8} {nulled:>11}");
}

fn counts(steps: &[Step]) -> [usize; 5] {
    let sum = |count: fn(&Step) -> usize| steps.iter().map(count).sum();
    let breaking = steps.iter().filter(|step| **step != Step::default()).count();
    [
        steps.len(),
        breaking,
        sum(|step| step.added.len()),
        sum(|step| step.removed.len()),
        sum(|step| step.null_to_or_from.len()),
    ]
}

fn agree(
    resource: &str,
    objects: &[Object],
    steps: &[Step],
    expected: &Expected,
) -> Result<(), Failure> {
    let Some(expected) = expected.resources.get(resource) else {
        return Err(format!("nothing is expected of {resource}").into());
    };
    check(expected.shapes == objects.len(), || {
        format!("{} shapes of {resource} were expected", expected.shapes)
    })?;
    check(expected.steps.len() == steps.len(), || {
        format!("{} steps of {resource} were expected", expected.steps.len())
    })?;
    for ((step, expected), object) in steps.iter().zip(&expected.steps).zip(objects.iter().skip(1))
    {
        check(step == expected, || {
            format!("step to shape {} of {resource}: {step:?}, expected was {expected:?}", object.n)
        })?;
    }
    Ok(())
}

/// What the lock of one shape says of the next.
fn step(pair: &[Object]) -> Result<Step, Failure> {
    let [before, after] = pair else {
        return Err("a step leads from one shape to the next".into());
    };
    let lock = accepted(&Lock::default(), &[declared(before)]);
    let mut step = Step::default();
    for finding in compare(&lock, &[declared(after)]) {
        check(finding.is_breaking(), || {
            format!("{finding}: all keys of a shape are needed, so every difference breaks")
        })?;
        sort(finding, &mut step)?;
    }
    Ok(step)
}

fn sort(finding: Finding, step: &mut Step) -> Result<(), Failure> {
    let new = match finding.change {
        Change::FieldAdded { field } => step.added.insert(field),
        Change::FieldGone { field, .. } => step.removed.insert(field),
        Change::TypeChanged { field, from, to } if from == NULL || to == NULL => {
            step.null_to_or_from.insert(field)
        }
        Change::TypeChanged { field, .. } => step.type_changed.insert(field),
        _ => return Err(format!("keys and their types are all that changes: {finding}").into()),
    };
    check(new, || "a key is reported once".to_owned())
}

fn declared(object: &Object) -> Declared {
    let fields = object.keys.iter().map(|(key, value)| (key.clone(), LockedField::new(ty(value))));
    let shape =
        LockedShape { fields: LockedFields::Named(fields.collect()), types: BTreeMap::new() };
    Declared { aggregate: object.resource.clone(), events: vec![DeclaredEvent::new("seen", shape)] }
}

const NULL: &str = "null";

/// What a value is, as a type.
pub(crate) fn ty(value: &Value) -> &'static str {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "f64",
        Value::Number(_) => "i64",
        Value::String(_) => "String",
        Value::Array(_) => "Vec<Value>",
        Value::Object(_) => "Value",
    }
}
