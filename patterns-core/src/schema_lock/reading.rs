//! Which types read what was stored as others.

use std::collections::BTreeMap;

use super::{
    LockedBody, LockedFields, LockedType,
    types::{Type, same_collection, widens},
};

/// So deep types are looked into: some hold themselves.
const DEEPEST: usize = 16;

/// The types of one's own that are known, in the lock and in the code.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) stored: &'a BTreeMap<String, LockedType>,
    pub(super) read: &'a BTreeMap<String, LockedType>,
}

impl Reading<'_> {
    /// Whether every value stored as the first type comes back the same when it is read as the second.
    pub(super) fn reads(self, stored: &str, read: &str) -> bool {
        self.reads_type(&Type::parse(stored), &Type::parse(read), DEEPEST)
    }

    fn reads_type(self, stored: &Type<'_>, read: &Type<'_>, deep: usize) -> bool {
        if stored == read || deep == 0 {
            return stored == read;
        }
        let deep = deep - 1;
        match (value(stored, self.stored), value(read, self.read)) {
            (Some(stored), _) => return self.reads_type(&stored, read, deep),
            (None, Some(read)) => return self.reads_type(stored, &read, deep),
            (None, None) => {}
        }
        match (stored.only_argument_of("Option"), read.only_argument_of("Option")) {
            (None, Some(inner)) => self.reads_type(stored, inner, deep),
            _ => self.reads_parts(stored, read, deep),
        }
    }

    fn reads_parts(self, stored: &Type<'_>, read: &Type<'_>, deep: usize) -> bool {
        match (stored, read) {
            (Type::Tuple(stored), Type::Tuple(read)) => self.reads_all(stored, read, deep),
            (Type::Array(stored, length), Type::Array(read, other)) => {
                length == other && self.reads_type(stored, read, deep)
            }
            (
                Type::Named { text, name, arguments },
                Type::Named { text: read_text, name: read_name, arguments: read_arguments },
            ) => {
                self.same_under_another_name(text, read_text)
                    || (arguments.is_empty() && widens(name, read_name))
                    || (!arguments.is_empty()
                        && same_collection(name, read_name)
                        && self.reads_all(arguments, read_arguments, deep))
            }
            _ => false,
        }
    }

    fn reads_all(self, stored: &[Type<'_>], read: &[Type<'_>], deep: usize) -> bool {
        let mut pairs = stored.iter().zip(read);
        stored.len() == read.len()
            && pairs.all(|(stored, read)| self.reads_type(stored, read, deep))
    }

    fn same_under_another_name(self, stored: &str, read: &str) -> bool {
        self.stored.get(stored).is_some_and(|stored| Some(stored) == self.read.get(read))
    }
}

/// What a type is stored as, if it is known to be stored as its only field.
fn value<'a>(ty: &Type<'a>, types: &'a BTreeMap<String, LockedType>) -> Option<Type<'a>> {
    let Type::Named { text, .. } = ty else { return None };
    match types.get(*text)? {
        LockedType { written, body: LockedBody::Struct(LockedFields::Value(inner)) }
            if written.is_empty() =>
        {
            Some(Type::parse(inner))
        }
        _ => None,
    }
}
