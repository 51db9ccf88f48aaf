//! The code that computes a place.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Generics, Path, Type, WherePredicate, parse_quote, spanned::Spanned};

use super::{Part, PlacementOptions, Strategy, parts::number};
use crate::{
    reading::CratePath,
    writing::{mentions, placed_at},
};

/// The strategy, as a constant expression.
pub(crate) fn strategy_of(
    options: &PlacementOptions,
    parts: &[Part<'_>],
    krate: &CratePath,
) -> TokenStream {
    let strategy = quote!(#krate::ShardStrategy);
    match options.strategy().unwrap_or(&Strategy::Hash) {
        Strategy::Hash => quote!(#strategy::Hash),
        Strategy::Range => {
            let points = points(options, krate);
            quote!(#strategy::Range(#points))
        }
        Strategy::Zone => {
            let zones =
                parts.first().map(|part| part.ty).map(|ty| quote!(<#ty as #krate::Zones>::ZONES));
            quote!(#strategy::Zone(#zones))
        }
        Strategy::Directory => quote!(#strategy::Directory),
        Strategy::Composite => {
            let bytes = bytes(parts);
            quote!(#strategy::Composite(#bytes))
        }
        Strategy::Custom(path) => {
            let shown = path.to_token_stream().to_string().replace(' ', "");
            quote!(#strategy::Custom(#shown))
        }
    }
}

fn points(options: &PlacementOptions, krate: &CratePath) -> TokenStream {
    let points = options.split.get().map(Vec::as_slice).unwrap_or_default();
    let kind =
        if points.iter().all(super::Point::is_text) { quote!(Text) } else { quote!(Integers) };
    let points = points.iter().map(super::Point::literal);
    quote!(#krate::SplitPoints::#kind(&[#(#points),*]))
}

fn bytes(parts: &[Part<'_>]) -> TokenStream {
    let bytes = parts.iter().filter_map(|part| part.options.bytes.get()).filter_map(number);
    let bytes = bytes.map(proc_macro2::Literal::u8_unsuffixed);
    quote!(&[#(#bytes),*])
}

/// The whole key: an expression for a reference to it, and its type.
pub(crate) struct Whole {
    pub(crate) value: TokenStream,
    pub(crate) ty: TokenStream,
}

/// An expression for the place of a key. `policy` is one for the policy.
pub(crate) fn place(
    options: &PlacementOptions,
    parts: &[Part<'_>],
    policy: &TokenStream,
    whole: &Whole,
    krate: &CratePath,
) -> TokenStream {
    match options.strategy().unwrap_or(&Strategy::Hash) {
        Strategy::Hash | Strategy::Directory => hashed_parts(parts, krate),
        Strategy::Range => {
            let hashed = hashed_parts(parts, krate);
            let points = points(options, krate);
            let region = parts.first().map(|part| {
                region(part.ty, &part.value, part.is_lowercase(), &quote!(&#points), krate)
            });
            quote!(#policy.place_in_region(#region, #hashed))
        }
        Strategy::Zone => in_zone(parts, policy, krate),
        Strategy::Composite => {
            let (bytes, hashed) = (
                bytes(parts),
                parts.iter().map(|part| hashed_parts(std::slice::from_ref(part), krate)),
            );
            quote!(#krate::PlaceRange::composite(#bytes, &[#(#hashed),*]).first())
        }
        Strategy::Custom(path) => by_function(path, whole, krate),
    }
}

// The type is named, so that a function of another is underlined there, and in our words.
fn by_function(path: &Path, whole: &Whole, krate: &CratePath) -> TokenStream {
    let Whole { value, ty } = whole;
    let function = placed_at(path.span(), quote!(&#path));
    placed_at(path.span(), quote!(#krate::PlacesKeys::<#ty>::place_of(#function, #value)))
}

// Keys of one zone are told apart by the other fields, if there are any.
fn in_zone(parts: &[Part<'_>], policy: &TokenStream, krate: &CratePath) -> TokenStream {
    let Some((zone, others)) = parts.split_first() else { return TokenStream::new() };
    let hashed = hashed_parts(if others.is_empty() { parts } else { others }, krate);
    let (ty, value) = (zone.ty, &zone.value);
    quote!(#policy.place_in_region(<#ty as #krate::Zones>::zone(#value), #hashed))
}

fn hashed_parts(parts: &[Part<'_>], krate: &CratePath) -> TokenStream {
    let hashed = parts
        .iter()
        .map(|part| hashed(part.ty, &part.value, part.is_lowercase(), &quote!(&mut to), krate));
    quote!({
        let mut to = #krate::PlaceHasher::new();
        #(#hashed)*
        to.finish()
    })
}

/// A statement that adds a value to a hash. The trait is named together with the type that the user wrote, so that a type that
/// is no shard key is underlined there.
pub(crate) fn hashed(
    ty: &Type,
    value: &TokenStream,
    lowercase: bool,
    to: &TokenStream,
    krate: &CratePath,
) -> TokenStream {
    if lowercase {
        let text = text(ty, value, krate);
        return quote!(#krate::ShardKey::hash(&#text, #to););
    }
    let hash = placed_at(ty.span(), quote!(hash));
    quote!(<#ty as #krate::ShardKey>::#hash(#value, #to);)
}

fn text(ty: &Type, value: &TokenStream, krate: &CratePath) -> TokenStream {
    quote!(#krate::Lowercase(<#ty as #krate::NormalText>::text(#value)))
}

/// An expression for the region of a value between `points`.
pub(crate) fn region(
    ty: &Type,
    value: &TokenStream,
    lowercase: bool,
    points: &TokenStream,
    krate: &CratePath,
) -> TokenStream {
    if lowercase {
        let text = text(ty, value, krate);
        return quote!(#krate::SplitKey::region(&#text, #points));
    }
    quote!(<#ty as #krate::SplitKey>::region(#value, #points))
}

/// What a type must be whose value is `wanted`, or its text in small letters.
pub(crate) fn requirement(lowercase: bool, wanted: &TokenStream) -> TokenStream {
    if lowercase { quote!(NormalText) } else { wanted.clone() }
}

/// What the types of the parts must be, where they depend on parameters.
pub(crate) fn requirements(
    options: &PlacementOptions,
    parts: &[Part<'_>],
    generics: &Generics,
    krate: &CratePath,
) -> Vec<WherePredicate> {
    let generic = |part: &&Part<'_>| mentions(part.ty, generics);
    let hashed = parts.iter().filter(generic).map(|part| {
        let (ty, requirement) = (part.ty, requirement(part.is_lowercase(), &quote!(ShardKey)));
        parse_quote!(#ty: #krate::#requirement)
    });
    let first = parts.first().filter(generic).and_then(|part| {
        let (ty, lowercase) = (part.ty, part.is_lowercase());
        match options.strategy()? {
            Strategy::Range if !lowercase => Some(parse_quote!(#ty: #krate::SplitKey)),
            Strategy::Zone => Some(parse_quote!(#ty: #krate::Zones)),
            _ => None,
        }
    });
    hashed.chain(first).collect()
}
