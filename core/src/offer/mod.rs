//! Reading a pasted offer: who is named in it and how they are to be reached.

pub(crate) mod extract;
