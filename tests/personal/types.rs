//! Customers, their orders, and key stores that do as they are told.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use data_patterns::{
    event::DecodeError,
    personal::{KeyError, KeyState, KeyStore, MemoryKeys, PersonalError, Subject},
    prelude::*,
    repository::{ReplayCause, ReplayError},
    store::MemoryStore,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) city: String,
}

#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 3))]
pub(crate) struct Customer {
    #[id]
    number: u64,
    #[personal]
    pub(crate) name: Personal<String>,
    #[personal]
    pub(crate) addresses: Vec<Personal<Address>>,
    pub(crate) plan: String,
}

#[events]
impl Customer {
    fn registered(&mut self, #[personal] name: Personal<String>, plan: String) {
        (self.name, self.plan) = (name, plan);
    }

    fn renamed(&mut self, #[personal] name: Personal<String>) {
        self.name = name;
    }

    fn moved(&mut self, #[personal] address: Personal<Address>) {
        self.addresses.push(address);
    }

    fn subscribed(&mut self, plan: String) {
        self.plan = plan;
    }
}

#[commands]
impl Customer {
    pub(crate) fn register(&self, name: &str, plan: &str) -> CustomerEvent {
        CustomerEvent::registered(name.to_string().into(), plan.into())
    }

    pub(crate) fn rename(&self, name: &str) -> CustomerEvent {
        CustomerEvent::renamed(name.to_string().into())
    }

    pub(crate) fn move_to(&self, address: Address) -> CustomerEvent {
        CustomerEvent::moved(address.into())
    }

    pub(crate) fn subscribe(&self, plan: &str) -> Option<CustomerEvent> {
        (self.plan != plan).then(|| CustomerEvent::subscribed(plan.into()))
    }
}

/// The same streams, cached.
#[derive(Aggregate, Clone, Debug, PartialEq)]
#[aggregate(name = "customer")]
#[cached(ttl = 60)]
pub(crate) struct Cached {
    #[id]
    number: u64,
    #[personal]
    pub(crate) name: Personal<String>,
}

#[fold]
impl Apply for Cached {
    type Event = CustomerEvent;

    fn apply(&mut self, event: CustomerEvent) {
        match event {
            CustomerEvent::Registered { name, .. } | CustomerEvent::Renamed { name } => {
                self.name = name;
            }
            _ => {}
        }
    }
}

/// About the customer, and about whom the greetings are from.
#[derive(Aggregate, Clone, Debug, Default)]
pub(crate) struct Order {
    #[id]
    number: u64,
    #[personal]
    pub(crate) address: Personal<Address>,
    #[personal]
    pub(crate) greetings: Vec<Personal<String>>,
    #[personal]
    pub(crate) note: Option<Personal<String>>,
}

#[events]
impl Order {
    fn placed(
        &mut self,
        _customer: u64,
        #[personal(subject = Customer(customer))] address: Personal<Address>,
        #[personal(subject = guest)] greetings: Vec<Personal<String>>,
        _guest: String,
        #[personal] note: Option<Personal<String>>,
    ) {
        (self.address, self.greetings, self.note) = (address, greetings, note);
    }
}

/// A new database in memory, with keys that others can have as well.
pub(crate) fn database() -> (Database, Arc<MemoryKeys>) {
    let keys = Arc::new(MemoryKeys::new());
    (Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys)), keys)
}

pub(crate) fn known(name: &str) -> Personal<String> {
    Personal::new(name.into())
}

pub(crate) fn gone<T>() -> Personal<T> {
    Personal::forgotten()
}

pub(crate) fn address() -> Address {
    Address { street: "Lindenallee".into(), city: "Köln".into() }
}

/// What stands in the way of reading personal data.
pub(crate) fn unreadable<T: std::fmt::Debug>(read: Result<T, LoadError>) -> PersonalError {
    match read.unwrap_err() {
        LoadError::Replay(ReplayError {
            cause: ReplayCause::Decode(DecodeError::Personal(error)),
            ..
        }) => *error,
        other => panic!("{other:?}"),
    }
}

/// What stands in the way of recording it.
pub(crate) fn unrecorded<T: std::fmt::Debug, X: std::fmt::Debug>(
    recorded: Result<T, CommandError<X>>,
) -> PersonalError {
    match recorded.unwrap_err() {
        CommandError::Encode {
            cause: data_patterns::event::EncodeError::Personal(error), ..
        } => *error,
        other => panic!("{other:?}"),
    }
}

type Hook = Mutex<Option<Box<dyn FnOnce() + Send>>>;

/// Does something once between finding a key and answering it, or fails.
#[derive(Default)]
pub(crate) struct Hooked {
    pub(crate) keys: Arc<MemoryKeys>,
    pub(crate) after_find: Hook,
    pub(crate) after_create: Hook,
    pub(crate) failing: std::sync::atomic::AtomicBool,
}

impl Hooked {
    fn answer(&self, hook: &Hook, state: KeyState) -> Result<KeyState, KeyError> {
        if self.failing.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(KeyError::other("asking", std::io::Error::other("down")));
        }
        let hook = hook.lock().unwrap().take();
        hook.into_iter().for_each(|hook| hook());
        Ok(state)
    }
}

impl std::fmt::Debug for Hooked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hooked")
    }
}

#[async_trait]
impl KeyStore for Hooked {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        let found = self.keys.find(subject).await?;
        self.answer(&self.after_find, found)
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        let made = self.keys.create(subject).await?;
        self.answer(&self.after_create, made)
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        let destroyed = self.keys.destroy(subject).await?;
        self.answer(&Hook::default(), KeyState::Destroyed).map(|_| destroyed)
    }
}
