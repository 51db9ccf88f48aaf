//! Questions to all nodes.

use std::time::Duration;

use data_patterns::{
    prelude::*,
    repository::{QueryError, ScatterCursor},
    shard::scatter::{Count, Sum},
};

use crate::types::{Account, Order, database, move_away};

async fn fill(db: &Database, accounts: u64) {
    for number in 0..accounts {
        db.aggregate::<Account>(number).deposit(number as i64).await.unwrap();
    }
}

#[pollster::test]
async fn s8_every_aggregate_is_found_once_on_any_store() {
    for db in [database(3), database(1), data_patterns::in_memory()] {
        fill(&db, 100).await;
        assert_eq!(db.scatter::<Account>().count().await.unwrap(), 100);
        let rich = || db.scatter::<Account>().filter(|account| account.balance >= 90);
        assert_eq!(rich().count().await.unwrap(), 10);
        assert_eq!(rich().sum(|account| account.balance).await.unwrap(), (90..100).sum::<i64>());
        assert_eq!(rich().min(|account| account.balance).await.unwrap(), Some(90));
        assert_eq!(rich().max(|account| account.balance).await.unwrap(), Some(99));
        assert_eq!(rich().average(|account| account.balance as f64).await.unwrap(), Some(94.5));
        assert_eq!(rich().top(3, |account| account.balance).await.unwrap(), [99, 98, 97]);
        let both = rich().reduce(|account| (Count(1), Sum(account.balance))).await.unwrap();
        assert_eq!(both, Some((Count(10), Sum(945))));
        let none = rich().filter(|account| account.number == 1);
        assert_eq!(none.average(|_| 1.0).await.unwrap(), None);
    }
}

#[pollster::test]
async fn s8_pages_name_everything_once_while_slots_move() {
    let db = database(2);
    fill(&db, 120).await;
    let (mut cursor, mut found) = (None::<ScatterCursor>, Vec::new());
    loop {
        let mut question = db.scatter::<Account>().limit(7);
        if let Some(cursor) = cursor.take() {
            question = question.after(cursor.to_string().parse().unwrap());
        }
        let page = question.page().await.unwrap();
        found.extend(page.items.iter().map(|account| account.number));
        let Some(next) = page.next else { break };
        cursor = Some(next);
        move_away(&db, found.len() as u64 % 120).await;
    }
    found.sort_unstable();
    assert_eq!(found, (0..120).collect::<Vec<_>>());
}

#[pollster::test]
async fn records_of_one_shard_key_and_of_all() {
    let db = database(3);
    let orders = db.entities::<Order>();
    for customer in 0..20 {
        for number in 0..3 {
            orders.put(Order { customer, number, amount: customer * 10 }).await.unwrap();
        }
    }
    orders.delete((19, 2)).await.unwrap();
    assert_eq!(orders.scatter().count().await.unwrap(), 59);
    let of_seven = orders.scatter().filter(|order| order.customer == 7).page().await.unwrap();
    let numbers: Vec<_> = of_seven.items.iter().map(|order| order.number).collect();
    assert_eq!(numbers, [0, 1, 2]);
    assert!(of_seven.next.is_none());
}

#[pollster::test]
async fn a_cursor_of_another_type_is_refused_and_a_deadline_is_kept() {
    let db = database(2);
    fill(&db, 10).await;
    let page = db.scatter::<Account>().limit(3).page().await.unwrap();
    let orders = db.entities::<Order>();
    orders.put(Order { customer: 1, number: 1, amount: 1 }).await.unwrap();
    let foreign = orders.scatter().after(page.next.unwrap()).page().await.unwrap_err();
    assert!(matches!(foreign, QueryError::ForeignCursor { .. }), "{foreign}");
    let answered = db.scatter::<Account>().deadline(Duration::from_secs(3600)).count().await;
    assert_eq!(answered.unwrap(), 10);
}

#[pollster::test]
async fn an_answer_in_part_says_what_is_missing() {
    let db = database(2);
    fill(&db, 50).await;
    let whole = db.scatter::<Account>().partial().reduce(|_| Count(1)).await.unwrap();
    assert!(whole.is_complete());
    assert_eq!(whole.value, Some(Count(50)));
}
