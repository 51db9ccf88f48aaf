//! What stands in for keys where there is no personal data.

use core::convert::Infallible;

use crate::{
    aggregate::Aggregate,
    cache::Moment,
    event::{DecodeError, EncodeError, Event, EventData, StreamId, decode},
    repository::{CommandError, Database, Handle},
};

#[derive(Clone, Debug, Default)]
pub(crate) struct Keys(());

pub(crate) struct Ring;

pub(crate) struct Codec;

/// Nobody is ever forgotten.
#[derive(Clone, Debug)]
pub(crate) struct Provenance;

impl Keys {
    pub(crate) const fn ring(&self, _: &StreamId) -> Ring {
        Ring
    }

    pub(crate) const fn unforgotten(&self, _: &Provenance) -> bool {
        true
    }
}

impl Provenance {
    pub(crate) const fn add(&mut self, _: &Ring) {}

    pub(crate) const fn merge(&mut self, _: &Self) {}

    pub(crate) const fn checked(&self) -> Option<Moment> {
        None
    }

    pub(crate) const fn weight(&self) -> u64 {
        0
    }
}

impl Database {
    pub(crate) const fn provenance(&self) -> Provenance {
        Provenance
    }

    pub(crate) async fn recheck(&self, _: &mut Provenance) -> bool {
        true
    }

    pub(crate) const fn hear(&self, _: &EncodeError) {}
}

impl Ring {
    pub(crate) const fn renew(&mut self) {}

    pub(crate) async fn reading<R>(&mut self, mut work: impl FnMut(&Codec) -> R) -> R {
        work(&Codec)
    }

    pub(crate) async fn reading_of<'a, R>(
        &mut self,
        _: impl Iterator<Item = &'a [u8]>,
        mut work: impl FnMut(&Codec) -> R,
    ) -> R {
        work(&Codec)
    }

    pub(crate) async fn writing<R>(&mut self, mut work: impl FnMut(&Codec) -> R) -> R {
        work(&Codec)
    }

    pub(crate) async fn keeping<R>(&mut self, mut work: impl FnMut(&Codec) -> R) -> R {
        work(&Codec)
    }

    pub(crate) const fn is_used(&self) -> bool {
        false
    }
}

impl Codec {
    pub(crate) fn decode<E: Event>(&self, data: &EventData) -> Result<E, DecodeError> {
        decode(data)
    }

    pub(crate) fn encoded<R>(&self, encoded: Result<R, EncodeError>) -> Result<R, EncodeError> {
        encoded
    }

    pub(crate) fn decoded<R>(&self, decoded: Result<R, DecodeError>) -> Result<R, DecodeError> {
        decoded
    }

    pub(crate) fn sure<R>(&self, result: R) -> Result<R, Infallible> {
        Ok(result)
    }
}

impl<A: Aggregate> Handle<A> {
    /// Everything that was recorded can be read.
    pub(in crate::repository) async fn confirm<X>(&self, _: Ring) -> Result<(), CommandError<X>> {
        Ok(())
    }
}
