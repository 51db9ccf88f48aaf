//! Durations, bounds and percentages, as people write them.

use syn::Lit;

use super::nearest;

/// A unit: how it is written, how much it is, and what people write instead.
type Unit = (&'static str, u64, &'static [&'static str]);

const DURATIONS: &[Unit] = &[
    ("ms", 1, &["msec", "millis", "milliseconds"]),
    ("s", 1_000, &["sec", "secs", "second", "seconds"]),
    ("m", 60_000, &["min", "mins", "minute", "minutes"]),
    ("h", 3_600_000, &["hr", "hrs", "hour", "hours"]),
    ("d", 86_400_000, &["day", "days"]),
];

const SIZES: &[Unit] = &[
    ("B", 1, &["b", "byte", "bytes"]),
    ("KB", 1_000, &["kb", "kB", "k", "K"]),
    ("MB", 1_000_000, &["mb", "m", "M"]),
    ("GB", 1_000_000_000, &["gb", "g", "G"]),
    ("KiB", 1 << 10, &["kib", "Ki"]),
    ("MiB", 1 << 20, &["mib", "Mi"]),
    ("GiB", 1 << 30, &["gib", "Gi"]),
];

const DURATION_FORMS: &str = "a duration is a whole number of seconds, or a text such as \"250ms\", \"90s\", \"5m\", \"1h\" or \"2d\"";
const SIZE_FORMS: &str =
    "a capacity is a number of entries, or a text such as \"64MB\" or \"512KiB\"";
const PERCENT_FORMS: &str = "a jitter is a percentage from 0 to 99: `10` or \"10%\"";
const WHOLE_JITTER: &str =
    "with a jitter of 100 % an entry could expire as soon as it is there; use 10";

/// The bound of a cache.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    Entries(u64),
    Bytes(u64),
}

/// A duration, in milliseconds.
pub(crate) fn duration(literal: &Lit) -> syn::Result<u64> {
    let milliseconds = match literal {
        Lit::Int(seconds) => seconds.base10_parse::<u64>()?.checked_mul(1_000),
        Lit::Str(text) => measure(&text.value(), DURATIONS, DURATION_FORMS)
            .map_err(|message| syn::Error::new(literal.span(), message))?,
        _ => return Err(syn::Error::new(literal.span(), DURATION_FORMS)),
    };
    positive(milliseconds, literal, "a duration")
}

/// The bound of a cache: entries, or bytes with a unit.
pub(crate) fn bound(literal: &Lit) -> syn::Result<Bound> {
    match literal {
        Lit::Int(entries) => {
            positive(entries.base10_parse().ok(), literal, "a capacity").map(Bound::Entries)
        }
        Lit::Str(text) => {
            let bytes = measure(&text.value(), SIZES, SIZE_FORMS)
                .map_err(|message| syn::Error::new(literal.span(), message))?;
            positive(bytes, literal, "a capacity").map(Bound::Bytes)
        }
        _ => Err(syn::Error::new(literal.span(), SIZE_FORMS)),
    }
}

/// A percentage.
pub(crate) fn percent(literal: &Lit) -> syn::Result<u8> {
    let number = match literal {
        Lit::Int(number) => number.base10_parse().ok(),
        Lit::Str(text) => text.value().strip_suffix('%').and_then(|digits| digits.parse().ok()),
        _ => None,
    };
    match number {
        Some(percent) if percent < 100 => Ok(percent),
        Some(100) => Err(syn::Error::new(literal.span(), WHOLE_JITTER)),
        _ => Err(syn::Error::new(literal.span(), PERCENT_FORMS)),
    }
}

fn positive(value: Option<u64>, literal: &Lit, what: &str) -> syn::Result<u64> {
    match value {
        Some(0) => Err(syn::Error::new(
            literal.span(),
            format!("{what} must be greater than zero; to cache nothing, leave `#[cached]` out"),
        )),
        Some(value) => Ok(value),
        None => Err(syn::Error::new(literal.span(), format!("{what} must fit into 64 bits"))),
    }
}

// `Ok(None)` when the number does not fit.
fn measure(text: &str, units: &[Unit], forms: &str) -> Result<Option<u64>, String> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).unwrap_or((text, ""));
    if number.is_empty() || unit.is_empty() {
        return Err(format!("`{text}` needs a number and a unit: {forms}"));
    }
    let Some((_, factor, _)) = units.iter().find(|(name, ..)| *name == unit) else {
        return Err(unknown_unit(number, unit, units, forms));
    };
    Ok(number.parse::<u64>().ok().and_then(|number| number.checked_mul(*factor)))
}

// Spaces are no mistake worth a message of their own: the remedy is written without.
fn unknown_unit(number: &str, unit: &str, units: &[Unit], forms: &str) -> String {
    let words = units.iter().flat_map(|(name, _, aliases)| aliases.iter().chain([name]));
    let meant = nearest(unit.trim(), words.copied()).and_then(|word| {
        units.iter().find(|(name, _, aliases)| *name == word || aliases.contains(&word))
    });
    let remedy = match meant {
        Some((name, ..)) => format!("did you mean \"{number}{name}\"?"),
        None => forms.to_owned(),
    };
    format!("`{}` is no unit here; {remedy}", unit.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(code: &str) -> Lit {
        syn::parse_str(code).unwrap()
    }

    #[test]
    fn durations() {
        for (code, milliseconds) in [
            ("60", 60_000),
            ("\"90s\"", 90_000),
            ("\"5m\"", 300_000),
            ("\"1h\"", 3_600_000),
            ("\"2d\"", 172_800_000),
            ("\"250ms\"", 250),
        ] {
            assert_eq!(duration(&literal(code)).unwrap(), milliseconds, "{code}");
        }
    }

    #[test]
    fn wrong_durations_say_what_was_meant() {
        for (code, part) in [
            ("0", "zero"),
            ("\"0s\"", "zero"),
            ("\"60 s\"", "did you mean \"60s\"?"),
            ("\"5min\"", "did you mean \"5m\"?"),
            ("\"2 hours\"", "did you mean \"2h\"?"),
            ("\"3dayz\"", "did you mean \"3d\"?"),
            ("\"5\"", "needs a number and a unit"),
            ("\"\"", "needs a number and a unit"),
            ("\"1fortnight\"", "a duration is"),
            ("1.5", "a duration is"),
            ("\"99999999999999999999s\"", "64 bits"),
            ("\"999999999999999999d\"", "64 bits"),
        ] {
            let message = duration(&literal(code)).unwrap_err().to_string();
            assert!(message.contains(part), "{code}: {message}");
        }
    }

    #[test]
    fn bounds() {
        assert!(matches!(bound(&literal("10_000")), Ok(Bound::Entries(10_000))));
        assert!(matches!(bound(&literal("\"64MB\"")), Ok(Bound::Bytes(64_000_000))));
        assert!(matches!(bound(&literal("\"1GiB\"")), Ok(Bound::Bytes(1_073_741_824))));
        for (code, part) in [
            ("0", "zero"),
            ("\"64 mb\"", "did you mean \"64MB\"?"),
            ("\"64 parsecs\"", "a capacity is"),
            ("true", "a capacity is"),
        ] {
            let message = bound(&literal(code)).map(|_| ()).unwrap_err().to_string();
            assert!(message.contains(part), "{code}: {message}");
        }
    }

    #[test]
    fn percentages() {
        assert_eq!(percent(&literal("10")).unwrap(), 10);
        assert_eq!(percent(&literal("\"99%\"")).unwrap(), 99);
        for code in ["100", "101", "\"10\"", "\"a%\"", "0.1", "300"] {
            assert!(percent(&literal(code)).is_err(), "{code}");
        }
    }
}
