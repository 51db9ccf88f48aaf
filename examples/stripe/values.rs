//! Whether all that an object holds is found again, value by value.

use serde_json::{Map, Value};

/// Where the value of a key is found today, if not under the key itself: the key, and a JSON pointer.
pub(crate) type Places = [(&'static str, &'static str)];

/// The keys whose values are not found again in `today`, by the names that lead to them.
pub(crate) fn lost(keys: &Map<String, Value>, today: &Value, places: &Places) -> Vec<String> {
    let mut lost = Vec::new();
    for (key, value) in keys {
        let found = match places.iter().find(|(moved, _)| moved == key) {
            Some((_, place)) => today.pointer(place),
            None => today.get(key),
        };
        compare(key, value, found, &mut lost);
    }
    lost
}

fn compare(path: &str, value: &Value, found: Option<&Value>, lost: &mut Vec<String>) {
    match (value, found) {
        // A place that is not there holds nothing.
        (Value::Null, None | Some(Value::Null)) => {}
        (Value::Object(keys), Some(Value::Object(found))) if keys.len() == found.len() => {
            keys.iter().for_each(|(key, value)| {
                compare(&format!("{path}.{key}"), value, found.get(key), lost)
            });
        }
        (Value::Array(values), Some(Value::Array(found))) if values.len() == found.len() => {
            let pairs = values.iter().zip(found).enumerate();
            pairs.for_each(|(index, (value, found))| {
                compare(&format!("{path}.{index}"), value, Some(found), lost)
            });
        }
        (value, Some(found)) if value == found => {}
        _ => lost.push(path.to_owned()),
    }
}

/// How many values there are in it that hold no others.
pub(crate) fn count(value: &Value) -> usize {
    match value {
        Value::Object(keys) if !keys.is_empty() => keys.values().map(count).sum(),
        Value::Array(values) if !values.is_empty() => values.iter().map(count).sum(),
        _ => 1,
    }
}

/// The object once for each value that holds no others, with that value changed.
pub(crate) fn each_changed(value: &Value) -> Vec<Value> {
    let changed_in = |key: &dyn Fn(&mut Value) -> Option<&mut Value>, inner: &Value| {
        let with = |other| {
            let mut changed = value.clone();
            key(&mut changed).map(|place| *place = other).map(|()| changed)
        };
        each_changed(inner).into_iter().filter_map(with).collect::<Vec<_>>()
    };
    match value {
        Value::Object(keys) if !keys.is_empty() => keys
            .iter()
            .flat_map(|(key, inner)| changed_in(&|whole: &mut Value| whole.get_mut(key), inner))
            .collect(),
        Value::Array(values) if !values.is_empty() => {
            let values = values.iter().enumerate();
            values
                .flat_map(|(index, inner)| {
                    changed_in(&|whole: &mut Value| whole.get_mut(index), inner)
                })
                .collect()
        }
        Value::String(text) => vec![Value::from(format!("{text}~"))],
        Value::Number(number) => vec![Value::from(number.as_i64().map_or(-1, |number| number ^ 1))],
        Value::Bool(truth) => vec![Value::from(!truth)],
        _ => vec![Value::from("something")],
    }
}
