//! Events of a time when nothing in them was personal.

use data_patterns::{personal::*, prelude::*};

use super::{
    refused::copied,
    types::{database, gone},
};

/// Greetings of older code, all of it in the clear; today they are about who sends them.
#[derive(Aggregate, Debug, Default)]
struct Greeted {
    #[id]
    number: u64,
    #[personal]
    texts: Vec<Personal<String>>,
}

#[derive(Deserialize)]
struct GreetedV1 {
    from: String,
    text: String,
}

fn greeted_v1(old: GreetedV1) -> GreetedEvent {
    let texts = vec![old.text.into(), Personal::about("bea", "from Bea".into())];
    GreetedEvent::came(old.from, texts)
}

#[events]
impl Greeted {
    #[event(version = 2, upcast = greeted_v1)]
    fn came(&mut self, _from: String, #[personal(subject = from)] texts: Vec<Personal<String>>) {
        self.texts = texts;
    }
}

mod clear {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    #[aggregate(name = "greeted")]
    pub(crate) struct Greeted {
        #[id]
        number: u64,
        text: String,
    }

    #[events]
    impl Greeted {
        fn came(&mut self, _from: String, text: String) {
            self.text = text;
        }
    }
}

async fn greeted() -> (Database, std::sync::Arc<MemoryKeys>) {
    let (db, keys) = database();
    let came = clear::GreetedEvent::came("carl".into(), "Hi".into());
    db.aggregate::<clear::Greeted>(1).record(came).await.unwrap();
    (db, keys)
}

#[pollster::test]
async fn what_an_upcaster_makes_is_about_whom_todays_event_says() {
    let (db, keys) = greeted().await;
    let texts = async || db.aggregate::<Greeted>(1).load().await.unwrap().texts.clone();
    let subjects: Vec<_> =
        texts().await.iter().map(|text| text.subject().unwrap().to_string()).collect();
    assert_eq!(subjects, ["carl", "bea"]);
    for whom in ["carl", "bea"] {
        let found = keys.find(&whom.into()).await.unwrap();
        assert!(matches!(found, KeyState::Unknown), "reading makes no key: {found:?}");
    }
    db.forget("carl").await.unwrap();
    assert_eq!(texts().await, [gone(), Personal::new("from Bea".into())]);
    db.forget("bea").await.unwrap();
    assert_eq!(texts().await, [gone(), gone()]);
}

#[pollster::test]
async fn what_was_never_encrypted_is_read_without_keys() {
    let (db, _) = greeted().await;
    let keyless = Database::new(copied(&db, |event| event).await);
    let texts = keyless.aggregate::<Greeted>(1).load().await.unwrap().texts.clone();
    assert_eq!(texts[0], Personal::new("Hi".into()));
}
