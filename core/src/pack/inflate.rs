use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use ring::digest::{Context, SHA256};

use super::PackError;
use crate::text::hex;

/// The content's bytes out of the brotli stream, counted, digested and never more than announced.
pub(super) struct Inflate<'a> {
    input: &'a [u8],
    offset: usize,
    state: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    digest: Context,
    left: u64,
    total: usize,
}

impl<'a> Inflate<'a> {
    /// `announced` bytes of content are in `input`.
    pub(super) fn new(input: &'a [u8], announced: u64) -> Self {
        let alloc = StandardAlloc::default;
        // Strict: a window above 16 MB, which only a hostile stream asks for, is refused.
        let state = Box::new(BrotliState::new_strict(alloc(), alloc(), alloc()));
        Self { input, offset: 0, state, digest: Context::new(&SHA256), left: announced, total: 0 }
    }

    /// Fills `out` wholly.
    pub(super) fn fill(&mut self, out: &mut [u8]) -> Result<(), PackError> {
        let wanted = u64::try_from(out.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(wanted).ok_or(PackError::Damaged("more content than announced"))?;
        let mut done = 0;
        while done < out.len() {
            let (result, written) = self.step(out.get_mut(done..).unwrap_or_default());
            done += written;
            match result {
                BrotliResult::NeedsMoreOutput => {}
                BrotliResult::ResultSuccess if done == out.len() => {}
                BrotliResult::ResultSuccess | BrotliResult::NeedsMoreInput => {
                    return Err(PackError::Damaged("cut short"));
                }
                BrotliResult::ResultFailure => return Err(PackError::Damaged("the compressed rows cannot be read")),
            }
        }
        self.digest.update(out);
        Ok(())
    }

    /// One byte.
    pub(super) fn byte(&mut self) -> Result<u8, PackError> {
        let mut one = [0];
        self.fill(&mut one)?;
        Ok(one[0])
    }

    /// A number below 2^28, seven bits a byte, least significant first; the shortest form only.
    pub(super) fn varint(&mut self) -> Result<usize, PackError> {
        let mut value = 0usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let shortest = byte != 0 || shift == 0;
                return if shortest { Ok(value) } else { Err(PackError::Damaged("a number in a long form")) };
            }
        }
        Err(PackError::Damaged("a number that is too large"))
    }

    /// The content's SHA-256 in lower-case hex, once everything announced has come and nothing follows.
    pub(super) fn finish(mut self) -> Result<String, PackError> {
        if self.left != 0 {
            return Err(PackError::Damaged("less content than announced"));
        }
        let (result, written) = self.step(&mut [0]);
        if written != 0 || !matches!(result, BrotliResult::ResultSuccess) || self.offset != self.input.len() {
            return Err(PackError::Damaged("something follows the rows"));
        }
        Ok(hex(self.digest.finish().as_ref()))
    }

    fn step(&mut self, out: &mut [u8]) -> (BrotliResult, usize) {
        let mut available_in = self.input.len().saturating_sub(self.offset);
        let mut available_out = out.len();
        let mut written = 0;
        let result = BrotliDecompressStream(
            &mut available_in,
            &mut self.offset,
            self.input,
            &mut available_out,
            &mut written,
            out,
            &mut self.total,
            &mut self.state,
        );
        (result, written)
    }
}
