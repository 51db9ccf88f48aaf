//! Undo, redo and revert, against an editor that remembers all of its states.

use patterns_core::{
    history::Uncorrectable,
    repository::{CommandError, Database, Handle},
    store::conformance::block_on,
};
use proptest::prelude::*;

use super::list::{List, ListEvent, Plain, database, list};

/// The state of an editor, and the one that undo leads to.
#[derive(Clone, Debug)]
struct Node {
    items: Vec<u32>,
    before: Option<usize>,
    /// The node that it is the state of: itself, unless it was reverted to another.
    origin: usize,
}

/// What the documentation says, in the simplest way: every state is kept.
#[derive(Debug)]
struct Editor {
    nodes: Vec<Node>,
    /// The node after each version.
    versions: Vec<usize>,
    redo: Vec<usize>,
}

#[derive(Clone, Debug)]
enum Step {
    Change(u8),
    Undo,
    Redo,
    Revert(u8),
}

impl Editor {
    fn new() -> Self {
        let first = Node { items: vec![], before: None, origin: 0 };
        Self { nodes: vec![first], versions: vec![0], redo: vec![] }
    }

    fn now(&self) -> usize {
        *self.versions.last().unwrap()
    }

    fn push(&mut self, items: Vec<u32>, before: usize, origin: usize) {
        self.versions.push(self.nodes.len());
        self.nodes.push(Node { items, before: Some(before), origin });
    }

    /// Each event gets a number of its own, so that no two states are equal by chance.
    fn change(&mut self, events: u8) -> Vec<ListEvent> {
        let before = self.now();
        self.redo.clear();
        let added = (0..events).map(|_| {
            let item = self.versions.len() as u32;
            let items = [&self.nodes[self.now()].items[..], &[item]].concat();
            self.push(items, before, self.nodes.len());
            ListEvent::Added(item)
        });
        added.collect()
    }

    fn undo(&mut self) -> Result<(), Uncorrectable> {
        let now = self.now();
        let before = self.nodes[now].before.ok_or(Uncorrectable::NothingToUndo)?;
        self.redo.push(now);
        self.versions.push(before);
        Ok(())
    }

    fn redo(&mut self) -> Result<(), Uncorrectable> {
        self.versions.push(self.redo.pop().ok_or(Uncorrectable::NothingToRedo)?);
        Ok(())
    }

    fn revert(&mut self, version: u64) -> Result<(), Uncorrectable> {
        let head = self.versions.len() as u64 - 1;
        let Some(node) = self.versions.get(version as usize).copied() else {
            return Err(Uncorrectable::NoSuchVersion { version, head });
        };
        let origin = self.nodes[node].origin;
        if origin != self.nodes[self.now()].origin {
            self.redo.clear();
            self.push(self.nodes[node].items.clone(), self.now(), origin);
        }
        Ok(())
    }

    fn items(&self, version: usize) -> &[u32] {
        &self.nodes[self.versions[version]].items
    }
}

/// Makes the step with both, and compares.
fn step<const EVERY: u64, const CACHED: bool>(
    step: &Step,
    editor: &mut Editor,
    handle: &Handle<List<EVERY, CACHED>>,
) {
    let (expected, answer) = match *step {
        Step::Change(events) => {
            let events = editor.change(events);
            block_on(handle.update(|_| events.clone())).unwrap();
            (Ok(()), block_on(handle.load()).map_err(CommandError::Load))
        }
        Step::Undo => (editor.undo(), block_on(handle.undo())),
        Step::Redo => (editor.redo(), block_on(handle.redo())),
        Step::Revert(seed) => {
            let version = u64::from(seed) % (editor.versions.len() as u64 + 1);
            (editor.revert(version), block_on(handle.revert_to(version)))
        }
    };
    match (expected, answer) {
        (Ok(()), Ok(state)) => {
            let head = editor.versions.len() - 1;
            assert_eq!((state.version(), &state.items[..]), (head as u64, editor.items(head)));
        }
        (Err(expected), Err(CommandError::Rejected(refusal))) => assert_eq!(refusal, expected),
        (expected, answer) => panic!("{expected:?}, {answer:?}"),
    }
}

/// Every version is then as it was, for handles that have seen nothing as well.
fn check_versions<const EVERY: u64, const CACHED: bool>(editor: &Editor, db: &Database) {
    let handle = db.aggregate::<List<EVERY, CACHED>>("a");
    for version in 0..editor.versions.len() {
        let past = block_on(handle.at(version as u64)).unwrap().unwrap();
        assert_eq!((past.version(), &past.items[..]), (version as u64, editor.items(version)));
    }
    assert!(block_on(handle.at(editor.versions.len() as u64)).unwrap().is_none());
    let head = editor.versions.len() - 1;
    for db in [db.clone(), db.clone().with_cache_clock(Default::default())] {
        let state = block_on(db.aggregate::<List<EVERY, CACHED>>("a").load()).unwrap();
        assert_eq!((state.version(), &state.items[..]), (head as u64, editor.items(head)));
    }
}

fn check<const EVERY: u64, const CACHED: bool>(steps: &[Step]) {
    let (db, mut editor) = (database(), Editor::new());
    let handle = db.aggregate::<List<EVERY, CACHED>>("a");
    for made in steps {
        step(made, &mut editor, &handle);
        // So that there are snapshots for the next step to go across.
        block_on(db.snapshots_settled());
    }
    check_versions::<EVERY, CACHED>(&editor, &db);
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..4_u8).prop_map(Step::Change),
        4 => Just(Step::Undo),
        2 => Just(Step::Redo),
        1 => any::<u8>().prop_map(Step::Revert),
    ]
}

proptest! {
    #[test]
    fn e9_corrections_do_what_an_editor_does(steps in proptest::collection::vec(any_step(), 0..40)) {
        check::<0, false>(&steps);
        check::<0, true>(&steps);
    }

    #[test]
    fn e9_corrections_go_across_snapshots(steps in proptest::collection::vec(any_step(), 0..40)) {
        check::<1, false>(&steps);
        check::<3, false>(&steps);
        check::<3, true>(&steps);
    }
}

/// Many more corrections than fit a page, nested in all ways; deep recursion would overflow the stack.
#[test]
fn e9_a_stream_of_thousands_of_corrections_is_folded() {
    let steps = [Step::Change(1), Step::Change(2), Step::Undo, Step::Change(1)];
    let steps: Vec<_> = steps.into_iter().cycle().take(2_000).collect();
    let (db, mut editor) = (database(), Editor::new());
    for step in &steps {
        match step {
            Step::Change(events) => {
                let events = editor.change(*events);
                block_on(list(&db).record(events)).unwrap();
            }
            _ => {
                editor.undo().unwrap();
                block_on(list(&db).undo()).unwrap();
            }
        }
    }
    let state = block_on(list(&db).load()).unwrap();
    assert_eq!(&state.items[..], editor.items(editor.versions.len() - 1));
}

#[test]
fn e9_an_undo_goes_back_across_a_snapshot() {
    let db = database();
    let handle = db.aggregate::<List<2>>("a");
    for item in 1..=4 {
        block_on(handle.update(|_| ListEvent::Added(item))).unwrap();
        block_on(db.snapshots_settled());
    }
    assert!(db.statistics().snapshots_taken >= 1);
    let items = [1, 2, 3, 4];
    for left in (0..4).rev() {
        assert_eq!(block_on(handle.undo()).unwrap().items, items[..left]);
        assert_eq!(block_on(handle.load()).unwrap().items, items[..left]);
    }
}

#[test]
fn e9_nothing_is_removed_by_a_correction() {
    let db = database();
    block_on(list(&db).update(|_| ListEvent::Added(1))).unwrap();
    block_on(list(&db).undo()).unwrap();
    block_on(list(&db).redo()).unwrap();
    block_on(list(&db).revert_to(0)).unwrap();
    let events = block_on(db.store().read_log(1, 10)).unwrap();
    let names: Vec<_> = events.iter().map(|event| event.data.name.as_str()).collect();
    assert_eq!(names, ["added", "patterns.undone", "patterns.redone", "patterns.reverted"]);
}

#[test]
fn e9_a_decision_sees_what_is_in_effect() {
    let db = database();
    block_on(list(&db).update(|_| [ListEvent::Added(1), ListEvent::Added(2)])).unwrap();
    block_on(list(&db).undo()).unwrap();
    let seen = block_on(list(&db).update(|state| ListEvent::Added(state.items.len() as u32)));
    assert_eq!(seen.unwrap().events, [ListEvent::Added(0)]);
    assert!(matches!(
        block_on(list(&db).redo()),
        Err(CommandError::Rejected(Uncorrectable::NothingToRedo))
    ));
}

/// Each takes back one change, whatever the others do meanwhile.
#[test]
fn e9_undos_at_the_same_time_take_back_as_many_changes() {
    const CHANGES: usize = 12;
    let db = database();
    (0..CHANGES as u32).for_each(|item| {
        block_on(list(&db).update(|_| ListEvent::Added(item))).unwrap();
    });
    std::thread::scope(|scope| {
        for _ in 0..CHANGES / 2 {
            scope.spawn(|| while block_on(list(&db).undo()).is_err() {});
        }
    });
    let state = block_on(list(&db).load()).unwrap();
    assert_eq!(state.items, (0..CHANGES as u32 / 2).collect::<Vec<_>>());
    assert_eq!(state.version() as usize, CHANGES + CHANGES / 2);
}

/// What the cache holds must be the corrected state for every handle, at once.
#[test]
fn e9_the_cache_knows_of_a_correction() {
    let db = database();
    let (one, other) = (db.aggregate::<List<0, true>>("a"), db.aggregate::<List<0, true>>("a"));
    block_on(one.update(|_| ListEvent::Added(1))).unwrap();
    block_on(other.load()).unwrap();
    block_on(one.undo()).unwrap();
    assert_eq!(block_on(other.load()).unwrap().version(), 2);
    assert!(block_on(other.load()).unwrap().items.is_empty());
}

/// A correction that leads forward, or to itself, would never come to an end.
#[test]
fn e6_a_correction_that_leads_forward_stops_the_reader() {
    use patterns_core::{
        event::{FrameworkEvent, StreamId, encode},
        store::{Append, ExpectedVersion},
    };
    for to in [1, 2, u64::MAX] {
        let db = database();
        let stream = StreamId::new("list", &"a".to_owned());
        let events = vec![encode(&FrameworkEvent::Reverted { to }).unwrap()];
        let entry = Append { stream, expected: ExpectedVersion::Any, events };
        block_on(db.store().append(vec![entry])).unwrap();
        let error = block_on(list(&db).load()).unwrap_err().to_string();
        assert!(error.contains("which is not before it"), "{error}");
        for corrected in [block_on(list(&db).undo()), block_on(list(&db).revert_to(0))] {
            let error = corrected.unwrap_err().to_string();
            assert!(error.contains("which is not before it"), "{error}");
        }
    }
}

/// `docs/history.md` has the table.
#[test]
fn e9_the_table_of_the_documentation_is_true() {
    let db = database();
    let add = |item| drop(block_on(list(&db).update(|_| ListEvent::Added(item))).unwrap());
    let undo = || block_on(list(&db).undo()).map(|state| (state.version(), state.items.clone()));
    let redo = || block_on(list(&db).redo()).map(|state| (state.version(), state.items.clone()));
    let revert = |version| {
        let reverted = block_on(list(&db).revert_to(version));
        reverted.map(|state| (state.version(), state.items.clone()))
    };
    let refused = |answer: Result<_, _>, expected| match answer {
        Err(CommandError::Rejected(refusal)) => assert_eq!(refusal, expected),
        other => panic!("{other:?}"),
    };
    let (a, b, c) = (1, 2, 3);
    add(a);
    add(b);
    assert_eq!(undo().unwrap(), (3, vec![a]));
    assert_eq!(undo().unwrap(), (4, vec![]));
    refused(undo(), Uncorrectable::NothingToUndo);
    assert_eq!(redo().unwrap(), (5, vec![a]));
    assert_eq!(redo().unwrap(), (6, vec![a, b]));
    refused(redo(), Uncorrectable::NothingToRedo);
    assert_eq!(undo().unwrap(), (7, vec![a]));
    add(c);
    refused(redo(), Uncorrectable::NothingToRedo);
    assert_eq!(undo().unwrap(), (9, vec![a]));
    assert_eq!(revert(2).unwrap(), (10, vec![a, b]));
    assert_eq!(revert(2).unwrap(), (10, vec![a, b]), "in effect already");
    assert_eq!(undo().unwrap(), (11, vec![a]));
    assert_eq!(redo().unwrap(), (12, vec![a, b]));
    assert_eq!(revert(0).unwrap(), (13, vec![]));
    refused(revert(14), Uncorrectable::NoSuchVersion { version: 14, head: 13 });
}

#[test]
fn e9_a_revert_in_the_middle_of_a_change_is_exact() {
    let db = database();
    let change = [1, 2, 3].map(ListEvent::Added);
    block_on(list(&db).update(|_| change.clone())).unwrap();
    assert_eq!(block_on(list(&db).revert_to(2)).unwrap().items, [1, 2]);
    assert_eq!(block_on(list(&db).undo()).unwrap().items, [1, 2, 3]);
    let plain: Handle<Plain> = list(&db);
    assert!(block_on(plain.undo()).unwrap().items.is_empty());
}
