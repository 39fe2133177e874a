//! The same rows and the same week through tools that everybody has; a tool that is not there leaves its cell empty.

use std::path::Path;
use std::process::{Command, Stdio};

/// Bytes that `program ARGS` writes to its standard output; `None` when the program is not there or fails.
fn bytes_of(program: &str, args: &[&str], files: &[&Path]) -> Option<u64> {
    let output = Command::new(program).args(args).args(files).stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout.len() as u64)
}

/// `gzip -9` of a file.
pub fn gzip(file: &Path) -> Option<u64> {
    bytes_of("gzip", &["-9", "-c"], &[file])
}

/// `zstd -19` of a file.
pub fn zstd(file: &Path) -> Option<u64> {
    bytes_of("zstd", &["-19", "-q", "-c"], &[file])
}

/// `zstd -19 --patch-from` of a new file against an old one.
pub fn zstd_patch(old: &Path, new: &Path) -> Option<u64> {
    let from = format!("--patch-from={}", old.display());
    bytes_of("zstd", &["-19", "--long=27", "-q", "-c", &from], &[new])
}

/// `xdelta3 -9` of a new file against an old one.
pub fn xdelta(old: &Path, new: &Path) -> Option<u64> {
    bytes_of("xdelta3", &["-e", "-9", "-S", "lzma", "-B", "134217728", "-c", "-s"], &[old, new])
}
