//! Events of older versions go through their upcasters, or stop the reader (promise E6). Written by hand as the macros write it.

use patterns_core::event::{
    DecodeError, EncodeError, Event, EventData, EventName, EventSchema, OlderError, UpcastError,
    decode, encode, lead, older,
};
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Today {
    Opened { owner: Owner, limit: u64 },
    Renamed { owner: Owner },
    Bonus { points: u32 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Owner {
    first: String,
    last: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct OpenedV1 {
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct OpenedV2 {
    name: String,
    address: AddressV2,
    #[serde(default)]
    limits: Vec<LimitV2>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct AddressV2 {
    city: Option<CityV2>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CityV2 {
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct LimitV2 {
    cents: u64,
}

fn from_v1(old: OpenedV1) -> OpenedV2 {
    OpenedV2 { name: old.name, address: AddressV2 { city: None }, limits: Vec::new() }
}

fn from_v2(old: OpenedV2) -> Result<Today, String> {
    let (first, last) =
        old.name.split_once(' ').ok_or_else(|| format!("`{}` is no full name", old.name))?;
    let owner = Owner { first: first.to_owned(), last: last.to_owned() };
    Ok(Today::Opened { owner, limit: old.limits.iter().map(|limit| limit.cents).sum() })
}

impl Event for Today {
    const SCHEMA: &'static [EventSchema] = &[
        EventSchema { version: 3, ..EventSchema::new("opened") },
        EventSchema { version: 3, oldest: 2, ..EventSchema::new("renamed") },
        EventSchema { retired: true, ..EventSchema::new("bonus") },
    ];

    fn upcast<'de, D: Deserializer<'de>>(
        variant: usize,
        version: u16,
        fields: D,
    ) -> Result<Self, UpcastError<D::Error>> {
        let from_2 = |old| lead(Ok::<Self, _>, 2, from_v2, old);
        let from_1 = |old| lead(from_2, 1, from_v1, old);
        match (variant, version) {
            (0, 1) => from_1(older(fields)?),
            (0, 2) => from_2(older(fields)?),
            (1, 2) => Ok(Self::Renamed { owner: older(fields)? }),
            _ => Err(UpcastError::Missing),
        }
    }
}

/// An event as a release of that version has stored it: its fields are those of the variant `Is`.
fn stored<T: Serialize + for<'de> Deserialize<'de> + Send + Sync + 'static>(
    name: &'static str,
    schema_version: u16,
    fields: T,
) -> EventData {
    #[derive(Serialize, Deserialize)]
    enum Release<T> {
        Is(T),
    }
    impl<T: Serialize + for<'de> Deserialize<'de> + Send + Sync + 'static> Event for Release<T> {
        const SCHEMA: &'static [EventSchema] = &[EventSchema::new("")];
    }
    let name = EventName::from_static(name);
    EventData { name, schema_version, ..encode(&Release::Is(fields)).unwrap() }
}

fn ann() -> Owner {
    Owner { first: "Ann".to_owned(), last: "Lee".to_owned() }
}

#[test]
fn e7_every_version_reads_as_todays_event() {
    let v1 = stored("opened", 1, OpenedV1 { name: "Ann Lee".to_owned() });
    assert_eq!(decode::<Today>(&v1).unwrap(), Today::Opened { owner: ann(), limit: 0 });
    let city = Some(CityV2 { name: "Ulm".to_owned() });
    let limits = vec![LimitV2 { cents: 3 }, LimitV2 { cents: 4 }];
    let v2 = OpenedV2 { name: "Ann Lee".to_owned(), address: AddressV2 { city }, limits };
    let v2 = stored("opened", 2, v2);
    assert_eq!(decode::<Today>(&v2).unwrap(), Today::Opened { owner: ann(), limit: 7 });
    let today = Today::Opened { owner: ann(), limit: 7 };
    assert_eq!(decode::<Today>(&encode(&today).unwrap()).unwrap(), today);
}

#[test]
fn e6_what_an_upcaster_refuses_stops_the_reader_with_the_step() {
    let error = decode::<Today>(&stored("opened", 1, OpenedV1 { name: "Ann".to_owned() }));
    let error = error.unwrap_err();
    assert!(matches!(error, DecodeError::Upcast { stored: 1, step: 2, .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the event is stored in version 1, and the upcaster from version 2 to 3 refuses it: `Ann` is no full name"
    );
}

/// Fields that an older struct does not take, each at another depth.
#[test]
fn e6_a_field_that_no_upcaster_reads_stops_the_reader() {
    #[derive(Serialize, Deserialize)]
    struct Named {
        name: String,
        #[serde(rename = "nick.name")]
        nick: String,
        title: Option<String>,
    }
    let named = Named { name: "Ann Lee".to_owned(), nick: "A".to_owned(), title: None };
    let error = decode::<Today>(&stored("opened", 1, named)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the event is stored in version 1, and its fields are not those that the upcaster from version 1 takes: \
         nothing reads `nick.name`, `title`, and it would be lost; add it to what the upcaster takes"
    );

    #[derive(Serialize, Deserialize)]
    struct Limit {
        cents: u64,
        currency: String,
    }
    type City<'a> = std::collections::BTreeMap<String, String>;
    #[derive(Serialize, Deserialize)]
    struct Opened {
        name: String,
        address: std::collections::BTreeMap<String, Option<City<'static>>>,
        limits: Vec<Limit>,
    }
    let text = |text: &str| text.to_owned();
    let city = City::from([(text("name"), text("Ulm")), (text("zip"), text("89073"))]);
    let address = [(text("city"), Some(city))].into();
    let limits = vec![Limit { cents: 1, currency: text("EUR") }];
    let error =
        decode::<Today>(&stored("opened", 2, Opened { name: text("Ann Lee"), address, limits }));
    let DecodeError::OlderFields { stored: 2, cause: OlderError::Unread(lost) } =
        error.unwrap_err()
    else {
        panic!("unread fields are reported as such")
    };
    assert_eq!(lost, ["address.city.zip", "limits.0.currency"]);
}

#[test]
fn e6_fields_of_another_kind_stop_the_reader() {
    #[derive(Serialize, Deserialize)]
    struct Number {
        name: u64,
    }
    #[derive(Serialize, Deserialize)]
    struct Other {
        names: String,
    }
    let about_fields = |data: EventData| {
        let error = decode::<Today>(&data).unwrap_err();
        assert!(
            matches!(error, DecodeError::OlderFields { stored: 1, cause: OlderError::Fields(_) }),
            "{error:?}"
        );
    };
    about_fields(stored("opened", 1, Number { name: 7 }));
    about_fields(stored("opened", 1, Other { names: "Ann Lee".to_owned() }));
    about_fields(stored("opened", 1, "Ann Lee".to_owned()));
    // serde would read a struct by position, too.
    about_fields(stored("opened", 1, ("Ann Lee".to_owned(),)));
    let nothing = bytes::Bytes::new();
    about_fields(EventData { payload: nothing, ..stored("opened", 1, ()) });
}

#[test]
fn e6_every_cut_and_every_byte_left_over_stops_the_reader() {
    let whole = stored("opened", 1, OpenedV1 { name: "Ann Lee".to_owned() });
    for length in 0..whole.payload.len() {
        let cut = EventData { payload: whole.payload.slice(..length), ..whole.clone() };
        assert!(decode::<Today>(&cut).is_err(), "{length} bytes");
    }
    let payload = [whole.payload.as_ref(), &[0xc0]].concat().into();
    let error = decode::<Today>(&EventData { payload, ..whole }).unwrap_err();
    assert!(
        matches!(error, DecodeError::OlderFields { cause: OlderError::TrailingBytes, .. }),
        "{error:?}"
    );
}

#[test]
fn an_event_without_fields_is_read_by_a_struct_whose_fields_may_all_be_missing() {
    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Nothing {
        #[serde(default)]
        by: Option<u64>,
    }
    macro_rules! closed {
        ($name:ident, $older:ty, $by:expr) => {
            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            enum $name {
                Closed { by: u64 },
            }
            impl Event for $name {
                const SCHEMA: &'static [EventSchema] =
                    &[EventSchema { version: 2, ..EventSchema::new("closed") }];
                fn upcast<'de, D: Deserializer<'de>>(
                    _: usize,
                    _: u16,
                    fields: D,
                ) -> Result<Self, UpcastError<D::Error>> {
                    let by: fn($older) -> u64 = $by;
                    Ok(Self::Closed { by: by(older(fields)?) })
                }
            }
        };
    }
    closed!(OfStruct, Nothing, |old| old.by.unwrap_or(7));
    closed!(OfUnit, (), |()| 7);
    let closed = EventData { payload: bytes::Bytes::new(), ..stored("closed", 1, ()) };
    assert_eq!(decode::<OfStruct>(&closed).unwrap(), OfStruct::Closed { by: 7 });
    assert_eq!(decode::<OfUnit>(&closed).unwrap(), OfUnit::Closed { by: 7 });
}

#[test]
fn e6_a_version_that_nothing_reads_stops_the_reader() {
    for (name, version, expected) in [
        (
            "opened",
            4,
            "the event is stored in version 4, by newer code than this, which reads up to version 3; \
             deploy what reads an event before what records it",
        ),
        (
            "renamed",
            1,
            "the event is stored in version 1, this code reads version 2 and later; add `#[event(upcast(1 = ..))]`",
        ),
    ] {
        let error = decode::<Today>(&stored(name, version, ann())).unwrap_err();
        assert!(matches!(error, DecodeError::UnsupportedVersion { .. }), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(
        decode::<Today>(&stored("renamed", 2, ann())).unwrap(),
        Today::Renamed { owner: ann() }
    );
}

#[test]
fn e7_a_retired_event_is_replayed_and_never_recorded() {
    let bonus = EventData {
        schema_version: 1,
        ..stored("bonus", 1, std::collections::BTreeMap::from([("points".to_owned(), 3)]))
    };
    let event = decode::<Today>(&bonus).unwrap();
    assert_eq!(event, Today::Bonus { points: 3 });
    let refused = encode(&event).unwrap_err();
    assert!(matches!(refused, EncodeError::Retired { event: "bonus" }), "{refused:?}");
    assert_eq!(
        refused.to_string(),
        "`bonus` is retired: it is replayed where it was recorded, and never recorded again"
    );
}
