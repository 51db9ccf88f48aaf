//! Records read one by one and several at once.

use super::samples::{Counter, counter, on_each_store};

#[test]
fn many_are_read_in_the_order_asked_for() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        for (name, count) in [("a", 1), ("b", 2), ("c", 3)] {
            counters.put(counter(name, count)).await.unwrap();
        }
        counters.delete("b").await.unwrap();
        let read = counters.get_many(["c", "nobody", "a", "b", "c"]).await.unwrap();
        let counts: Vec<_> =
            read.iter().map(|record| record.as_ref().map(|record| record.count)).collect();
        assert_eq!(counts, [Some(3), None, Some(1), None, Some(3)]);
        assert_eq!(counters.get_many(Vec::<String>::new()).await.unwrap(), []);
    });
}

#[test]
fn types_keep_apart_what_has_the_same_key() {
    use patterns_core::entity::Entity;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Label(String);

    impl Entity for Label {
        type Id = String;
        const NAME: &'static str = "label";

        fn id(&self) -> String {
            self.0.clone()
        }
    }

    on_each_store(async |db| {
        db.entities::<Label>().put(Label("a".into())).await.unwrap();
        assert_eq!(db.entities::<Counter>().get("a").await.unwrap(), None);
        db.entities::<Counter>().put(counter("a", 1)).await.unwrap();
        db.entities::<Counter>().delete("a").await.unwrap();
        assert_eq!(*db.entities::<Label>().get("a").await.unwrap().unwrap(), Label("a".into()));
    });
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send(_: impl Send) {}
    let counters = super::samples::in_memory().entities::<Counter>();
    is_send(counters.get("a"));
    is_send(counters.get_many(["a"]));
    is_send(counters.scan(None, 1));
    is_send(counters.put(counter("a", 1)));
    is_send(counters.insert(counter("a", 1)));
    is_send(counters.update(counter("a", 1), 1));
    is_send(counters.delete("a"));
    is_send(counters.delete_version("a", 1));
    is_send(counters.edit("a", |counter| counter.count += 1));
}
