//! The methods of the handle.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Generics, ReturnType, Type, WhereClause, WherePredicate, parse_quote,
    spanned::Spanned,
};

use super::{
    check::RESERVED,
    model::{Argument, Command, Model},
};
use crate::{
    reading::CratePath,
    writing::{
        METHODS, bounded, cfgs, docs, forwarded, mentions, naming_self, placed_at, turbofish,
    },
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let methods = model.commands.iter().filter_map(|command| {
        let arguments = command.arguments.iter().map(ToTokens::to_token_stream);
        method(command, model, arguments, &call(command, model))
    });
    on_handle(model, methods)
}

/// Methods that let the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let methods = model.commands.iter().filter(|command| is_called_on_handle(command));
    let methods = methods.filter_map(|command| {
        let unused = command.arguments.iter().map(|Argument { ty, .. }| quote!(_: #ty));
        method(command, model, unused, &quote!(loop {}))
    });
    on_handle(model, methods)
}

fn is_called_on_handle(command: &Command<'_>) -> bool {
    let signature = &command.method.signature;
    let reserved = RESERVED.iter().any(|name| signature.ident == name);
    signature.receiver().is_some() && !reserved
}

fn on_handle(model: &Model<'_>, methods: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (handle, cfgs, generics) = (&model.handle, cfgs(&model.block.attributes), generics(model));
    let (parameters, _, predicates) = generics.split_for_impl();
    quote! {
        #(#cfgs)*
        #METHODS
        impl #parameters #handle #predicates {
            #(#methods)*
        }
    }
}

fn generics(model: &Model<'_>) -> Generics {
    let (generics, krate, self_type) =
        (&model.block.generics, &model.krate, &model.block.self_type);
    if generics.params.is_empty() {
        return generics.clone();
    }
    let mut own = generics.clone();
    own.where_clause = without_self(generics.where_clause.as_ref(), self_type);
    bounded(&own, [parse_quote!(#self_type: #krate::Apply)])
}

fn without_self(clause: Option<&WhereClause>, self_type: &Type) -> Option<WhereClause> {
    clause.and_then(|clause| syn::parse2(naming_self(clause, self_type)).ok())
}

fn method(
    command: &Command<'_>,
    model: &Model<'_>,
    arguments: impl Iterator<Item = TokenStream>,
    body: &TokenStream,
) -> Option<TokenStream> {
    let (signature, user) = (&command.method.signature, &command.method.attributes);
    let outcome = outcome(&signature.output, model)?;
    let (attributes, errors_section) = (forwarded(user), errors_section(user));
    let (visibility, name, parameters) =
        (&command.method.visibility, &signature.ident, &signature.generics);
    let predicates = predicates(command, model);
    Some(quote! {
        #(#attributes)*
        #errors_section
        #visibility async fn #name #parameters (&self, #(#arguments),*) -> #outcome #predicates {
            #body
        }
    })
}

fn predicates(command: &Command<'_>, model: &Model<'_>) -> Option<WhereClause> {
    let (own, of_block) = (&command.method.signature.generics, &model.block.generics);
    let generics = Generics {
        where_clause: without_self(own.where_clause.as_ref(), &model.block.self_type),
        ..Generics::default()
    };
    let krate = &model.krate;
    let generic = |ty: &&TokenStream| mentions(ty, own) || mentions(ty, of_block);
    let types = command.arguments.iter().map(|argument| &argument.ty).filter(generic);
    let arguments = types.map(
        |ty| parse_quote!(#ty: #krate::Argument + ::core::marker::Send + ::core::marker::Sync),
    );
    bounded(&generics, decides(command, model).into_iter().chain(arguments)).where_clause
}

// For an aggregate with parameters `Apply` is assumed, and what is assumed hides which type its events are; that the answer
// is a decision about them must be assumed as well.
fn decides(command: &Command<'_>, model: &Model<'_>) -> Option<WherePredicate> {
    let (krate, self_type) = (&model.krate, &model.block.self_type);
    let ReturnType::Type(_, decision) = &command.method.signature.output else { return None };
    let decision = naming_self(decision, self_type);
    let event = quote!(<#self_type as #krate::Apply>::Event);
    let generic = !model.block.generics.params.is_empty();
    generic.then(|| parse_quote!(#decision: #krate::Decision<#event>))
}

// The whole type bears the place of what the user returns, so that what is no decision is underlined there.
fn outcome(output: &ReturnType, model: &Model<'_>) -> Option<TokenStream> {
    let ReturnType::Type(_, decision) = output else { return None };
    let (krate, self_type) = (&model.krate, &model.block.self_type);
    let (place, decision) = (decision.span(), naming_self(decision, self_type));
    let outcome = placed_at(place, quote!(#krate::Outcome));
    let (open, close) = (quote_spanned!(place=> <), quote_spanned!(place=> >));
    Some(quote!(#outcome #open #self_type, #decision #close))
}

// Clippy asks every public function that returns a `Result` to say when it fails.
fn errors_section(attributes: &[Attribute]) -> Option<TokenStream> {
    let says = docs(attributes).any(|line| line.to_token_stream().to_string().contains("# Errors"));
    (!says).then(|| {
        quote! {
            ///
            /// # Errors
            /// The refusal of the command, or the failure to load or to record.
        }
    })
}

// The inner handle is reached by dereferencing, so that the block may stand in another module than the struct, and by
// the path of the type, so that no method of the user comes in between.
fn call(command: &Command<'_>, model: &Model<'_>) -> TokenStream {
    let (krate, self_type) = (&model.krate, &model.block.self_type);
    let (name, turbofish) =
        (&command.method.signature.ident, turbofish(&command.method.signature.generics));
    let state = quote_spanned!(Span::mixed_site()=> state);
    let again = command.arguments.iter().map(|argument| again(argument, krate));
    let decide = quote! {
        move |#state: &#self_type| <#self_type>::#name #turbofish(#state, #(#again),*)
    };
    let place = match &command.method.signature.output {
        ReturnType::Type(_, decision) => decision.span(),
        ReturnType::Default => Span::call_site(),
    };
    // All that depends on the answer's being a decision bears one place: the compiler reports it once, and there.
    let place = place.resolved_at(Span::call_site());
    let update = placed_at(place, quote!(#krate::Handle::<#self_type>::update));
    quote_spanned!(place=> #update(self, #decide).await)
}

// The trait is named together with the type that the user wrote, so that a type that cannot be cloned is underlined there.
fn again(argument: &Argument, krate: &CratePath) -> TokenStream {
    let Argument { ident, ty } = argument;
    let span = ty.span().resolved_at(Span::call_site());
    let again = quote_spanned!(span=> again);
    quote!(<#ty as #krate::Argument>::#again(&#ident))
}
