//! Events of older versions: personal then, or only now.

use data_patterns::{personal::*, prelude::*};

use super::{
    refused::copied,
    types::{database, gone, unreadable},
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
    assert_eq!((&read.name, &read.city), (&gone(), &gone()), "also what was in the clear then");
}

/// Takes less of the name than there is.
mod careless {
    use data_patterns::prelude::*;

    #[derive(Aggregate, Debug)]
    #[aggregate(name = "member")]
    pub(crate) struct Member {
        #[id]
        number: u64,
        #[personal]
        name: Personal<String>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Less {
        first: String,
    }

    #[derive(Deserialize)]
    pub(crate) struct JoinedV2 {
        name: Option<Personal<Vec<Personal<Less>>>>,
        city: Personal<String>,
    }

    fn from_v2(old: JoinedV2) -> MemberEvent {
        let name = old.name.and_then(Personal::into_inner).and_then(|mut names| names.pop());
        MemberEvent::joined(name.map_or(old.city, |name| name.map(|name| name.first)))
    }

    #[events]
    impl Member {
        #[event(version = 3, oldest = 2, upcast(2 = from_v2))]
        fn joined(&mut self, #[personal] name: Personal<String>) {
            self.name = name;
        }
    }
}

mod careful {
    use data_patterns::prelude::*;

    use super::Name;

    #[derive(Aggregate)]
    #[aggregate(name = "member")]
    pub(crate) struct Member {
        #[id]
        number: u64,
    }

    #[events]
    impl Member {
        #[event(version = 2, upcast(1 = from_v1))]
        fn joined(
            &mut self,
            #[personal] _name: Option<Personal<Vec<Personal<Name>>>>,
            #[personal] _city: Personal<String>,
        ) {
        }
    }

    #[derive(Deserialize)]
    pub(crate) struct JoinedV1 {}

    fn from_v1(_: JoinedV1) -> MemberEvent {
        MemberEvent::joined(None, Personal::default())
    }
}

#[pollster::test]
async fn e6_what_an_upcaster_does_not_read_of_a_value_is_not_lost() {
    let (db, _) = database();
    let names = Personal::new(vec![split("Ann Unmistakable").into()]);
    let joined = careful::MemberEvent::joined(Some(names), Personal::default());
    db.aggregate::<careful::Member>(1).record(joined).await.unwrap();
    let member = db.aggregate::<careless::Member>(1);
    let error = unreadable(member.load().await);
    assert!(matches!(error, PersonalError::Unread { expected } if expected.ends_with("::Less")));
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("Unmistakable") && !shown.contains("last"), "{shown}");

    member.forget().await.unwrap();
    assert_eq!(member.load().await.unwrap().version(), 1, "then there is nothing to lose");
}

/// What another aggregate knows of a member, and of whom the member says.
#[derive(Aggregate, Debug, Default)]
struct Note {
    #[id]
    number: u64,
    #[personal]
    text: Personal<String>,
}

#[events]
impl Note {
    fn noted(&mut self, #[personal] text: Personal<String>) {
        self.text = text;
    }
}

#[pollster::test]
async fn what_an_upcaster_makes_is_forgotten_with_the_stream_wherever_it_is_copied_to() {
    let (db, _) = database();
    let joined = first::MemberEvent::joined(Personal::new("Ann".into()), "Köln".into());
    db.aggregate::<first::Member>(1).record(joined).await.unwrap();
    let member = db.aggregate::<Member>(1);
    let city = member.load().await.unwrap().city.clone();
    assert_eq!(city.subject(), Some(&subject_of::<Member>(&1)));

    let note = db.aggregate::<Note>(1);
    note.record(NoteEvent::noted(city)).await.unwrap();
    member.forget().await.unwrap();
    assert_eq!(note.load().await.unwrap().text, gone());
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

mod unsteady {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    use super::*;

    /// The same stream, read by code that tells somebody else every time.
    #[derive(Aggregate, Debug)]
    struct Member {
        #[id]
        number: u64,
        #[personal]
        name: Personal<String>,
    }

    #[events]
    impl Member {
        #[event(version = 2, upcast = anybody)]
        fn joined(&mut self, #[personal] name: Personal<String>) {
            self.name = name;
        }
    }

    fn anybody(old: JoinedV1) -> MemberEvent {
        static TIMES: AtomicU64 = AtomicU64::new(0);
        drop(old.name);
        MemberEvent::joined(Personal::about(Subject::of(&TIMES.fetch_add(1, Relaxed)), old.city))
    }

    #[pollster::test]
    async fn an_upcaster_that_names_somebody_else_every_time_is_an_error() {
        let (db, _) = database();
        let joined = first::MemberEvent::joined(Personal::new("Ann".into()), "Köln".into());
        db.aggregate::<first::Member>(1).record(joined).await.unwrap();
        let error = unreadable(db.aggregate::<Member>(1).load().await);
        assert!(matches!(error, PersonalError::Keys { .. }), "{error}");
    }
}
