//! What the macros cost at compile time: 200 aggregates with 5 events each, beside the same types with serde's derives only and with no derive at
//! all; and a cold build of a program that does nothing. CPU seconds of cargo and all its children.
//!
//! `cargo bench --bench compile`

#![allow(missing_docs, reason = "a benchmark is no interface")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may end by panicking"
)]

mod yardstick;

use std::{
    fmt::Write,
    path::Path,
    process::{Command, Stdio},
};

use yardstick::{directory, median, rounds};

const AGGREGATES: usize = 200;

fn main() {
    let workspace = directory();
    let directory = workspace.path();
    write_crates(directory);
    println!(
        "{AGGREGATES} aggregates with 5 events and 2 commands each, CPU seconds, median of {} rounds",
        rounds()
    );
    println!(
        "{:<8} {:>8} {:>8} {:>8} {:>28}",
        "", "plain", "serde", "ours", "(ours-plain)/(serde-plain)"
    );
    for mode in ["check", "build"] {
        for name in ["plain", "serde", "ours"] {
            cargo(directory, name, mode);
        }
        let rounds: Vec<[f64; 3]> = (0..rounds())
            .map(|_| ["plain", "serde", "ours"].map(|name| rebuild(directory, name, mode)))
            .collect();
        let column = |index: usize| median(rounds.iter().map(|round| round[index]));
        let (plain, serde, ours) = (column(0), column(1), column(2));
        let ratio = (ours - plain) / (serde - plain);
        println!("{mode:<8} {plain:>8.2} {serde:>8.2} {ours:>8.2} {ratio:>28.2}");
    }
    let hello = cargo(directory, "hello", "build");
    println!(
        "cold debug build of an empty program: {hello:.1} CPU seconds, {} crates",
        crates(directory)
    );
}

/// Every crate has a target folder of its own, so that one build cannot warm up another.
fn cargo(directory: &Path, name: &str, mode: &str) -> f64 {
    let before = children_seconds();
    let mut command = Command::new(env!("CARGO"));
    command.args([mode, "--quiet"]).current_dir(directory.join(name)).env("CARGO_INCREMENTAL", "0");
    command.env("CARGO_TARGET_DIR", directory.join(name).join("target")).stderr(Stdio::inherit());
    assert!(command.status().unwrap().success(), "the generated crate {name} must build");
    children_seconds() - before
}

fn rebuild(directory: &Path, name: &str, mode: &str) -> f64 {
    let source = directory.join(name).join("src/main.rs");
    let text = std::fs::read_to_string(&source).unwrap();
    std::fs::write(&source, text).unwrap();
    cargo(directory, name, mode)
}

fn crates(directory: &Path) -> usize {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "-e", "normal", "--prefix", "none"]).current_dir(directory.join("hello"));
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let names: std::collections::BTreeSet<_> =
        output.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    names.len()
}

/// CPU seconds of all children that have ended: fields 16 and 17 of `/proc/self/stat`, in hundredths.
fn children_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit_once(") ").unwrap().1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: f64 = fields[13..15].iter().map(|ticks| ticks.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

fn write_crates(directory: &Path) {
    let root = env!("CARGO_MANIFEST_DIR");
    let ours = format!("data-patterns = {{ path = {root:?} }}\n");
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
    write_crate(directory, "hello", &ours, "");
    write_crate(directory, "plain", serde, &modules(plain));
    write_crate(directory, "serde", serde, &modules(with_serde));
    write_crate(directory, "ours", &format!("{ours}{serde}"), &modules(with_macros));
}

fn write_crate(directory: &Path, name: &str, dependencies: &str, code: &str) {
    let directory = directory.join(name);
    std::fs::create_dir_all(directory.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"weight-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n{dependencies}"
    );
    std::fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    std::fs::write(
        directory.join("src/main.rs"),
        format!("#![allow(dead_code)]\n{code}\nfn main() {{}}\n"),
    )
    .unwrap();
}

fn modules(module: fn() -> String) -> String {
    let mut code = String::new();
    for number in 0..AGGREGATES {
        writeln!(code, "pub mod m{number} {{ {} }}", module()).unwrap();
    }
    code
}

const STATE: &str = "pub struct Order { ID pub number: u64, pub customer: String, pub lines: Vec<String>, pub total: i64, pub note: Option<String>, pub open: bool }";

fn plain() -> String {
    by_hand("", "")
}

fn with_serde() -> String {
    by_hand("use serde::{Serialize, Deserialize};", "#[derive(Serialize, Deserialize)]")
}

fn by_hand(imports: &str, derives: &str) -> String {
    let state = STATE.replace("ID", "");
    format!(
        "{imports} {derives} {state}
        {derives} #[derive(Clone, Debug, PartialEq)] pub enum OrderEvent {{
            Placed {{ customer: String, note: Option<String> }}, LineAdded {{ text: String, price: i64 }},
            LineRemoved {{ text: String, price: i64 }}, Discounted {{ amount: i64 }}, Closed }}
        impl Order {{
            pub fn apply(&mut self, event: OrderEvent) {{ match event {{
                OrderEvent::Placed {{ customer, note }} => {{ self.customer = customer; self.note = note; self.open = true; }}
                OrderEvent::LineAdded {{ text, price }} => {{ self.lines.push(text); self.total += price; }}
                OrderEvent::LineRemoved {{ text, price }} => {{ self.lines.retain(|line| *line != text); self.total -= price; }}
                OrderEvent::Discounted {{ amount }} => {{ self.total -= amount; }}
                OrderEvent::Closed => {{ self.open = false; }}
            }} }}
            pub fn add(&self, text: String, price: i64) -> Option<OrderEvent> {{ self.open.then(|| OrderEvent::LineAdded {{ text, price }}) }}
            pub fn close(&self) -> Option<OrderEvent> {{ self.open.then_some(OrderEvent::Closed) }}
        }}"
    )
}

fn with_macros() -> String {
    let state = STATE.replace("ID", "#[id]");
    format!(
        "use data_patterns::prelude::*;
        #[derive(Aggregate, Serialize, Deserialize)] #[aggregate(snapshot(every = 100))] {state}
        #[events] impl Order {{
            fn placed(&mut self, customer: String, note: Option<String>) {{ self.customer = customer; self.note = note; self.open = true; }}
            fn line_added(&mut self, text: String, price: i64) {{ self.lines.push(text); self.total += price; }}
            fn line_removed(&mut self, text: String, price: i64) {{ self.lines.retain(|line| *line != text); self.total -= price; }}
            fn discounted(&mut self, amount: i64) {{ self.total -= amount; }}
            fn closed(&mut self) {{ self.open = false; }}
        }}
        #[commands] impl Order {{
            pub fn add(&self, text: String, price: i64) -> Option<OrderEvent> {{ self.open.then(|| OrderEvent::line_added(text, price)) }}
            pub fn close(&self) -> Option<OrderEvent> {{ self.open.then(OrderEvent::closed) }}
        }}"
    )
}
