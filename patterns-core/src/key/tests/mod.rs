mod decoding;
mod places;
mod policies;
mod ranges;
mod vectors;
