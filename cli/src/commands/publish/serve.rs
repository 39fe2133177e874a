//! `serve`: the repository over HTTP on loopback, for trying out and for tests.
//!
//! A real one lies on a static host. This serves GET of two folders to the same machine, so it is written on the
//! standard library rather than on a web server's crate.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::args::ServeArgs;
use crate::failure::Failure;
use crate::output;

/// Longest request head read; those of clients are a few hundred bytes.
const MOST_HEAD_BYTES: u64 = 16 << 10;
const PATIENCE: Duration = Duration::from_secs(10);

pub fn run(args: &ServeArgs) -> Result<(), Failure> {
    let failed = |error| Failure::io("loopback", error);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(failed)?;
    output::text(&format!("http://{}\n", listener.local_addr().map_err(failed)?))?;
    for stream in listener.incoming() {
        let (Ok(stream), folder) = (stream, args.repo.clone()) else { continue };
        // A client that fails is its own affair.
        thread::spawn(move || answer(&stream, &folder));
    }
    Ok(())
}

struct Request {
    head_only: bool,
    path: String,
    /// First byte asked for, of a download that is continued.
    from: Option<u64>,
}

fn answer(mut stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = request(stream)? else {
        return stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let file = file_of(folder, &request.path).and_then(|path| File::open(path).ok());
    let Some(mut file) = file.filter(|file| file.metadata().is_ok_and(|data| data.is_file())) else {
        let head =
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        return stream.write_all(head.as_bytes());
    };
    let length = file.metadata()?.len();
    let from = request.from.filter(|from| *from < length);
    let (status, range) = match from {
        Some(from) => ("206 Partial Content", format!("Content-Range: bytes {from}-{}/{length}\r\n", length - 1)),
        None => ("200 OK", String::new()),
    };
    // The timestamp alone is ever replaced.
    let keep = if request.path.ends_with("/timestamp.json") { "no-store" } else { "max-age=31536000, immutable" };
    let from = from.unwrap_or(0);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n{range}\
         Accept-Ranges: bytes\r\nCache-Control: {keep}\r\nConnection: close\r\n\r\n",
        length - from
    );
    stream.write_all(head.as_bytes())?;
    if !request.head_only {
        file.seek(SeekFrom::Start(from))?;
        io::copy(&mut file.take(length - from), &mut stream)?;
    }
    stream.flush()
}

fn request(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut lines = BufReader::new(stream.take(MOST_HEAD_BYTES));
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let mut parts = line.split_ascii_whitespace();
    let (Some(method @ ("GET" | "HEAD")), Some(path)) = (parts.next(), parts.next()) else { return Ok(None) };
    let mut request = Request { head_only: method == "HEAD", path: path.to_owned(), from: None };
    loop {
        let mut header = String::new();
        if lines.read_line(&mut header)? == 0 {
            return Ok(None);
        }
        let header = header.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            return Ok(Some(request));
        }
        if let Some(range) = header.strip_prefix("range:") {
            request.from = range.trim().strip_prefix("bytes=").and_then(|range| range.strip_suffix('-')?.parse().ok());
        }
    }
}

/// The file that an address names: one of the two folders that are public, and a plain name in it.
fn file_of(folder: &Path, path: &str) -> Option<PathBuf> {
    let (below, name) = path.strip_prefix('/')?.split_once('/')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let public = ["metadata", "targets"].contains(&below) && !name.starts_with('.') && name.chars().all(plain);
    (public && !name.is_empty()).then(|| folder.join(below).join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_files_have_an_address() {
        let folder = Path::new("r");
        assert_eq!(file_of(folder, "/metadata/1.root.json"), Some(folder.join("metadata").join("1.root.json")));
        for path in [
            "/",
            "/draft/1.root.json",
            "/metadata/",
            "/metadata/../x",
            "/metadata/a/b",
            "/targets/.x.new",
            "metadata/x",
            "/metadata/%2e",
            "/targets/a\\b",
        ] {
            assert_eq!(file_of(folder, path), None, "{path}");
        }
    }
}
