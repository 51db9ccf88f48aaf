//! The text of a lock.

use super::lock;
use crate::schema_lock::{FormatError, parse};

const TEXT: &str = r##"# What the events in stores look like. A test compares it with the code; `PATTERNS_ACCEPT=1 cargo test` writes it. Commit it.
patterns-lock 1

aggregate "a name: \"odd\"\n"

aggregate account
  event closed, retired
    version 1
  event deposited | "paid | in" | paid_in
    version 1
      = i64
    version 2
      amount: Cents
      "of: day"? | date: OffsetDateTime #with = "rfc3339"
      place? = "places::none" | at: u8
      rate? = one: Rate
      type?: HashMap<String, Vec<Note>>
      struct Cents
        = i64
      enum Note #tag = "kind"
        variant Call | Phone
          number: String
        variant None
        variant Pair
          .0: u8
          .1?: u8
        variant Text
          = String
  event moved
    version 3
      undeclared
  event named
    version 1
      {}
      struct Page<(u8, u8)>
        ()
"##;

#[test]
fn every_form_comes_back_as_it_was() {
    let lock = parse(TEXT).unwrap();
    assert_eq!(lock.to_string(), TEXT);
    assert_eq!(lock.aggregates["account"].events["deposited"].versions.len(), 2);
}

#[test]
fn comments_and_empty_lines_are_nothing() {
    let spread = TEXT.replace('\n', "\n\n# why\n");
    assert_eq!(parse(&spread), parse(TEXT));
    assert_eq!(parse(&TEXT.replace('\n', "\r\n")).unwrap(), parse(TEXT).unwrap());
}

#[test]
fn a_wrong_line_is_named() {
    for (after, wrong) in [
        ("aggregate account", "<<<<<<< HEAD"),
        ("aggregate account", "      event deeper"),
        ("aggregate account", "  evnt opened"),
        ("  event closed, retired", "    version none"),
        ("  event closed, retired", "    version 0"),
        ("    version 1", "    version 1"),
        ("      = i64", "      amount: i64"),
        ("      amount: Cents", "      amount: Euros"),
        ("      amount: Cents", "      .0: Euros"),
        ("          .0: u8", "          .2: u8"),
        ("        variant None", "        variant None"),
        ("        variant None", "        None"),
        ("  event moved", "  event moved, gone"),
        ("      amount: Cents", "      sum"),
        ("      amount: Cents", "      sum = one: u8"),
        ("      amount: Cents", "      sum? =: u8"),
    ] {
        let (before, rest) = TEXT.split_once(&format!("{after}\n")).unwrap();
        let text = format!("{before}{after}\n{wrong}\n{rest}");
        let error = parse(&text).unwrap_err();
        let line = before.lines().count() + 2;
        assert!([line, line + 1].contains(&error.line), "{wrong}: {error}");
    }
    assert_eq!(parse("").unwrap_err(), FormatError { line: 1, text: String::new() });
    assert_eq!(
        parse("patterns-lock 2\n").unwrap_err().to_string(),
        "line 1 is not what a lock holds there: `patterns-lock 2`"
    );
}

/// A change of one field is a change of one line.
#[test]
fn a_change_is_one_line() {
    let before = lock("event opened\n  version 1\n    a: u8\n    c: u8\nevent closed\n  version 1")
        .to_string();
    let after = lock(
        "event opened\n  version 1\n    a: u8\n    b: u8\n    c: u8\nevent closed\n  version 1",
    )
    .to_string();
    let added: Vec<_> = after.lines().filter(|line| !before.contains(*line)).collect();
    assert_eq!(added, ["      b: u8"]);
}
