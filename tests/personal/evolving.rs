//! Events of older versions: personal then, or only now.

use data_patterns::{personal::*, prelude::*};

use super::{
    refused::copied,
    types::{database, gone},
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Name {
    first: String,
    last: String,
}

fn split(name: &str) -> Name {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    Name { first: first.into(), last: last.into() }
}

mod first {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    pub(crate) struct Member {
        #[id]
        number: u64,
        #[personal]
        name: Personal<String>,
        city: String,
    }

    #[events]
    impl Member {
        fn joined(&mut self, #[personal] name: Personal<String>, city: String) {
            (self.name, self.city) = (name, city);
        }
    }
}

#[derive(Aggregate, Debug, PartialEq)]
struct Member {
    #[id]
    number: u64,
    #[personal]
    name: Personal<Name>,
    #[personal]
    city: Personal<String>,
}

/// What was in the clear then is personal from now on, and what was personal stays so.
#[derive(Deserialize)]
struct JoinedV1 {
    name: Personal<String>,
    city: String,
}

fn from_v1(old: JoinedV1) -> MemberEvent {
    MemberEvent::joined(old.name.map(|name| split(&name)), old.city.into())
}

#[events]
impl Member {
    #[event(version = 2, upcast = from_v1)]
    fn joined(&mut self, #[personal] name: Personal<Name>, #[personal] city: Personal<String>) {
        (self.name, self.city) = (name, city);
    }
}

#[pollster::test]
async fn e7_personal_data_goes_through_upcasters() {
    let (db, keys) = database();
    let name = Personal::new("Ann Lee".to_string());
    let joined = first::MemberEvent::joined(name, "Köln".into());
    db.aggregate::<first::Member>(1).record(joined).await.unwrap();
    let member = db.aggregate::<Member>(1);
    let read = member.load().await.unwrap();
    assert_eq!(read.name, Personal::new(split("Ann Lee")));
    assert_eq!(read.name.subject(), Some(&subject_of::<Member>(&1)), "whom it was recorded about");

    // Elsewhere no key is known when the upcaster is first called.
    let elsewhere = Database::new(copied(&db, |event| event).await).with_keys(keys);
    assert_eq!(elsewhere.aggregate::<Member>(1).load().await.unwrap().name, read.name);

    member.forget().await.unwrap();
    let read = member.load().await.unwrap();
    assert_eq!((&read.name, &read.city), (&gone(), &Personal::new("Köln".into())));
}

/// What was personal once: whoever reads it says what a forgotten value becomes.
mod retired {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    pub(crate) struct Member {
        #[id]
        number: u64,
        pub(crate) name: String,
    }

    #[derive(Deserialize)]
    pub(crate) struct JoinedV1 {
        name: Personal<String>,
        city: String,
    }

    fn from_v1(old: JoinedV1) -> MemberEvent {
        let _ = old.city;
        MemberEvent::joined(old.name.into_inner().unwrap_or_else(|| "nobody".into()))
    }

    #[events]
    impl Member {
        #[event(version = 2, upcast = from_v1)]
        fn joined(&mut self, name: String) {
            self.name = name;
        }
    }
}

#[pollster::test]
async fn an_upcaster_never_sees_a_value_that_is_only_locked() {
    let (db, _) = database();
    let joined = first::MemberEvent::joined(Personal::new("Ann".into()), "Köln".into());
    db.aggregate::<first::Member>(1).record(joined).await.unwrap();
    let member = db.aggregate::<retired::Member>(1);
    assert_eq!(member.load().await.unwrap().name, "Ann");
    member.forget().await.unwrap();
    assert_eq!(member.load().await.unwrap().name, "nobody");
}
