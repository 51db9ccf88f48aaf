//! Pages of records in the order of their keys.

use patterns_core::{
    aggregate::{OneShard, Versioned},
    entity::Entity,
    repository::Database,
};
use serde::{Deserialize, Serialize};

use super::samples::on_each_store;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    number: i64,
}

impl OneShard for Row {}

impl Entity for Row {
    type Id = i64;
    const NAME: &'static str = "row";

    fn id(&self) -> i64 {
        self.number
    }
}

fn numbers(page: &[Versioned<Row>]) -> Vec<i64> {
    page.iter().map(|row| row.number).collect()
}

async fn scan(db: &Database, after: Option<i64>, limit: usize) -> Vec<i64> {
    numbers(&db.entities::<Row>().scan(after, limit).await.unwrap())
}

async fn put_all(db: &Database, all: impl IntoIterator<Item = i64>) {
    let rows = db.entities::<Row>();
    for number in all {
        rows.put(Row { number }).await.unwrap();
    }
}

async fn delete_all(db: &Database, all: impl IntoIterator<Item = i64>) {
    let rows = db.entities::<Row>();
    for number in all {
        rows.delete(number).await.unwrap();
    }
}

#[test]
fn records_come_in_the_order_of_keys() {
    on_each_store(async |db| {
        let ascending = [i64::MIN, -70_000, -256, -1, 0, 1, 255, 256, 70_000, i64::MAX];
        assert_eq!(scan(&db, None, 10).await, [0; 0], "without records there is an empty page");
        put_all(&db, ascending.iter().rev().copied()).await;
        for limit in [0, 1, 3, 9, 10, 11, usize::MAX] {
            for (place, after) in ascending.iter().enumerate() {
                let following: Vec<_> =
                    ascending.iter().skip(place + 1).take(limit).copied().collect();
                assert_eq!(
                    scan(&db, Some(*after), limit).await,
                    following,
                    "{limit} after {after}"
                );
            }
            let first: Vec<_> = ascending.iter().take(limit).copied().collect();
            assert_eq!(scan(&db, None, limit).await, first, "{limit}");
        }
        assert_eq!(scan(&db, Some(2), 1).await, [255], "a key that nothing has is as good");
    });
}

#[test]
fn deleted_records_are_passed_over_however_many_there_are() {
    on_each_store(async |db| {
        put_all(&db, 0..300).await;
        delete_all(&db, (0..300).filter(|number| ![5, 250, 299].contains(number))).await;
        for (after, limit, expected) in [
            (None, 1, &[5][..]),
            (None, 2, &[5, 250]),
            (None, 3, &[5, 250, 299]),
            (None, 9, &[5, 250, 299]),
            (Some(5), 1, &[250]),
            (Some(17), 2, &[250, 299]),
            (Some(299), 1, &[]),
        ] {
            assert_eq!(scan(&db, after, limit).await, expected, "{limit} after {after:?}");
        }
        delete_all(&db, [5, 250, 299]).await;
        assert_eq!(scan(&db, None, 1).await, [0; 0], "all of them are deleted");
    });
}

#[test]
fn other_types_are_not_met() {
    #[derive(Clone, Serialize, Deserialize)]
    struct Other<const N: usize>(i64);

    const NAMES: [&str; 4] = ["ro", "row\0", "rows", "rov"];

    impl<const N: usize> Entity for Other<N> {
        type Id = i64;
        const NAME: &'static str = NAMES[N];

        fn id(&self) -> i64 {
            self.0
        }
    }

    on_each_store(async |db| {
        put_all(&db, [1, 3]).await;
        db.entities::<Other<0>>().put(Other(2)).await.unwrap();
        db.entities::<Other<1>>().put(Other(2)).await.unwrap();
        db.entities::<Other<2>>().put(Other(2)).await.unwrap();
        db.entities::<Other<3>>().put(Other(2)).await.unwrap();
        assert_eq!(scan(&db, None, 9).await, [1, 3]);
    });
}

/// More records than a scan looks at in one step.
#[test]
fn a_page_can_hold_all() {
    on_each_store(async |db| {
        put_all(&db, 0..2_500).await;
        assert_eq!(scan(&db, None, usize::MAX).await, (0..2_500).collect::<Vec<_>>());
    });
}

#[test]
fn a_scan_tells_versions() {
    on_each_store(async |db| {
        put_all(&db, [1, 2, 2, 2]).await;
        let page = db.entities::<Row>().scan(None, 9).await.unwrap();
        assert_eq!(page.iter().map(Versioned::version).collect::<Vec<_>>(), [1, 3]);
    });
}
