//! What writers do: as `sharded/writing.rs` and `Node::append`.

use super::{
    search::Action,
    state::{Append, Events, Size, State, Writer},
    variant::Variant,
};

pub(super) fn actions(state: &State, variant: Variant, size: Size, out: &mut Vec<(Action, State)>) {
    for number in 0..state.writers.len() {
        let writer = state.writers[number];
        let mut add = |action, next| out.push((action, next));
        if usize::from(writer.route) != state.map.owner() {
            let route = state.map.owner() as u8;
            add(Action::Refresh(number), with(state, number, Writer { route, ..writer }));
        }
        match writer.append {
            None if writer.done < size.appends[number] => {
                if let Some(append) = begun(state, variant, writer) {
                    let append = Some(append);
                    add(Action::Begin(number), with(state, number, Writer { append, ..writer }));
                }
            }
            None => {}
            Some(append) => {
                add(Action::Land(number), landed(state, variant, number, append));
                let failed = Writer { append: None, ..writer };
                add(Action::Fail(number), with(state, number, failed));
            }
        }
    }
}

fn with(state: &State, number: usize, writer: Writer) -> State {
    let mut next = *state;
    next.writers[number] = writer;
    next
}

/// An append is begun where the fences allow it. Those that were judged by older fences would only be refused.
fn begun(state: &State, variant: Variant, writer: Writer) -> Option<Append> {
    let node = usize::from(writer.route);
    let allowed = !variant.judges() || state.fence(node).accepts_appends();
    let version = state.logs[node].head() + 1;
    allowed.then_some(Append { node: writer.route, version, outdated: false })
}

/// One transaction: the fences must be as they were, and the stream must have the version expected of it.
fn landed(state: &State, variant: Variant, number: usize, append: Append) -> State {
    let mut next = *state;
    let (writer, node) = (&mut next.writers[number], usize::from(append.node));
    writer.append = None;
    let refused = variant.checks() && append.outdated;
    if refused || state.logs[node].head() + 1 != append.version {
        return next;
    }
    let event = Events::one(append.version, number, writer.done);
    writer.done += 1;
    next.logs[node] = next.logs[node].and(event);
    next.acknowledged = next.acknowledged.and(event);
    next
}
