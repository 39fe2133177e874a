use std::io::{self, Write};

/// Bytes of a piece; a window of this size is the smallest that brotli has.
const PIECE_BYTES: usize = 1 << 16;

/// Makes a brotli stream that holds the bytes as they are (RFC 7932, section 9.2), 3 bytes more for every 64 KB.
///
/// A phone has no compressor, but what it rebuilds from its rows must be readable as any other pack.
#[derive(Debug)]
pub struct Stored<W: Write> {
    sink: W,
    piece: Vec<u8>,
    begun: bool,
}

impl<W: Write> Stored<W> {
    /// Nothing written yet.
    pub fn new(sink: W) -> Self {
        Self { sink, piece: Vec::new(), begun: false }
    }

    /// Ends the stream and gives the sink back.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn finish(mut self) -> io::Result<W> {
        self.end_piece()?;
        // ISLAST and ISLASTEMPTY; before them, when no piece has come, the bit that says "window of 64 KB".
        self.sink.write_all(if self.begun { &[0b11] } else { &[0b110] })?;
        Ok(self.sink)
    }

    fn end_piece(&mut self) -> io::Result<()> {
        let Some(last) = self.piece.len().checked_sub(1) else { return Ok(()) };
        // ISLAST 0, MNIBBLES 0 (four), MLEN - 1, ISUNCOMPRESSED 1. A piece is at most 64 KB, so `last` fits.
        let header = 1 << 19 | u32::try_from(last).unwrap_or_default() << 3;
        let header = if self.begun { header } else { header << 1 };
        self.begun = true;
        let [a, b, c, _] = header.to_le_bytes();
        self.sink.write_all(&[a, b, c])?;
        self.sink.write_all(&self.piece)?;
        self.piece.clear();
        Ok(())
    }
}

impl<W: Write> Write for Stored<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE_BYTES.saturating_sub(self.piece.len());
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.piece.extend_from_slice(taken);
        if self.piece.len() == PIECE_BYTES {
            self.end_piece()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
