//! Notifications, `event` as a resource. At first they always told the version of the API; a field that may be missing from then on would have
//! done without a new version, but who reads must know since when.

use data_patterns::{Shape, prelude::*};
use serde_json::Value;

use crate::{Failure, resource::Resource, values::Places};

/// All notifications that have arrived, as one history.
#[derive(Aggregate)]
pub(crate) struct Inbox {
    #[id]
    history: String,
    arrived: Vec<Notification>,
}

/// What happens to an inbox.
#[derive(Serialize, Deserialize, Event)]
pub(crate) enum InboxEvent {
    #[event(version = 2, upcast = from_1)]
    Arrived(Notification),
}

/// A notification.
#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Notification {
    id: String,
    object: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    livemode: bool,
    pending_webhooks: i64,
    request: Option<Value>,
    data: Value,
    /// The version of the API that has written `data`.
    api_version: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct ArrivedV1 {
    id: String,
    object: String,
    r#type: String,
    created: i64,
    livemode: bool,
    pending_webhooks: i64,
    request: Value,
    data: Value,
    api_version: String,
}

fn from_1(old: ArrivedV1) -> InboxEvent {
    let ArrivedV1 {
        id,
        object,
        r#type: kind,
        created,
        livemode,
        pending_webhooks,
        request,
        data,
        api_version,
    } = old;
    let (request, api_version) = (Some(request), Some(api_version));
    InboxEvent::Arrived(Notification {
        id,
        object,
        kind,
        created,
        livemode,
        pending_webhooks,
        request,
        data,
        api_version,
    })
}

#[fold]
impl Apply for Inbox {
    type Event = InboxEvent;

    fn apply(&mut self, event: InboxEvent) {
        let InboxEvent::Arrived(notification) = event;
        self.arrived.push(notification);
    }
}

impl Resource for Inbox {
    const RESOURCE: &'static str = "event";
    const RAISED_AT: &'static [u32] = &[2];
    const PLACES: &'static Places = &[];
    const MADE: &'static [&'static str] = &[];

    fn today(&self) -> Result<Vec<Value>, Failure> {
        self.arrived.iter().map(|notification| Ok(serde_json::to_value(notification)?)).collect()
    }
}
