use std::io::Write;

use brotli::SliceWrapper;
use brotli::enc::backward_references::UnionHasher;
use brotli::enc::threading::{Owned, SendAlloc};
use brotli::enc::{
    BrotliEncoderMaxCompressedSizeMulti, BrotliEncoderParams, StandardAlloc, compress_multi_no_threadpool,
};
use safe_migration::pack::{PackError, window_bits};

use crate::Error;

/// Content above this (about 40,000 rows) is compressed at quality 10 by two threads. Quality 11 takes more than twice
/// the time for 3 % fewer bytes: 200,000 rows would not be done within a minute.
const LARGE_CONTENT_BYTES: usize = 8 << 20;
/// Fixed, so that the bytes do not depend on the machine. More threads each read what comes before their part once
/// more: four take longer than two.
const THREADS: usize = 2;
/// Bytes given to the compressor between two calls of the progress function.
const PROGRESS_BYTES: usize = 256 << 10;

/// How hard to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// For publishing.
    #[default]
    Smallest,
    /// For tests: the rows and the digest are the same.
    Fastest,
}

/// One brotli stream of the content; `progress` gets the bytes done.
pub(crate) fn compress(content: Vec<u8>, effort: Effort, progress: &dyn Fn(u64)) -> Result<Vec<u8>, Error> {
    let large = content.len() > LARGE_CONTENT_BYTES;
    let quality = match effort {
        Effort::Fastest => 2,
        Effort::Smallest if large => 10,
        Effort::Smallest => 11,
    };
    let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let lgwin = i32::try_from(window_bits(length)).unwrap_or(22);
    let params = BrotliEncoderParams { quality, lgwin, size_hint: content.len(), ..BrotliEncoderParams::default() };
    progress(0);
    let compressed =
        if large { in_parts(content, &params)? } else { in_one(&content, &params, progress).map_err(|_| failed())? };
    progress(length);
    Ok(compressed)
}

fn in_one(content: &[u8], params: &BrotliEncoderParams, progress: &dyn Fn(u64)) -> std::io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::with_params(Vec::new(), 64 << 10, params);
    let mut done = 0;
    for piece in content.chunks(PROGRESS_BYTES) {
        writer.write_all(piece)?;
        done += u64::try_from(piece.len()).unwrap_or_default();
        progress(done);
    }
    Ok(writer.into_inner())
}

struct Content(Vec<u8>);

impl SliceWrapper<u8> for Content {
    fn slice(&self) -> &[u8] {
        &self.0
    }
}

fn in_parts(content: Vec<u8>, params: &BrotliEncoderParams) -> Result<Vec<u8>, Error> {
    let mut compressed = vec![0; BrotliEncoderMaxCompressedSizeMulti(content.len(), THREADS)];
    let worker = || SendAlloc::new(StandardAlloc::default(), UnionHasher::Uninit);
    let mut workers: [_; THREADS] = std::array::from_fn(|_| worker());
    let mut content = Owned::new(Content(content));
    let length = compress_multi_no_threadpool(params, &mut content, &mut compressed, &mut workers);
    compressed.truncate(length.map_err(|_| failed())?);
    Ok(compressed)
}

fn failed() -> Error {
    PackError::Damaged("it could not be compressed").into()
}
