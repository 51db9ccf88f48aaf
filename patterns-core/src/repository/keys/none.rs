//! What stands in for keys where there is no personal data.

use core::convert::Infallible;

use crate::{
    aggregate::Aggregate,
    event::{DecodeError, EncodeError, Event, EventData, StreamId, decode},
    repository::{CommandError, Handle},
};

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keys;

pub(crate) struct Ring;

pub(crate) struct Codec;

/// Nobody is ever forgotten.
#[derive(Clone, Copy)]
pub(crate) struct Since;

impl Keys {
    pub(crate) const fn ring(self, _: &StreamId) -> Ring {
        Ring
    }

    pub(crate) const fn since(self) -> Since {
        Since
    }

    pub(crate) const fn unforgotten(self, _: Since) -> bool {
        true
    }
}

impl Ring {
    pub(crate) async fn reading<R>(&mut self, mut work: impl FnMut(&Codec) -> R) -> R {
        work(&Codec)
    }

    pub(crate) async fn writing<R>(&mut self, mut work: impl FnMut(&Codec) -> R) -> R {
        work(&Codec)
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
