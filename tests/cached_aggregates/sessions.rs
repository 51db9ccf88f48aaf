//! C1: nobody reads older than what they have read or written, on any node.

use data_patterns::{repository::SessionToken, store::Direction};

use super::store::{Account, Shared};

#[pollster::test]
async fn c1_one_reads_ones_own_write_on_another_node_by_the_token() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    // The other node has the old state in its cache.
    assert_eq!(there.aggregate::<Account>(1_u32).load().await.unwrap().balance, 0);
    let session = here.session();
    session.aggregate::<Account>(1_u32).deposit(5).await.unwrap();
    let token: SessionToken = session.token().to_string().parse().unwrap();
    let elsewhere = there.resume(&token);
    assert_eq!(there.aggregate::<Account>(1_u32).load().await.unwrap().balance, 0, "without it");
    assert_eq!(elsewhere.aggregate::<Account>(1_u32).load().await.unwrap().balance, 5);
    assert_eq!(there.aggregate::<Account>(1_u32).load().await.unwrap().balance, 5, "learnt");
}

#[pollster::test]
async fn c1_reads_through_one_handle_never_go_back() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let handle = here.aggregate::<Account>(1_u32);
    let session = here.session();
    there.aggregate::<Account>(1_u32).deposit(5).await.unwrap();
    assert_eq!(session.aggregate::<Account>(1_u32).load().await.unwrap().version(), 1);
    assert_eq!(handle.load().await.unwrap().version(), 1);
    assert!(session.token().to_string().ends_with("-1"));
}

#[pollster::test]
async fn c1_whatever_shows_a_version_is_remembered() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let number = 1_u32;
    assert_eq!(here.aggregate::<Account>(number).load().await.unwrap().version(), 0);
    there.aggregate::<Account>(number).freeze().await.unwrap();

    let history = here.aggregate::<Account>(number);
    assert_eq!(history.read(1, Direction::Forward, 10).await.unwrap().len(), 1);
    assert_eq!(history.load().await.unwrap().version(), 1);

    let (session, third) = (here.session(), store.node().0);
    assert_eq!(third.aggregate::<Account>(number).load().await.unwrap().version(), 1);
    there.aggregate::<Account>(number).deposit(1).await.unwrap();
    assert!(session.aggregate::<Account>(number).withdraw(2).await.is_err());
    let resumed = third.resume(&session.token()).aggregate::<Account>(number);
    assert_eq!(resumed.load().await.unwrap().version(), 2, "what a refusal has seen");
}

#[pollster::test]
async fn c1_a_session_that_has_seen_too_much_reads_the_store_and_stays_right() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let session = here.session();
    for number in 0..200_u32 {
        assert_eq!(there.aggregate::<Account>(number).load().await.unwrap().balance, 0);
        session.aggregate::<Account>(number).deposit(1).await.unwrap();
    }
    let elsewhere = there.resume(&session.token());
    for number in 0..200_u32 {
        let seen = elsewhere.aggregate::<Account>(number).load().await.unwrap();
        assert_eq!(seen.balance, 1, "account {number}");
    }
    assert!(session.token().to_string().len() < 2_000);
}
