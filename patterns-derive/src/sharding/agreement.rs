//! What a type declares must agree with its key, of which tokens tell only the name: the compiler is asked.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, spanned::Spanned};

use super::{Kind, Part, PlacementOptions, Point, Strategy};
use crate::{
    reading::CratePath,
    writing::{mentions, placed_at},
};

/// A constant beside the type that is computed only if all agrees; none is needed if nothing can be wrong.
pub(crate) fn agreement(
    options: &PlacementOptions,
    parts: &[Part<'_>],
    generics: &Generics,
    krate: &CratePath,
) -> Option<TokenStream> {
    let checks = checks(options, parts, krate).filter(|_| !is_generic(parts, generics))?;
    Some(quote!(const _: () = { #checks };))
}

/// The same inside a function, where the key depends on parameters: it is computed for each type that the function is used with.
pub(crate) fn generic_agreement(
    options: &PlacementOptions,
    parts: &[Part<'_>],
    generics: &Generics,
    krate: &CratePath,
) -> Option<TokenStream> {
    let checks = checks(options, parts, krate).filter(|_| is_generic(parts, generics))?;
    Some(quote!(const { #checks };))
}

fn is_generic(parts: &[Part<'_>], generics: &Generics) -> bool {
    parts.first().is_some_and(|part| mentions(part.ty, generics))
}

fn checks(
    options: &PlacementOptions,
    parts: &[Part<'_>],
    krate: &CratePath,
) -> Option<TokenStream> {
    let part = parts.first()?;
    match options.strategy()? {
        Strategy::Zone => zones(options, part, krate),
        Strategy::Range => points(options, part, krate),
        _ => None,
    }
}

fn zones(options: &PlacementOptions, part: &Part<'_>, krate: &CratePath) -> Option<TokenStream> {
    let ((key, zones), ty) = (options.zones.entry()?, part.ty);
    let known = quote!(<#ty as #krate::Zones>::ZONES);
    let each = zones.iter().map(|zone| {
        let is_known = quote!(#krate::has_zone(#known, #zone));
        placed_at(
            zone.span(),
            quote!(::core::assert!(#is_known, "{}", <#ty as #krate::Zones>::UNKNOWN);),
        )
    });
    let others = format!(
        "`{}` has more zones than these, or in another order; they decide where data lies, so name all in the order of the enum",
        part.shown_type()
    );
    let all = placed_at(
        key.span(),
        quote!(::core::assert!(#krate::same_zones(#known, &[#(#zones),*]), #others);),
    );
    Some(quote!(#(#each)* #all))
}

// Points of the other kind would split nothing, and all keys lie in the first region.
fn points(options: &PlacementOptions, part: &Part<'_>, krate: &CratePath) -> Option<TokenStream> {
    if part.is_lowercase() || Kind::of(part.ty).is_some() {
        return None;
    }
    let (first, ty) = (options.split.get()?.first()?, part.ty);
    let (texts, kind, example) = match first {
        Point::Text(_) => (true, "whole number", "[1_000]"),
        Point::Integer(..) => (false, "text", "[\"N\"]"),
    };
    let message =
        format!("`{}` is a {kind}, so the points are, too: `split = {example}`", part.shown_type());
    let fits = quote!(#krate::is_split_by(#texts, <#ty as #krate::SplitKey>::BY_TEXTS));
    Some(placed_at(first.span(), quote!(::core::assert!(#fits, #message);)))
}
