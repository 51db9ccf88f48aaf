//! Personal values wherever serde reaches.

use std::collections::BTreeMap;

use data_patterns::{personal::*, prelude::*};

use super::types::{database, gone, known, unreadable};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Contact {
    mail: Personal<String>,
    #[serde(flatten)]
    more: More,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct More {
    phone: Option<Personal<u64>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Document {
    Passport(Personal<String>),
    Card { number: Personal<u64>, country: String },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub(crate) enum Tagged {
    Person { name: Personal<String> },
}

/// The second variant takes everything, also what the first has refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Either {
    Person { name: Personal<String> },
    Nobody {},
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Everything {
    option: Option<Personal<String>>,
    none: Option<Personal<String>>,
    list: Vec<Personal<String>>,
    map: BTreeMap<String, Personal<Vec<u8>>>,
    tuple: (u8, Personal<String>),
    contact: Contact,
    documents: Vec<Document>,
    tagged: Tagged,
    either: Either,
    /// Forgotten with the one inside, or with the one outside.
    within: Personal<Vec<Personal<String>>>,
    optional: Personal<Option<String>>,
}

#[derive(Aggregate, Debug, Default, Serialize, Deserialize)]
#[aggregate(snapshot(every = 1))]
struct Holder {
    #[id]
    number: u64,
    held: Option<Everything>,
}

#[events]
impl Holder {
    fn held(&mut self, everything: Everything) {
        self.held = Some(everything);
    }
}

fn everything() -> Everything {
    let ann = || known("Ann");
    Everything {
        option: Some(ann()),
        none: None,
        list: vec![ann(), Personal::about("bea", "Bea".into()), ann()],
        map: BTreeMap::from([("photo".into(), Personal::new(vec![0, 255]))]),
        tuple: (1, ann()),
        contact: Contact { mail: ann(), more: More { phone: Some(Personal::new(1)) } },
        documents: vec![
            Document::Passport(ann()),
            Document::Card { number: Personal::new(7), country: "DE".into() },
        ],
        tagged: Tagged::Person { name: ann() },
        either: Either::Person { name: ann() },
        within: Personal::new(vec![ann(), Personal::about("bea", "Bea".into())]),
        optional: Personal::new(None),
    }
}

#[pollster::test]
async fn nested_values_come_back_and_are_forgotten_one_by_one() {
    let (db, _) = database();
    let holder = db.aggregate::<Holder>(1);
    holder.record(HolderEvent::held(everything())).await.unwrap();
    assert_eq!(holder.load().await.unwrap().held, Some(everything()));
    holder.snapshot().await.unwrap();
    assert_eq!(holder.load().await.unwrap().held, Some(everything()), "from the snapshot");

    db.forget("bea").await.unwrap();
    let mut expected = everything();
    expected.list[1] = gone();
    expected.within = Personal::new(vec![known("Ann"), gone()]);
    assert_eq!(holder.load().await.unwrap().held, Some(expected));

    holder.forget().await.unwrap();
    let left = holder.load().await.unwrap().into_shared();
    let left = left.held.as_ref().unwrap();
    assert_eq!((&left.option, &left.none, &left.tuple), (&Some(gone()), &None, &(1, gone())));
    assert_eq!(left.list, [gone(), gone(), gone()]);
    assert_eq!(left.map["photo"], gone());
    assert_eq!(left.contact, Contact { mail: gone(), more: More { phone: Some(gone()) } });
    let card = Document::Card { number: gone(), country: "DE".into() };
    assert_eq!(left.documents, [Document::Passport(gone()), card]);
    assert_eq!(left.tagged, Tagged::Person { name: gone() });
    assert_eq!(left.either, Either::Person { name: gone() });
    assert_eq!((&left.within, &left.optional), (&gone(), &gone()));
}

#[pollster::test]
async fn an_error_that_serde_swallows_is_an_error_all_the_same() {
    let (db, keys) = database();
    let holder = db.aggregate::<Holder>(1);
    let mut held = everything();
    held.either = Either::Person { name: Personal::about("carl", "Carl".into()) };
    holder.record(HolderEvent::held(held)).await.unwrap();
    // Known before: nothing but what `Either` asks for is missing.
    let others = MemoryKeys::new();
    let forgetful = Partial { all: keys, without: "carl".into() };
    drop(others);
    let elsewhere = Database::new(copy_of(&db).await).with_keys(forgetful);
    let error = unreadable(elsewhere.aggregate::<Holder>(1).load().await);
    assert!(matches!(error, PersonalError::KeyMissing { subject } if subject == "carl".into()));
}

/// Has lost one key.
#[derive(Debug)]
struct Partial {
    all: std::sync::Arc<MemoryKeys>,
    without: Subject,
}

#[async_trait::async_trait]
impl KeyStore for Partial {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        if *subject == self.without { Ok(KeyState::Unknown) } else { self.all.find(subject).await }
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.all.create(subject).await
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        self.all.destroy(subject).await
    }
}

async fn copy_of(db: &Database) -> data_patterns::store::MemoryStore {
    super::refused::copied(db, |event| event).await
}
