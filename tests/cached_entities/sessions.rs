//! C1: nobody reads older than what they have read or written, on any node.

use data_patterns::repository::SessionToken;

use super::profile::{Profile, first, profile};
use crate::store::Shared;

#[pollster::test]
async fn c1_one_reads_ones_own_write_without_the_store() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    profiles.put(profile(1, 1)).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (Some((1, 1)), 0));
    profiles.update(profile(1, 2), 1).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (Some((2, 2)), 0));
    profiles.edit(1_u32, |profile| profile.visits += 5).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (Some((7, 3)), 0));
    profiles.delete_version(1_u32, 3).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (None, 0));
}

#[pollster::test]
async fn c1_one_reads_ones_own_write_on_another_node_by_the_token() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    assert_eq!(first(&there.entities()).await, None);
    let session = here.session();
    session.entities::<Profile>().put(profile(1, 5)).await.unwrap();
    let token: SessionToken = session.token().to_string().parse().unwrap();
    assert_eq!(first(&there.entities()).await, None, "without the token");
    assert_eq!(first(&there.resume(&token).entities()).await, Some((5, 1)));
    assert_eq!(first(&there.entities()).await, Some((5, 1)), "learnt");
}

#[pollster::test]
async fn c1_what_was_read_in_a_session_is_never_read_older() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    assert_eq!(first(&there.entities()).await, None);
    here.entities::<Profile>().put(profile(1, 5)).await.unwrap();
    let session = here.session();
    assert_eq!(session.entities::<Profile>().scan(None, 9).await.unwrap().len(), 1);
    assert_eq!(first(&there.resume(&session.token()).entities()).await, Some((5, 1)));
}
