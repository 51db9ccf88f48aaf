//! The way of a resource: its objects as events at the versions of their time, stored, and read as what they are today.

use data_patterns::{
    event::{Event, EventData, EventName, decode},
    prelude::*,
    repository::{Handle, HasHandle},
    schema_lock::{Lock, LockedField, LockedFields, LockedShape, compare, declared},
    store::{Append, ExpectedVersion},
};
use serde_json::{Map, Value, json};

use crate::{
    Failure, check,
    shapes::{History, Object},
    steps::ty,
    values::{Places, count, each_changed, lost},
};

/// A resource whose objects are events.
pub(crate) trait Resource:
    Apply + Aggregate<Id = String> + HasHandle<Handle: core::ops::Deref<Target = Handle<Self>>>
{
    /// What it is called.
    const RESOURCE: &'static str;
    /// The version of the event when the shape `n` was new: one more for each of these that it has reached.
    const RAISED_AT: &'static [u32];
    /// Where values are found that have moved.
    const PLACES: &'static Places;
    /// Keys that are made of others where they are missing.
    const MADE: &'static [&'static str];

    /// The objects, as they are today.
    fn today(&self) -> Result<Vec<Value>, Failure>;
}

/// Stores all objects of the resource, reads them, and compares.
pub(crate) async fn read<R: Resource>(history: &History) -> Result<(), Failure> {
    let objects = history.of(R::RESOURCE);
    if objects.is_empty() {
        println!("\nskipped: there is no {}", R::RESOURCE);
        return Ok(());
    }
    let directory = tempfile::tempdir()?;
    let db = data_patterns::open(directory.path())?;
    let handle = db.aggregate::<R>(R::RESOURCE);
    let events = objects.iter().map(event::<R>).collect::<Result<Vec<_>, _>>()?;
    let entry =
        Append { stream: handle.stream().clone(), expected: ExpectedVersion::Exact(0), events };
    db.store().append(vec![entry]).await?;
    let (resource, shapes, upcasters) = (R::RESOURCE, objects.len(), R::RAISED_AT.len());
    println!(
        "\n{resource}: {shapes} shapes, recorded in versions 1 to {}, read through {upcasters} upcasters",
        upcasters + 1
    );
    let today = handle.load().await?.today()?;
    compare_all::<R>(objects, &today)?;
    refuse_surprises::<R>(objects)?;
    compare_with_lock::<R>(objects)
}

fn version<R: Resource>(object: &Object) -> u16 {
    (1..)
        .zip(R::RAISED_AT)
        .take_while(|(_, first)| **first <= object.n)
        .map(|(version, _)| version + 1)
        .last()
        .unwrap_or(1)
}

/// An object as the code of its time has stored it.
fn event<R: Resource>(object: &Object) -> Result<EventData, Failure> {
    stored::<R>(object, &object.keys)
}

fn stored<R: Resource>(object: &Object, keys: &Map<String, Value>) -> Result<EventData, Failure> {
    let [schema] = R::Event::SCHEMA else { return Err("a resource has one event".into()) };
    Ok(EventData {
        name: EventName::from_static(schema.name),
        schema_version: version::<R>(object),
        payload: rmp_serde::to_vec_named(keys)?.into(),
        metadata: Default::default(),
    })
}

fn compare_all<R: Resource>(objects: &[Object], today: &[Value]) -> Result<(), Failure> {
    check(objects.len() == today.len(), || {
        format!("{} of {} objects were read", today.len(), objects.len())
    })?;
    let (mut keys, mut moved, mut values, mut noticed) = (0, 0, 0, 0);
    for (object, today) in objects.iter().zip(today) {
        let whole = Value::Object(object.keys.clone());
        let lost_keys = lost(&object.keys, today, R::PLACES);
        check(lost_keys.is_empty(), || {
            format!("shape {}: {} is lost", object.n, lost_keys.join(", "))
        })?;
        let made = made_up::<R>(object, today);
        check(made.is_empty(), || {
            format!("shape {}: {} came out of nowhere", object.n, made.join(", "))
        })?;
        keys += object.keys.len();
        moved += object
            .keys
            .keys()
            .filter(|key| R::PLACES.iter().any(|(moved, _)| moved == key))
            .count();
        values += count(&whole);
        let other = each_changed(&whole);
        let other = other.iter().filter_map(Value::as_object);
        noticed += other.filter(|other| !lost(other, today, R::PLACES).is_empty()).count();
    }
    println!(
        "  {keys} keys with {values} values, all found again, {moved} keys of them in declared places"
    );
    check(noticed == values, || {
        format!("only {noticed} of {values} changed values would be noticed")
    })?;
    println!("  each of the {values} values changed in turn: {noticed} noticed");
    Ok(())
}

/// Keys that the object did not have, and that are something today all the same.
fn made_up<R: Resource>(object: &Object, today: &Value) -> Vec<String> {
    let had = |key: &str| object.keys.contains_key(key);
    let is_place =
        |key: &str| R::PLACES.iter().any(|(_, place)| place.split('/').nth(1) == Some(key));
    let keys = today.as_object().into_iter().flatten();
    let made = keys.filter(|(key, value)| {
        !value.is_null() && !had(key) && !is_place(key) && !R::MADE.contains(&key.as_str())
    });
    made.map(|(key, _)| key.clone()).collect()
}

/// A key that no upcaster knows stops the reader, wherever it is.
fn refuse_surprises<R: Resource>(objects: &[Object]) -> Result<(), Failure> {
    let older =
        objects.iter().filter(|object| usize::from(version::<R>(object)) <= R::RAISED_AT.len());
    let mut refused = 0;
    for object in older {
        let mut keys = object.keys.clone();
        keys.insert("surprise".to_owned(), json!({ "value": 1 }));
        let answer = decode::<R::Event>(&stored::<R>(object, &keys)?);
        let error = answer.err().map(|error| error.to_string()).unwrap_or_default();
        check(error.contains("nothing reads `surprise`"), || {
            format!("shape {}: a key was dropped in silence: {error}", object.n)
        })?;
        refused += 1;
    }
    println!(
        "  a key that nobody knows, in each of the {refused} older objects: {refused} refused by name"
    );
    Ok(())
}

/// The lock that the objects make, and the code of today.
fn compare_with_lock<R: Resource>(objects: &[Object]) -> Result<(), Failure> {
    let code = [declared::<R>()];
    let mut lock = Lock::default();
    let [schema] = R::Event::SCHEMA else { return Err("a resource has one event".into()) };
    let events = &mut lock.aggregates.entry(R::NAME.to_owned()).or_default().events;
    let locked = events.entry(schema.name.to_owned()).or_default();
    for number in 1..schema.version {
        let of_version: Vec<&Object> =
            objects.iter().filter(|object| version::<R>(object) == number).collect();
        if !of_version.is_empty() {
            locked.versions.insert(number, shape_of(&of_version));
        }
    }
    let versions = locked.versions.len();
    let findings = compare(&lock, &code);
    let broken = findings.iter().find(|finding| finding.is_breaking());
    check(broken.is_none(), || broken.map(ToString::to_string).unwrap_or_default())?;
    println!(
        "  a lock of the {versions} older versions, as the objects have them, fits the upcasters"
    );
    Ok(())
}

/// What objects of one version have in common, and what only some of them have.
fn shape_of(objects: &[&Object]) -> LockedShape {
    let mut fields = std::collections::BTreeMap::new();
    for (key, value) in objects.iter().flat_map(|object| &object.keys) {
        let field: &mut LockedField = fields.entry(key.clone()).or_default();
        if !value.is_null() {
            field.ty = ty(value).to_owned();
        }
    }
    for (key, field) in &mut fields {
        let values = || objects.iter().map(|object| object.keys.get(key));
        field.may_be_missing = values().any(|value| value.is_none());
        let known = if field.ty.is_empty() { "Unknown" } else { &field.ty };
        field.ty = if values().flatten().any(Value::is_null) {
            format!("Option<{known}>")
        } else {
            known.to_owned()
        };
    }
    LockedShape { fields: LockedFields::Named(fields), ..LockedShape::default() }
}
