//! Records behave like a map, whatever is done to them and across openings.

use std::collections::BTreeMap;

use patterns_core::{
    entity::{EditError, Entities, WriteError},
    store::conformance::block_on,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::samples::{Counter, counter, in_memory};

const NAMES: [&str; 6] = ["", "a", "a\0", "aa", "b", "ü"];

#[derive(Clone, Debug)]
enum Step {
    Put(&'static str, i64),
    Insert(&'static str, i64),
    Update(&'static str, i64, u64),
    Edit(&'static str, i64),
    Delete(&'static str),
    DeleteVersion(&'static str, u64),
    Get(&'static str),
    Scan(Option<&'static str>, usize),
    Reopen,
}

fn any_step() -> impl Strategy<Value = Step> {
    let name = || select(NAMES.to_vec());
    let version = || 0..6_u64;
    prop_oneof![
        3 => (name(), any::<i64>()).prop_map(|(name, count)| Step::Put(name, count)),
        2 => (name(), any::<i64>()).prop_map(|(name, count)| Step::Insert(name, count)),
        3 => (name(), any::<i64>(), version()).prop_map(|(name, count, v)| Step::Update(name, count, v)),
        2 => (name(), any::<i64>()).prop_map(|(name, count)| Step::Edit(name, count)),
        2 => name().prop_map(Step::Delete),
        1 => (name(), version()).prop_map(|(name, version)| Step::DeleteVersion(name, version)),
        2 => name().prop_map(Step::Get),
        2 => (option::of(name()), 0..8_usize).prop_map(|(after, limit)| Step::Scan(after, limit)),
        1 => Just(Step::Reopen),
    ]
}

/// What the records should be: versions that count on, with a count unless deleted.
#[derive(Default)]
struct Model(BTreeMap<&'static str, (u64, Option<i64>)>);

/// What a step answers, as far as it matters.
type Answer = Result<Vec<(u64, Option<i64>)>, &'static str>;

impl Model {
    fn state(&self, name: &'static str) -> (u64, Option<i64>) {
        self.0.get(name).copied().unwrap_or_default()
    }

    fn write(&mut self, name: &'static str, count: Option<i64>) -> Answer {
        let version = self.state(name).0 + 1;
        self.0.insert(name, (version, count));
        Ok(vec![(version, None)])
    }

    fn run(&mut self, step: &Step) -> Answer {
        match *step {
            Step::Put(name, count) => self.write(name, Some(count)),
            Step::Insert(name, _) if self.state(name).1.is_some() => Err("exists"),
            Step::Insert(name, count) => self.write(name, Some(count)),
            Step::Update(name, _, version) | Step::DeleteVersion(name, version)
                if self.state(name).0 != version =>
            {
                Err("conflict")
            }
            Step::Update(name, count, _) => self.write(name, Some(count)),
            Step::DeleteVersion(name, _) => self.write(name, None),
            Step::Edit(name, _) if self.state(name).1.is_none() => Err("missing"),
            Step::Edit(name, count) => {
                self.write(name, Some(count)).map(|written| vec![(written[0].0, Some(count))])
            }
            Step::Delete(name) if self.state(name).1.is_none() => Ok(Vec::new()),
            Step::Delete(name) => self.write(name, None),
            Step::Get(name) => {
                Ok(vec![self.state(name)].into_iter().filter(|s| s.1.is_some()).collect())
            }
            Step::Scan(after, limit) => {
                let following = self.0.iter().filter(|(name, _)| Some(**name) > after);
                let live = following.map(|(_, state)| *state).filter(|(_, count)| count.is_some());
                Ok(live.take(limit).collect())
            }
            Step::Reopen => Ok(Vec::new()),
        }
    }
}

async fn run(counters: &Entities<Counter>, step: &Step) -> Answer {
    let version = |version| vec![(version, None)];
    let kind = |error| match error {
        WriteError::Exists { .. } => "exists",
        WriteError::Missing { .. } => "missing",
        WriteError::Conflict(_) => "conflict",
        other => panic!("{other:?}"),
    };
    match *step {
        Step::Put(name, count) => {
            counters.put(counter(name, count)).await.map(version).map_err(kind)
        }
        Step::Insert(name, count) => {
            counters.insert(counter(name, count)).await.map(version).map_err(kind)
        }
        Step::Update(name, count, expected) => {
            counters.update(counter(name, count), expected).await.map(version).map_err(kind)
        }
        Step::Delete(name) => {
            let deleted = counters.delete(name).await.map_err(kind)?;
            Ok(deleted.map(version).unwrap_or_default())
        }
        Step::DeleteVersion(name, expected) => {
            counters.delete_version(name, expected).await.map(version).map_err(kind)
        }
        Step::Edit(name, count) => match counters.edit(name, |edited| edited.count = count).await {
            Ok(edited) => Ok(vec![(edited.version(), Some(edited.count))]),
            Err(EditError::Write(error)) => Err(kind(error)),
            Err(other) => panic!("{other:?}"),
        },
        Step::Get(name) => {
            let read = counters.get(name).await.unwrap();
            Ok(read.map(|read| (read.version(), Some(read.count))).into_iter().collect())
        }
        Step::Scan(after, limit) => {
            let page = counters.scan(after.map(str::to_owned), limit).await.unwrap();
            Ok(page.iter().map(|read| (read.version(), Some(read.count))).collect())
        }
        Step::Reopen => Ok(Vec::new()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn records_in_memory_are_a_map(steps in vec(any_step(), 1..60)) {
        let (counters, mut model) = (in_memory().entities::<Counter>(), Model::default());
        for step in &steps {
            prop_assert_eq!(block_on(run(&counters, step)), model.run(step), "{:?}", step);
        }
    }

    #[cfg(feature = "sled")]
    #[test]
    fn e3_records_on_sled_are_a_map_across_openings(steps in vec(any_step(), 1..60)) {
        let (directory, mut model) = (tempfile::tempdir().unwrap(), Model::default());
        let open = || super::samples::open(directory.path()).entities::<Counter>();
        let mut counters = Some(open());
        for step in steps.iter().chain([&Step::Reopen, &Step::Scan(None, 9)]) {
            if matches!(step, Step::Reopen) {
                counters = None;
            }
            let counters = counters.get_or_insert_with(open);
            prop_assert_eq!(block_on(run(counters, step)), model.run(step), "{:?}", step);
        }
    }
}
