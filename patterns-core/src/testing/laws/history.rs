//! Histories: an identity and the events that are in its stream.

use core::fmt::{Debug, Write};

use super::{
    Laws,
    breach::{Breach, Kind},
    case::{Case, Steps, pick},
    command::{Answer, Asked},
};
use crate::{
    aggregate::Apply,
    event::{EncodeError, Event, EventData, StreamId},
    repository::Handle,
    store::{Append, AppendError, ExpectedVersion},
    testing::{
        Comparable, codec,
        compare::line,
        fail::quietly,
        made_up::{Range, identity, make_event},
    },
};

/// What happened to one aggregate, as a store has it.
pub(super) struct History<A: Apply> {
    pub(super) id: A::Id,
    pub(super) events: Vec<EventData>,
    /// What to say when the fold panics.
    remedy: &'static str,
}

pub(super) const NEEDS_STRATEGY: &str = "Say how events are made, `laws!(.., events = strategy)`, with a strategy of `proptest`: `any_value::<u64>().prop_map(..)`, for example.";

const MADE_UP: &str = "A fold must take whatever the stream holds. These events were made up: if your commands never record such a history, say which ones they do:
\
    `laws!(.., commands = [|account, amount: i64| account.withdraw(amount)])`, or `events = strategy`, or `histories = strategy`.";
const DECIDED: &str = "Your commands record this history, and then it cannot be loaded any more: let them refuse it, or let the fold take it.";
const TOLD: &str = "A fold must take whatever the stream holds. The strategy you gave made these events: let the fold take them, or the strategy make others.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// The history of a case.
    pub(super) fn history(&self, case: &Case<A::Event>) -> Result<History<A>, Breach> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => identity(&case.id).map_err(|error| {
                Breach::cannot_make_up(&error, "Say which it is: `laws!(.., id = \"1234\")`.")
            })?,
        };
        let made_up = if self.commands.is_empty() { MADE_UP } else { DECIDED };
        let (steps, remedy) = match &case.steps {
            Steps::MadeUp(_) => (&case.steps, made_up),
            Steps::Told(_) => (&case.steps, TOLD),
        };
        let mut history = History { id, events: Vec::new(), remedy };
        match steps {
            Steps::Told(events) => {
                events.iter().try_for_each(|event| history.push(event))?;
            }
            Steps::MadeUp(steps) if self.commands.is_empty() => {
                steps.iter().try_for_each(|choices| history.push_made_up(choices))?;
            }
            Steps::MadeUp(steps) => self.run(steps, &mut history)?,
        }
        Ok(history)
    }

    /// The history that commands lead to.
    fn run(&self, steps: &[Vec<u64>], history: &mut History<A>) -> Result<(), Breach> {
        let mut state = history.replay()?;
        for choices in steps {
            let Some(asked) = self.asked(choices) else { continue };
            let answer = asked.decide(&state).map_err(|breach| breach.after(history.text()))?;
            let Answer::Records(events) = answer else { continue };
            for event in &events {
                let read = history.record(event)?;
                history.apply_last(&mut state, read)?;
            }
        }
        Ok(())
    }

    /// The command that `choices` lead to; nothing if there are none.
    pub(super) fn asked<'a>(&'a self, choices: &'a [u64]) -> Option<Asked<'a, A>> {
        let (index, choices) = pick(choices, self.commands.len());
        self.commands.get(index).map(|command| Asked { command, choices })
    }

    /// Every command, with the same choices.
    pub(super) fn asked_each<'a>(
        &'a self,
        choices: &'a [u64],
    ) -> impl Iterator<Item = Asked<'a, A>> {
        self.commands.iter().map(move |command| Asked { command, choices })
    }
}

impl<A: Apply<Event: Comparable>> History<A> {
    pub(super) fn copy(&self) -> Self {
        Self { id: self.id.clone(), events: self.events.clone(), remedy: self.remedy }
    }

    /// Adds an event that is there already, retired or not.
    fn push(&mut self, event: &A::Event) -> Result<(), Breach> {
        let encoded = codec::encode_as_it_was(&self.stream(), event);
        let (data, _) = encoded.map_err(|error| does_not_encode(event, &error))?;
        self.events.push(data);
        Ok(())
    }

    /// Adds an event that a command has decided on; answers it as it will be read.
    pub(super) fn record(&mut self, event: &A::Event) -> Result<A::Event, Breach> {
        let encoded = codec::encode_and_decode(&self.stream(), event);
        let (data, read) = encoded.map_err(|error| does_not_encode(event, &error))?;
        self.events.push(data);
        Ok(read)
    }

    fn push_made_up(&mut self, choices: &[u64]) -> Result<(), Breach> {
        let (variant, choices) = pick(choices, A::Event::SCHEMA.len());
        let event: A::Event = make_event(variant, choices, Range::Modest)
            .map_err(|error| Breach::cannot_make_up(&error, NEEDS_STRATEGY))?;
        self.push(&event)
    }

    /// The state after all events, folded from the first one on.
    pub(super) fn replay(&self) -> Result<A, Breach> {
        self.replay_until(self.events.len())
    }

    /// The state after the first so many events.
    pub(super) fn replay_until(&self, version: usize) -> Result<A, Breach> {
        let state = quietly(|| A::initial(&self.id)).map_err(|panic| {
            let happened = format!("the initial state cannot be made: {panic}");
            Breach::new(Kind::FoldPanicked, happened, "Every identity has an initial state.")
        })?;
        self.replay_on(state, 0, version)
    }

    /// The state after the events from the version `after` to the version `until`.
    pub(super) fn replay_on(&self, mut state: A, after: usize, until: usize) -> Result<A, Breach> {
        let events = self.events.iter().enumerate().take(until).skip(after);
        let stream = self.stream();
        for (index, data) in events {
            let event = codec::decode(&stream, data).map_err(|error| {
                Breach::new(Kind::DoesNotEncode, error.to_string(), "").after(self.text())
            })?;
            self.apply(index, &mut state, event)?;
        }
        Ok(state)
    }

    fn apply_last(&self, state: &mut A, event: A::Event) -> Result<(), Breach> {
        self.apply(self.events.len().saturating_sub(1), state, event)
    }

    fn apply(&self, index: usize, state: &mut A, event: A::Event) -> Result<(), Breach> {
        quietly(|| state.apply(event)).map_err(|panic| {
            let name = self.events.get(index).map(|data| data.name.as_str()).unwrap_or_default();
            let happened = format!("the fold panics at event {}, `{name}`: {panic}", index + 1);
            Breach::new(Kind::FoldPanicked, happened, self.remedy).after(self.text_until(index + 1))
        })
    }

    /// The aggregate with this history, in a database of its own; every event was a change.
    pub(super) async fn recorded(&self) -> Result<Handle<A>, AppendError> {
        let db = codec::database();
        let handle = Handle::fresh(db.clone(), self.id.clone());
        let (stream, events) = (handle.stream().clone(), self.events.clone());
        let entry = Append { stream, expected: ExpectedVersion::Exact(0), events };
        db.store().append(vec![entry]).await?;
        Ok(handle)
    }

    pub(super) fn stream(&self) -> StreamId {
        StreamId::new(A::NAME, &self.id)
    }

    /// The events as they are shown.
    pub(super) fn text(&self) -> String {
        self.text_until(self.events.len())
    }

    fn text_until(&self, version: usize) -> String {
        let stream = self.stream();
        let mut text = match self.events.len().min(version) {
            0 => format!("{stream} without any event\n"),
            1 => format!("{stream} after 1 event:\n"),
            many => format!("{stream} after {many} events:\n"),
        };
        for (version, data) in (1..).zip(self.events.iter().take(version)) {
            let event = codec::decode::<A::Event>(&stream, data)
                .map_or_else(|error| error.to_string(), |event| line(&event));
            // Writing to a text cannot fail.
            let _ = writeln!(text, "  {version:>3}  {event}");
        }
        text
    }
}

pub(super) fn does_not_encode<E: Debug>(event: &E, error: &EncodeError) -> Breach {
    Breach::new(
        Kind::DoesNotEncode,
        format!("the event {} cannot be recorded: {error}", line(event)),
        "Look at the serde attributes of its fields; what is left out when it is written must have a default when it is read.",
    )
}
