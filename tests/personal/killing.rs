//! Processes that are killed at every step of making and destroying a key.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
};

use data_patterns::{
    personal::{KeyDirectory, KeyState, KeyStep, KeyStore, subject_of},
    prelude::*,
};

/// About whom a key is made and destroyed.
#[derive(Aggregate, Debug)]
struct Customer {
    #[id]
    number: u64,
    #[personal]
    name: Personal<String>,
    plan: String,
}

#[events]
impl Customer {
    fn registered(&mut self, #[personal] name: Personal<String>, plan: String) {
        (self.name, self.plan) = (name, plan);
    }
}

fn known() -> Personal<String> {
    Personal::new("Ann".into())
}

fn gone() -> Personal<String> {
    Personal::forgotten()
}

const DIRECTORY: &str = "PATTERNS_TEST_DIRECTORY";
const STEP: &str = "PATTERNS_TEST_STEP";

fn open(directory: &Path, kill_at: Option<String>) -> Database {
    let keys = directory.join("keys");
    let keys = if keys.exists() { KeyDirectory::open(keys) } else { KeyDirectory::create(keys) };
    let keys = keys.unwrap().watched(move |step| {
        if kill_at.as_deref() == Some(&format!("{step:?}")) {
            std::process::abort();
        }
    });
    data_patterns::open(directory.join("data")).unwrap().with_keys(keys)
}

/// What is killed: it records, and forgets.
#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn a_process() {
    let Some(directory) = env::var_os(DIRECTORY).map(PathBuf::from) else { return };
    let db = open(&directory, env::var(STEP).ok());
    pollster::block_on(async {
        let customer = db.aggregate::<Customer>(7);
        if customer.load().await.unwrap().version() == 0 {
            customer.record(CustomerEvent::registered(known(), "free".into())).await.unwrap();
        } else {
            customer.forget().await.unwrap();
        }
    });
}

/// Whether the process came to its end.
fn run(directory: &Path, kill_at: Option<KeyStep>) -> bool {
    let mut process = Command::new(env::current_exe().unwrap());
    process.args(["killing::a_process", "--exact", "--ignored"]);
    process.env(DIRECTORY, directory).stdout(Stdio::null()).stderr(Stdio::null());
    kill_at.into_iter().for_each(|step| {
        process.env(STEP, format!("{step:?}"));
    });
    process.status().unwrap().success()
}

fn key(directory: &Path) -> Option<[u8; 32]> {
    let keys = KeyDirectory::open(directory.join("keys")).unwrap();
    match pollster::block_on(keys.find(&subject_of::<Customer>(&7))).unwrap() {
        KeyState::Known(key) => Some(*key.as_bytes()),
        _ => None,
    }
}

fn holds(directory: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(directory).unwrap().any(|entry| {
        let file = fs::read(entry.unwrap().path()).unwrap();
        file.windows(bytes.len()).any(|window| window == bytes)
    })
}

/// A process that is just being started holds the locks of all files that are open here.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn killed_while_a_key_is_made_nothing_is_lost() {
    let _alone = ONE_AT_A_TIME.lock();
    for step in KeyStep::MAKING {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        assert!(!run(directory, Some(*step)), "{step:?}: it was killed");
        let before = key(directory);
        assert_eq!(before.is_some(), *step > KeyStep::NameKey, "{step:?}");
        assert!(run(directory, None), "{step:?}: it records");
        let after = key(directory).unwrap();
        assert!(before.is_none_or(|before| before == after), "{step:?}: the key stays the same");
        let db = open(directory, None);
        let customer = db.aggregate::<Customer>(7);
        assert_eq!(pollster::block_on(customer.load()).unwrap().name, known(), "{step:?}");
        drop((customer, db));
        assert!(run(directory, None), "{step:?}: it forgets");
        assert!(!holds(&directory.join("keys"), &after), "{step:?}: the key is nowhere");
    }
}

#[test]
fn killed_while_a_key_is_destroyed_it_is_whole_or_gone() {
    let _alone = ONE_AT_A_TIME.lock();
    for step in KeyStep::DESTROYING {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        assert!(run(directory, None), "{step:?}: it records");
        let key = key(directory).unwrap();
        assert!(!run(directory, Some(*step)), "{step:?}: it was killed");

        let db = open(directory, None);
        let customer = db.aggregate::<Customer>(7);
        let name = pollster::block_on(customer.load()).unwrap().name.clone();
        let forgotten = *step > KeyStep::NameTombstone;
        assert_eq!(name, if forgotten { gone() } else { known() }, "{step:?}");
        // Opening has done the rest.
        assert_eq!(holds(&directory.join("keys"), &key), !forgotten, "{step:?}");
        drop((customer, db));
        assert!(run(directory, None), "{step:?}: forgetting can be repeated");
        assert!(!holds(&directory.join("keys"), &key), "{step:?}: the key is nowhere");
        let db = open(directory, None);
        let state = pollster::block_on(db.aggregate::<Customer>(7).load()).unwrap();
        assert_eq!((&state.name, state.plan.as_str()), (&gone(), "free"), "{step:?}");
    }
}
