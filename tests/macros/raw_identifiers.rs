//! Keywords as names.

#![allow(non_camel_case_types, reason = "keywords as names of types")]

use data_patterns::prelude::*;

#[derive(Aggregate)]
pub struct r#struct {
    #[id]
    #[shard_key]
    r#type: String,
    #[id]
    r#fn: u8,
    r#match: u64,
}

#[events(name = r#Enum)]
impl r#struct {
    fn r#move(&mut self, r#in: u64) {
        self.r#match = r#in;
    }

    #[event(name = "r#break")]
    fn r#break(&mut self) {
        self.r#match = 0;
    }
}

#[commands(handle = structHandle)]
impl r#struct {
    pub fn r#loop(&self, r#for: u64) -> r#Enum {
        r#Enum::r#move(r#for)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Place {
    r#where: u8,
}

#[test]
fn stored_names_are_plain() {
    assert_eq!(r#struct::NAME, "struct");
    assert_eq!(r#struct::SHARDING.unwrap().key, ["type"]);
    assert_eq!((r#Enum::SCHEMA[0].name, r#Enum::SCHEMA[1].name), ("move", "r#break"));
    assert_eq!(Place { r#where: 1 }.key_bytes(), 1_u8.key_bytes());
}

#[test]
fn commands_are_called_by_their_name() {
    pollster::block_on(async {
        let db = data_patterns::in_memory();
        let state = db.aggregate::<r#struct>(structKey { r#type: "a".to_owned(), r#fn: 1 });
        state.r#loop(3).await.unwrap();
        let state = state.load().await.unwrap();
        assert_eq!((state.r#type.as_str(), state.r#fn, state.r#match), ("a", 1, 3));
    });
}
