//! A short version of each campaign; `README.md` says how to run the long ones.

use std::process::Command;

#[track_caller]
fn passes(campaign: &str, rounds: &str) {
    let program = env!("CARGO_BIN_EXE_crash-campaign");
    let output = Command::new(program).args([campaign, "--rounds", rounds]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn e3_what_was_acknowledged_survives_a_kill() {
    passes("kill", "10");
}

#[test]
fn e3_what_was_acknowledged_survives_a_power_cut() {
    passes("power", "3");
}

#[test]
fn e3_what_was_acknowledged_survives_a_full_disk() {
    passes("full", "2");
}

#[test]
fn damage_is_reported_or_harmless() {
    passes("damage", "40");
}

#[test]
fn e10_tampering_is_found_and_placed() {
    passes("tamper", "64");
}

#[test]
fn e9_nothing_is_lost_or_doubled_by_a_kill_while_events_are_archived() {
    passes("archive", "18");
}
