//! Laws of locks, over locks of every form.

use std::collections::BTreeSet;

use proptest::{
    collection::{btree_map, btree_set, vec},
    prelude::*,
};

use super::of_lock;
use crate::schema_lock::{
    Change, Finding, Lock, LockedAggregate, LockedBody, LockedEvent, LockedField, LockedFields,
    LockedShape, LockedType, LockedVariant, accepted, compare, parse,
};

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(vec!["a", "b", "c", "type", "struct", "variant", "event"]).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["", " ", "a b", "a: b", "\"", "\\", ".0", "?", "a | b", "ä", "\n", "= x", "{}"]).prop_map(str::to_owned),
    ]
}

fn any_type() -> impl Strategy<Value = String> {
    let plain = vec![
        "u8",
        "u16",
        "i64",
        "String",
        "Cents",
        "Address",
        "Option<u8>",
        "Vec<Address>",
        "(u8, String)",
        "[u8; 4]",
        "i64 #with = \"x\"",
    ];
    proptest::sample::select(plain).prop_map(str::to_owned)
}

fn any_aliases() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(any_name(), 0..2)
}

fn any_field() -> impl Strategy<Value = LockedField> {
    let default = prop_oneof![3 => Just(None), 1 => Just(Some(String::new())), 2 => any_name().prop_map(Some)];
    (any_aliases(), any_type(), default).prop_map(|(aliases, ty, default)| LockedField {
        aliases,
        ty,
        may_be_missing: default.is_some(),
        default: default.unwrap_or_default(),
    })
}

fn any_fields() -> impl Strategy<Value = LockedFields> {
    prop_oneof![
        1 => Just(LockedFields::Undeclared),
        2 => Just(LockedFields::Unit),
        6 => btree_map(any_name(), any_field(), 0..4).prop_map(LockedFields::Named),
        2 => vec(any_field(), 0..3).prop_map(LockedFields::Placed),
        2 => any_type().prop_map(LockedFields::Value),
    ]
}

fn any_body() -> impl Strategy<Value = LockedBody> {
    let variant = (any_aliases(), any_fields())
        .prop_map(|(aliases, fields)| LockedVariant { aliases, fields });
    prop_oneof![
        any_fields().prop_map(LockedBody::Struct),
        btree_map(any_name(), variant, 0..3).prop_map(LockedBody::Enum),
    ]
}

fn any_shape() -> impl Strategy<Value = LockedShape> {
    let written =
        proptest::sample::select(vec!["", "untagged", "tag = \"kind\""]).prop_map(str::to_owned);
    let ty = (written, any_body()).prop_map(|(written, body)| LockedType { written, body });
    let names = proptest::sample::select(vec!["Cents", "Address", "Page<(u8, u8)>"])
        .prop_map(str::to_owned);
    (any_fields(), btree_map(names, ty, 0..3))
        .prop_map(|(fields, types)| LockedShape { fields, types })
}

fn any_event() -> impl Strategy<Value = LockedEvent> {
    let versions = btree_map(1_u16..5, any_shape(), 1..3);
    (any_aliases(), any::<bool>(), versions).prop_map(|(aliases, retired, versions)| LockedEvent {
        aliases,
        retired,
        versions,
    })
}

fn any_lock() -> impl Strategy<Value = Lock> {
    let aggregate =
        btree_map(any_name(), any_event(), 0..4).prop_map(|events| LockedAggregate { events });
    btree_map(any_name(), aggregate, 0..3).prop_map(|aggregates| Lock { aggregates })
}

/// A lock in which no name stands for two things, as the macros make them, and no version is missing, as acceptance leaves them.
fn any_sound_lock() -> impl Strategy<Value = Lock> {
    any_lock().prop_map(|mut lock| {
        for aggregate in lock.aggregates.values_mut() {
            let names: BTreeSet<String> = aggregate.events.keys().cloned().collect();
            let mut taken = names.clone();
            for event in aggregate.events.values_mut() {
                event.aliases.retain(|alias| taken.insert(alias.clone()));
                event.versions.values_mut().for_each(sound_shape);
                let newest = event.versions.keys().next_back().copied().unwrap();
                (1..newest).for_each(|older| {
                    event.versions.entry(older).or_default();
                });
            }
        }
        lock
    })
}

fn sound_shape(shape: &mut LockedShape) {
    sound_fields(&mut shape.fields);
    for ty in shape.types.values_mut() {
        match &mut ty.body {
            LockedBody::Struct(fields) => sound_fields(fields),
            LockedBody::Enum(variants) => {
                let mut taken: BTreeSet<String> = variants.keys().cloned().collect();
                for variant in variants.values_mut() {
                    variant.aliases.retain(|alias| taken.insert(alias.clone()));
                    sound_fields(&mut variant.fields);
                }
            }
        }
    }
}

fn sound_fields(fields: &mut LockedFields) {
    match fields {
        LockedFields::Named(fields) => {
            let mut taken: BTreeSet<String> = fields.keys().cloned().collect();
            fields
                .values_mut()
                .for_each(|field| field.aliases.retain(|alias| taken.insert(alias.clone())));
        }
        LockedFields::Placed(fields) => fields.iter_mut().for_each(|field| field.aliases.clear()),
        _ => {}
    }
}

/// What is known of a lock's events by the code alone: that there are older versions, and nothing of them.
fn only_newest(lock: &Lock) -> Lock {
    let mut lock = lock.clone();
    for event in lock.aggregates.values_mut().flat_map(|aggregate| aggregate.events.values_mut()) {
        let newest = *event.versions.keys().next_back().unwrap();
        let older = event.versions.range_mut(..newest);
        older.for_each(|(_, shape)| *shape = LockedShape::default());
    }
    lock
}

proptest! {
    #[test]
    fn a_lock_is_read_as_it_was_written(lock in any_lock()) {
        prop_assert_eq!(parse(&lock.to_string()), Ok(lock));
    }

    #[test]
    fn what_did_not_change_is_not_reported(lock in any_sound_lock()) {
        prop_assert_eq!(compare(&lock, &of_lock(&lock)), []);
    }

    #[test]
    fn what_was_accepted_is_not_reported_again(before in any_sound_lock(), after in any_sound_lock()) {
        let code = of_lock(&after);
        let lock = accepted(&before, &code);
        prop_assert_eq!(compare(&lock, &code), []);
        prop_assert_eq!(accepted(&lock, &code), lock);
    }

    #[test]
    fn a_new_lock_holds_what_the_code_has(lock in any_sound_lock()) {
        prop_assert_eq!(accepted(&Lock::default(), &of_lock(&lock)), only_newest(&lock));
    }

    /// Whatever the code had is in the lock, so a change of it is always said, and nothing is kept that is not told of.
    #[test]
    fn no_change_is_silent(before in any_sound_lock(), after in any_sound_lock()) {
        let code = of_lock(&after);
        if compare(&before, &code).is_empty() {
            prop_assert_eq!(accepted(&before, &code), before);
        }
    }

    /// Older versions stay, as long as they are read.
    #[test]
    fn what_is_older_and_read_is_kept(before in any_sound_lock(), raised in 1_u16..3) {
        let mut code = of_lock(&before);
        code.iter_mut().flat_map(|aggregate| &mut aggregate.events).for_each(|event| event.version += raised);
        let lock = accepted(&before, &code);
        for (name, aggregate) in &before.aggregates {
            for (event, locked) in &aggregate.events {
                for (version, shape) in &locked.versions {
                    prop_assert_eq!(&lock.aggregates[name].events[event].versions[version], shape);
                }
            }
        }
        let breaking = compare(&before, &code).into_iter().filter(Finding::is_breaking);
        // Of a version that was passed over at raising nobody has said anything.
        prop_assert!(breaking.map(|finding| finding.change).all(|change| raised > 1 && change == Change::VersionMissing));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(patterns-lock 1\n)?([ aevns.:?|=#\"{}0-9]{0,12}\n){0,8}") {
        let _ = parse(&text);
    }
}
