//! The block as the rules and the expansion see it.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, FnArg, Generics, Ident, Pat, Type, ext::IdentExt};

use super::attributes::EventsOptions;
use crate::{
    event::{Stored, VariantOptions},
    reading::{CratePath, Errors, ImplBlock, Method},
    writing::{is_cfg, kept, naming_self, upper_camel_case},
};

/// A block of events.
pub(crate) struct Model<'a> {
    pub(crate) block: &'a ImplBlock,
    pub(crate) options: EventsOptions,
    pub(crate) krate: CratePath,
    /// The name of the enum.
    pub(crate) enum_name: Ident,
    /// The parameters that the enum needs.
    pub(crate) generics: Generics,
    pub(crate) events: Vec<EventMethod<'a>>,
    /// How the events are stored, in the same order.
    pub(crate) stored: Vec<Stored>,
}

/// A method that is an event.
pub(crate) struct EventMethod<'a> {
    pub(crate) method: &'a Method,
    pub(crate) variant: Ident,
    pub(crate) fields: Vec<Payload<'a>>,
}

/// An argument that becomes a field.
pub(crate) struct Payload<'a> {
    pub(crate) attributes: &'a [Attribute],
    /// The name of the argument without the underscore that says that the fold does not use it.
    pub(crate) ident: Ident,
    /// Whether an argument before it would be the same field.
    pub(crate) taken: bool,
    /// The type, without `Self`.
    pub(crate) ty: TokenStream,
}

impl<'a> Model<'a> {
    /// Nothing when the block is no block of an aggregate.
    pub(crate) fn read(
        block: &'a ImplBlock,
        options: EventsOptions,
        errors: &Errors,
    ) -> Option<Self> {
        let Some(type_name) = block.type_name() else {
            errors.over(
                &block.self_type,
                "events belong to an aggregate: write `#[events] impl Account { .. }`",
            );
            return None;
        };
        let methods = || block.methods();
        let stored = methods().map(|method| stored(method, errors)).collect();
        let events: Vec<_> =
            methods().map(|method| EventMethod::read(method, &block.self_type)).collect();
        let payload: TokenStream =
            events.iter().flat_map(|event| &event.fields).map(|field| field.ty.clone()).collect();
        let derived = || format_ident!("{}Event", type_name.unraw(), span = type_name.span());
        Some(Self {
            enum_name: options.name.get().cloned().unwrap_or_else(derived),
            krate: CratePath::or_default(&options.krate),
            generics: kept(&block.generics, &payload),
            block,
            options,
            events,
            stored,
        })
    }

    /// The path of the aggregate, without arguments, as documentation links to it.
    pub(crate) fn type_path(&self) -> String {
        let Type::Path(self_type) = &self.block.self_type else { return String::new() };
        let segments =
            self_type.path.segments.iter().map(|segment| segment.ident.unraw().to_string());
        segments.collect::<Vec<_>>().join("::")
    }

    /// The enum with its arguments.
    pub(crate) fn enum_type(&self) -> TokenStream {
        let (_, arguments, _) = self.generics.split_for_impl();
        let name = &self.enum_name;
        quote!(#name #arguments)
    }
}

fn stored(method: &Method, errors: &Errors) -> Stored {
    Stored {
        span: method.span(),
        default_name: method.signature.ident.unraw().to_string(),
        options: VariantOptions::read(&method.attributes, errors),
        conditional: method.attributes.iter().any(is_cfg),
    }
}

impl<'a> EventMethod<'a> {
    fn read(method: &'a Method, self_type: &Type) -> Self {
        let signature = &method.signature;
        let mut fields = Vec::new();
        for input in &signature.inputs {
            let field = Payload::read(input, self_type, &fields);
            fields.extend(field);
        }
        Self { method, variant: variant_name(&signature.ident), fields }
    }
}

// The variant bears the span of the method, so that an editor leads from one to the other. What cannot be a name is
// reported by the rules; until then it is called as the method is.
fn variant_name(method: &Ident) -> Ident {
    let name = upper_camel_case(&method.unraw().to_string());
    match syn::parse_str::<Ident>(&name) {
        Ok(_) => Ident::new(&name, method.span()),
        Err(_) => method.clone(),
    }
}

impl<'a> Payload<'a> {
    fn read(input: &'a FnArg, self_type: &Type, before: &[Self]) -> Option<Self> {
        let FnArg::Typed(argument) = input else {
            return None;
        };
        let Pat::Ident(pattern) = &*argument.pat else {
            return None;
        };
        let name = field_name(&pattern.ident);
        let taken = before.iter().any(|field| field.ident == name);
        Some(Self {
            attributes: &argument.attrs,
            // The rules report a name that is taken; until then the field is called as the argument is.
            ident: if taken { pattern.ident.clone() } else { name },
            taken,
            ty: naming_self(&argument.ty, self_type),
        })
    }
}

// Whether today's fold uses an argument must not show in what is stored.
fn field_name(argument: &Ident) -> Ident {
    let name = argument.to_string();
    match syn::parse_str::<Ident>(name.trim_start_matches('_')) {
        Ok(_) if name.starts_with('_') => Ident::new(name.trim_start_matches('_'), argument.span()),
        _ => argument.clone(),
    }
}

impl ToTokens for Payload<'_> {
    /// The definition of the field.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (attributes, ident, ty) = (self.attributes, &self.ident, &self.ty);
        tokens.extend(quote!(#(#attributes)* #ident: #ty));
    }
}

/// Why no event can hold a value of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unstorable {
    Borrowed,
    /// `impl` or `dyn`.
    Unnamed(&'static str),
}

/// Whether something in the type cannot be stored, however deep inside.
pub(crate) fn unstorable(ty: TokenStream) -> Option<Unstorable> {
    ty.into_iter().find_map(|token| match token {
        TokenTree::Punct(punct) if matches!(punct.as_char(), '&' | '\'') => {
            Some(Unstorable::Borrowed)
        }
        TokenTree::Ident(ident) if ident == "impl" => Some(Unstorable::Unnamed("impl")),
        TokenTree::Ident(ident) if ident == "dyn" => Some(Unstorable::Unnamed("dyn")),
        TokenTree::Group(group) => unstorable(group.stream()),
        _ => None,
    })
}
