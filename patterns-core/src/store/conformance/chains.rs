//! The chain of a stream is that of its events, whatever way they took into the store.

use super::samples::{any, append, event, events, noise, stream, succeeds, whole};
use crate::{
    event::{ChainHash, EventData, EventName, StreamHash, StreamId},
    store::{Direction, EventStore, FindingKind, SignOff, Verification},
};

/// What the store keeps of a stream's chain is what its events give, one by one (E10).
async fn assert_chained(store: &dyn EventStore, stream: &StreamId, what: &str) {
    let page = whole(store, stream).await;
    let first = ChainHash::genesis(stream);
    let hash = page.events.iter().fold(first, |hash, event| hash.after(event));
    let kept = succeeds(store.stream_hash(stream).await, "the hash of a stream");
    assert_eq!(kept, StreamHash { version: page.head, hash }, "{what}");
}

/// The hash of a stream depends on its events only: not on the batches they came in, nor on what stands between them (E10).
pub async fn e10_hashes_do_not_depend_on_batches(store: &dyn EventStore) {
    let (ours, other) = (stream("ours"), stream("other"));
    assert_chained(store, &ours, "a stream that nobody wrote to begins its chain").await;
    for (first, count) in [(1, 1), (2, 5), (7, 1), (8, 100), (108, 2)] {
        append(store, vec![any(&ours, events(first, count))]).await;
        append(store, vec![any(&other, events(1, 1)), any(&ours, Vec::new())]).await;
        assert_chained(store, &ours, "an append lengthens the chain by its events").await;
    }
    append(store, vec![any(&ours, events(1, 2)), any(&other, events(3, 1))]).await;
    append(store, vec![any(&ours, events(3, 1)), any(&ours, events(4, 1))]).await;
    assert_chained(store, &ours, "entries of one batch lengthen one chain").await;
    assert_chained(store, &other, "every stream has a chain of its own").await;
}

/// Every part of an event is chained, up to the largest (E10).
pub async fn e10_hashes_cover_every_byte(store: &dyn EventStore) {
    let name = stream("grüße");
    let odd = EventData {
        name: EventName::from_static("支払い済み"),
        schema_version: u16::MAX,
        payload: noise(1, 300).into(),
        metadata: noise(2, 20_000).into(),
    };
    let large = event(noise(3, 3 << 20));
    append(store, vec![any(&name, vec![odd.clone(), event(""), large.clone()])]).await;
    assert_chained(store, &name, "events of every kind are chained").await;
    append(store, vec![any(&name, vec![large, odd])]).await;
    assert_chained(store, &name, "large events are chained").await;
    let page = store.read_stream(&name, u64::MAX, Direction::Backward, 1).await;
    assert!(page.is_ok_and(|page| page.head == 5), "a hash changes nothing");
}

async fn verified(store: &dyn EventStore, signed: &SignOff) -> Verification {
    succeeds(store.verify_against(signed).await, "a verification")
}

/// Appends of every kind; answers how many events and streams there are then.
async fn fill(store: &dyn EventStore) -> (u64, u64) {
    for round in 1..=20 {
        let name = |n: u64| stream(&format!("stream {}", (round + n) % 5));
        append(store, vec![any(&name(0), events(round, 1)), any(&name(0), events(round, 2))]).await;
        append(store, vec![any(&name(1), events(round, round))]).await;
    }
    append(store, vec![any(&stream("large"), vec![event(noise(1, 1 << 17)); 3])]).await;
    (20 * 3 + 210 + 3, 6)
}

/// Nothing is wrong with a store that nobody has tampered with, and everything in it was looked at (E10).
pub async fn e10_an_untouched_store_has_no_findings(store: &dyn EventStore) {
    let nothing = succeeds(store.verify().await, "verification of an empty store");
    assert!(nothing.is_intact(), "an empty store is intact: {nothing}");
    let (events, streams) = fill(store).await;
    let all = succeeds(store.verify().await, "a verification");
    assert!(all.is_intact(), "what was appended is intact: {all}");
    // A store can have events of its own beside those of others.
    assert!(all.events >= nothing.events + events, "every event is looked at: {all}");
    assert!(all.streams >= nothing.streams + streams, "and every stream: {all}");
    let one = stream("stream 1");
    let verified = succeeds(store.verify_stream(&one, &[]).await, "verification of a stream");
    assert!(verified.is_intact(), "a stream is intact by itself: {verified}");
    assert_eq!(verified.events, whole(store, &one).await.head, "and all of it is looked at");
    let nobody = succeeds(store.verify_stream(&stream("nobody"), &[]).await, "the same");
    assert!(nobody.is_intact(), "so is one that nobody wrote to: {nobody}");
}

/// What was signed off holds while the store grows, and what is not the same is found (E10).
pub async fn e10_what_was_signed_off_is_held_against_the_store(store: &dyn EventStore) {
    fill(store).await;
    let signed = succeeds(store.sign_off().await, "a sign-off");
    let text = signed.to_string();
    assert_eq!(text.parse().as_ref(), Ok(&signed), "a sign-off reads back what it prints");
    append(store, vec![any(&stream("stream 1"), events(1, 3))]).await;
    let found = verified(store, &signed).await;
    assert!(found.is_intact(), "what was signed off is still there: {found}");
    let later = succeeds(store.sign_off().await, "a sign-off");
    assert_ne!(later, signed, "another log is signed off otherwise");

    let mut further = signed.clone();
    further.logs.iter_mut().for_each(|log| log.position += 1_000_000);
    let missing =
        |found: &Verification| found.findings.iter().all(|one| one.kind == FindingKind::Missing);
    let found = verified(store, &further).await;
    assert!(!found.is_intact() && missing(&found), "a log that was longer is found: {found}");
    let mut other = signed;
    let zero = ChainHash::from_bytes([0; ChainHash::LENGTH]);
    other.logs.iter_mut().for_each(|log| log.hash = zero);
    let found = verified(store, &other).await;
    let rewritten = found.findings.iter().any(|one| one.kind == FindingKind::Rewritten);
    assert!(rewritten, "a log that was another is found: {found}");
}

/// The same, of one stream (E10).
pub async fn e10_what_was_signed_off_of_a_stream_is_held_against_it(store: &dyn EventStore) {
    let name = stream("signed");
    append(store, vec![any(&name, events(1, 5))]).await;
    let signed = succeeds(store.stream_hash(&name).await, "the hash of a stream");
    append(store, vec![any(&name, events(6, 5)), any(&name, events(11, 1))]).await;
    let further = StreamHash { version: 12, ..signed };
    let other = StreamHash { version: 7, ..signed };
    let kind = |signed: StreamHash| {
        let name = &name;
        async move {
            let found = store.verify_stream(name, &[signed]).await;
            let found = succeeds(found, "verification of a stream").findings;
            found.first().map(|finding| (finding.kind, finding.stream.clone()))
        }
    };
    assert_eq!(kind(signed).await, None, "what was signed off is still there");
    let own = Some(name.clone());
    assert_eq!(kind(further).await, Some((FindingKind::Missing, own.clone())), "it was longer");
    assert_eq!(kind(other).await, Some((FindingKind::Rewritten, own)), "it was another");
}
