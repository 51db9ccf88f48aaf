//! Half-typed code: as long as braces and parentheses are closed, the generated items stay, so that an editor can complete.

use quote::quote;

use crate::{aggregate, cached, commands, events, invalidates};

const BODIES: &[&str] = &[
    "self.",
    "self.balance +=",
    "let",
    "let x =",
    "if self.balance",
    "match",
    "match amount {",
    "self.owner = Some(",
    "amount.",
    "for x in",
    "self.balance += amount",
    "AccountEvent::",
    "vec![",
    "x => y",
    "#",
    "#[",
    "..",
    "&mut",
    "return",
    "\"text\" \"text\"",
];

// What cannot be closed cannot be a token stream either; no macro ever sees it.
fn bodies() -> impl Iterator<Item = proc_macro2::TokenStream> {
    BODIES.iter().filter_map(|body| body.parse().ok())
}

#[test]
fn a_half_typed_event_keeps_the_enum() {
    let mut survived = 0;
    for body in bodies() {
        let block = quote!(impl Account { fn opened(&mut self) {} fn deposited(&mut self, amount: i64) { #body } });
        let expansion = events::expand(quote!(), block).to_string();
        assert!(
            expansion.contains("enum AccountEvent") && expansion.contains("Deposited"),
            "{body}"
        );
        survived += 1;
    }
    assert!(survived >= 16, "{survived} of {} bodies", BODIES.len());
}

#[test]
fn a_half_typed_command_keeps_the_handle() {
    for body in bodies() {
        let block = quote!(impl Account { pub fn open(&self) -> AccountEvent { #body } });
        let expansion = commands::expand(quote!(), block).to_string();
        assert!(expansion.contains("async fn open"), "{body}");
    }
}

#[test]
fn a_half_typed_signature_costs_only_its_own_event() {
    for signature in [
        "fn",
        "fn deposited",
        "fn deposited(",
        "fn deposited(&mut self, amount",
        "fn deposited(&mut self, amount:)",
        "pub",
    ] {
        let Ok(signature) = format!("{signature} {{}}").parse::<proc_macro2::TokenStream>() else {
            continue;
        };
        let block =
            quote!(impl Account { fn opened(&mut self) {} #signature fn closed(&mut self) {} });
        let expansion = events::expand(quote!(), block).to_string();
        assert!(expansion.contains("Opened") && expansion.contains("Closed"), "{signature}");
        assert!(expansion.contains("compile_error"), "{signature}");
    }
}

#[test]
fn a_change_of_a_body_changes_the_fold() {
    let fold = |body: proc_macro2::TokenStream| {
        let expansion =
            events::expand(quote!(), quote!(impl Account { fn opened(&mut self) { #body } }))
                .to_string();
        let start = expansion.find("FOLD").unwrap();
        expansion.get(start..start + 120).unwrap().to_owned()
    };
    assert_eq!(fold(quote!(self.n = 1;)), fold(quote!(self.n = 1;)));
    assert_ne!(fold(quote!(self.n = 1;)), fold(quote!(self.n = 2;)));
}

/// The fingerprint of the shape that the derive writes for the struct.
fn shape(structure: proc_macro2::TokenStream) -> String {
    let expansion = aggregate::derive(structure).to_string();
    let start = expansion.find("SHAPE").unwrap();
    expansion.get(start..start + 120).unwrap().to_owned()
}

#[test]
fn a_change_of_a_field_changes_the_shape() {
    let shape =
        |fields: proc_macro2::TokenStream| shape(quote!(struct Account { #[id] id: u8, #fields }));
    let balance = shape(quote!(balance: i64));
    assert_eq!(balance, shape(quote!(#[doc = "In cents."] pub balance: i64)));
    for other in [
        quote!(balance: u64),
        quote!(cents: i64),
        quote!(#[serde(default)] balance: i64),
        quote!(balance: i64, open: bool),
        quote!(balance: (i64,)),
    ] {
        assert_ne!(balance, shape(other.clone()), "{other}");
    }
}

#[test]
fn another_initial_state_changes_the_shape() {
    let shape = |options: proc_macro2::TokenStream| {
        shape(quote!(#options struct Account { #[id] id: u8, limit: u32 }))
    };
    let shapes = [
        quote!(),
        quote!(#[aggregate(initial = with_limit)]),
        quote!(#[aggregate(initial = without_limit)]),
        quote!(#[aggregate(initial = Account::with_limit)]),
        quote!(#[aggregate(initial = with_limit, version = 2)]),
    ];
    let told_apart: std::collections::BTreeSet<_> = shapes.clone().map(shape).into();
    assert_eq!(told_apart.len(), shapes.len());
}

#[test]
fn a_half_typed_cached_function_keeps_what_stands_beside_it() {
    for body in bodies() {
        let function = quote!(async fn profile(db: &Db, id: u64) -> Profile { #body });
        let expansion = cached::expand(quote!(ttl = 60, key = id), function).to_string();
        assert!(expansion.contains("fn invalidate") && expansion.contains("fn warm"), "{body}");
        assert!(!expansion.contains("compile_error"), "{body}");
    }
}

#[test]
fn half_typed_options_keep_what_stands_beside_the_function() {
    for options in [
        "ttl",
        "ttl =",
        "ttl = 60, ",
        "ttl = 60, key = id, cap",
        "ttl = 60, key = id, tags = [team.",
    ] {
        let Ok(options) = format!("key = id, {options}").parse() else { continue };
        let function = quote!(
            fn profile(id: u64) -> Profile {
                read(id)
            }
        );
        let expansion = cached::expand(options, function).to_string();
        assert!(expansion.contains("fn invalidate"), "{expansion}");
        assert!(expansion.contains("fn profile (id : u64) -> Profile"), "{expansion}");
    }
}

#[test]
fn a_half_typed_list_keeps_the_function() {
    for list in
        ["", "profile", "profile(", "profile(id", "profile(id),", "profile(id) list", "Users::"]
    {
        let Ok(list) = list.parse() else { continue };
        let function = quote!(fn rename(id: u64) { write(id). });
        let expansion = invalidates::expand(list, function).to_string();
        assert!(expansion.contains("fn rename (id : u64) {"), "{expansion}");
    }
}
