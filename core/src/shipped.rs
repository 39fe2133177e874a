//! The pack that ships inside the library, so that the first answer needs no network ever.

/// The bytes of a pack file; built by `safemig publish pack` from `content/sources`.
pub(crate) const PACK: &[u8] = include_bytes!("../../content/pack/register.smpack");
