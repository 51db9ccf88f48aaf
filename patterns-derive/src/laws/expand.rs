//! The tests.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprClosure, Pat, ext::IdentExt, spanned::Spanned};

use super::{
    attributes::Stored,
    model::{Model, typed},
};
use crate::writing::LAWS;

/// The laws of every aggregate: the tests, and what the runtime calls them.
const ALWAYS: &[(&str, &str)] = &[
    ("events_come_back_as_they_were", "EventsComeBackAsTheyWere"),
    ("replaying_again_gives_the_same_state", "ReplayingAgainGivesTheSameState"),
    ("replaying_later_gives_the_same_state", "ReplayingLaterGivesTheSameState"),
    ("snapshots_hold_the_whole_state", "SnapshotsHoldTheWholeState"),
    ("upcasts_take_everything", "UpcastsTakeEverything"),
    ("upcasts_lose_nothing", "UpcastsLoseNothing"),
    ("undo_and_redo_are_inverse", "UndoAndRedoAreInverse"),
];

/// The laws of commands.
const OF_COMMANDS: &[(&str, &str)] = &[
    ("decisions_change_nothing", "DecisionsChangeNothing"),
    ("deciding_again_gives_the_same_answer", "DecidingAgainGivesTheSameAnswer"),
    ("deciding_later_gives_the_same_answer", "DecidingLaterGivesTheSameAnswer"),
    ("commands_record_what_they_decide", "CommandsRecordWhatTheyDecide"),
];

pub(crate) fn expand(model: &Model) -> TokenStream {
    let (krate, aggregate, name) = (&model.krate, &model.aggregate, &model.name);
    let [law, laws] = ["law", "laws"].map(|name| Ident::new(name, Span::mixed_site()));
    let settings = settings(model);
    let of_commands = if model.commands().is_empty() { &[] } else { OF_COMMANDS };
    let tests = ALWAYS.iter().chain(of_commands).map(|law| test(*law, model));
    let documentation = format!(" The laws of `{}`.", shown(aggregate));
    // The function has the name of the module, and what is given to it the scope of the caller. Outside of tests it is checked and unused. The
    // type is named once, so that what it lacks is reported once.
    quote! {
        #LAWS
        #[track_caller]
        fn #name(#law: #krate::testing::Law) {
            #krate::testing::check_law::<#aggregate>(#law, |#laws| #laws #settings);
        }
        #[doc = #documentation]
        mod #name {
            #(#tests)*
        }
    }
}

fn test((test, law): (&str, &str), model: &Model) -> TokenStream {
    let (krate, name) = (&model.krate, &model.name);
    let [test, law] = [test, law].map(|name| Ident::new(name, Span::call_site()));
    quote! {
        #[::core::prelude::v1::test]
        fn #test() {
            super::#name(#krate::testing::Law::#law);
        }
    }
}

fn settings(model: &Model) -> TokenStream {
    let options = &model.options;
    let id = options.id.get().map(|id| quote!(.id(#id)));
    let events = options.events.get().map(|events| quote!(.events(#events)));
    let histories = options.histories.get().map(|histories| quote!(.histories(#histories)));
    let cases = options.cases.get().map(|cases| quote!(.cases(#cases)));
    let dropped = options.dropped.get().into_iter().flatten();
    let dropped = dropped.map(|field| quote!(.dropped(#field)));
    let stored =
        model.stored().iter().map(|Stored { place, values }| quote!(.stored(#place, #values)));
    let commands = model.commands().iter().map(|command| match command {
        Expr::Closure(closure) => asked(closure, model),
        function => called(function, model),
    });
    quote!(#id #events #histories #cases #(#dropped)* #(#stored)* #(#commands)*)
}

/// A function of the state alone.
fn called(function: &Expr, model: &Model) -> TokenStream {
    let (krate, aggregate) = (&model.krate, &model.aggregate);
    let state = quote_spanned!(Span::mixed_site()=> state);
    quote! {
        .command(::core::stringify!(#function), |#state: &#aggregate, _: &mut #krate::testing::Arguments<'_>| {
            (#function)(#state)
        })
    }
}

fn asked(closure: &ExprClosure, model: &Model) -> TokenStream {
    let krate = &model.krate;
    let ExprClosure { capture, body, .. } = closure;
    let mut inputs = closure.inputs.iter();
    let state = inputs.next().map(|state| of_state(state, model));
    let made: Vec<_> = inputs.filter_map(typed).collect();
    let arguments =
        if made.is_empty() { quote!(_) } else { quote_spanned!(Span::mixed_site()=> arguments) };
    let made = made.into_iter().map(|argument| {
        let name = name(&argument.pat);
        let make = quote_spanned!(argument.ty.span().resolved_at(Span::call_site())=> make);
        quote!(let #argument = #arguments.#make(#name);)
    });
    quote! {
        .command(::core::stringify!(#body), #capture |#state, #arguments: &mut #krate::testing::Arguments<'_>| {
            #(#made)*
            #body
        })
    }
}

/// An argument as it is shown when a law is broken.
fn name(argument: &Pat) -> String {
    match argument {
        Pat::Ident(argument) => argument.ident.unraw().to_string(),
        _ => shown(argument),
    }
}

fn of_state(state: &Pat, model: &Model) -> TokenStream {
    let aggregate = &model.aggregate;
    if typed(state).is_some() { quote!(#state) } else { quote!(#state: &#aggregate) }
}

fn shown(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
