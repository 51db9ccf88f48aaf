//! What an expansion costs. Generated bodies are what a compiler spends its time on, so their number and size are limits.

use syn::visit::{self, Visit};

use super::sample::{generated, samples};

const BYTES_PER_EVENT: usize = 600;
const BODIES_PER_EVENT: usize = 2;
const BYTES_PER_SCHEMA: usize = 480;
const BYTES_PER_STEP: usize = 260;
const LINES_PER_ACCOUNT: usize = 150;
const LINES_PER_CACHED_FUNCTION: usize = 200;

#[derive(Default)]
struct Bodies(usize);

impl<'ast> Visit<'ast> for Bodies {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.0 += 1;
        visit::visit_block(self, block);
    }
}

fn events(count: usize) -> (usize, usize) {
    let methods: String = (0..count)
        .map(|event| format!("fn happened_{event}(&mut self, amount: i64, memo: Option<String>) {{ self.sum += amount; }}"))
        .collect();
    let expansion = generated(&format!("#[events] impl Account {{ {methods} }}"));
    let mut bodies = Bodies::default();
    bodies.visit_file(&syn::parse2(expansion.clone()).unwrap());
    (expansion.to_string().len(), bodies.0)
}

#[test]
fn an_event_is_cheap() {
    let (few, many) = (events(10), events(110));
    let bytes = (many.0 - few.0) / 100;
    let bodies = (many.1 - few.1).div_ceil(100);
    assert!(bytes <= BYTES_PER_EVENT, "{bytes} bytes an event");
    assert!(bodies <= BODIES_PER_EVENT, "{bodies} bodies an event");
}

/// The table of stored events, of this many events with so many upcasters each.
fn schema(events: usize, steps: usize) -> usize {
    let chain: String = (1..=steps).map(|step| format!("{step} = from_v{step},")).collect();
    let version = steps + 1;
    let upcasters = if steps == 0 {
        String::new()
    } else {
        format!("#[event(version = {version}, upcast({chain}))]")
    };
    let variants: String = (0..events)
        .map(|event| {
            format!("{upcasters} Happened{event} {{ amount: i64, memo: Option<String> }},")
        })
        .collect();
    generated(&format!("#[derive(Event)] enum AccountEvent {{ {variants} }}")).to_string().len()
}

#[test]
fn what_is_known_of_stored_events_is_cheap() {
    let bytes = (schema(110, 0) - schema(10, 0)) / 100;
    assert!(bytes <= BYTES_PER_SCHEMA, "{bytes} bytes an event");
    let bytes = (schema(1, 110) - schema(1, 10)) / 100;
    assert!(bytes <= BYTES_PER_STEP, "{bytes} bytes an upcaster");
}

#[test]
fn expansions_are_short() {
    for (name, most) in
        [("aggregate_account", LINES_PER_ACCOUNT), ("cached_profile", LINES_PER_CACHED_FUNCTION)]
    {
        let sample = samples().into_iter().find(|sample| sample.name == name).unwrap();
        let pretty = prettyplease::unparse(&syn::parse2(generated(&sample.source)).unwrap());
        let lines = pretty.lines().count();
        assert!(lines < most, "{name}: {lines} lines");
    }
}
