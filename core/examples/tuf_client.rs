//! A client for the tests in `tests/conformance`: the protocol of the public suite over plain HTTP on loopback.
//! For tests only: it knows no TLS, no deadline and no redirect.

#![allow(clippy::print_stderr, reason = "a test tool tells its reason")]

#[path = "../../cli/src/tuf_protocol.rs"]
mod tuf_protocol;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::ExitCode;

use tuf_protocol::{Fetch, Targets};

struct Loopback;

impl Fetch for Loopback {
    fn get(&mut self, address: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, String> {
        let rest = address.strip_prefix("http://").ok_or("only http:// on loopback")?;
        let (host, path) = rest.split_once('/').ok_or("no path")?;
        let say = |error: std::io::Error| error.to_string();
        let mut stream = TcpStream::connect(host).map_err(say)?;
        let request = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(say)?;
        let mut answer = Vec::new();
        stream.take(max_bytes.saturating_add(8192)).read_to_end(&mut answer).map_err(say)?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").ok_or("no header")?;
        let (head, body) = answer.split_at(end);
        let head = String::from_utf8_lossy(head);
        match head.split(' ').nth(1) {
            Some("200") => Ok(Some(body.get(4..).unwrap_or_default().to_vec())),
            Some("403" | "404" | "410") => Ok(None),
            status => Err(format!("status {status:?}")),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "a test tool is its own host")]
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn run() -> Result<(), String> {
    let mut options: BTreeMap<String, String> = BTreeMap::new();
    let (mut names, mut words) = (Vec::new(), Vec::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--") {
            Some("target-name") => names.extend(args.next()),
            Some(name) => drop(options.insert(name.to_owned(), args.next().unwrap_or_default())),
            None => words.push(arg),
        }
    }
    let option = |name: &str| options.get(name).map(String::as_str).ok_or_else(|| format!("--{name} is needed"));
    // For hosts without libfaketime.
    let now = options.get("now-ms").and_then(|now| now.parse().ok()).unwrap_or_else(now);
    let folder = Path::new(option("metadata-dir")?);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["init", root] => tuf_protocol::init(folder, Path::new(root)),
        ["refresh"] => tuf_protocol::update(folder, option("metadata-url")?, None, now, &mut Loopback),
        ["download"] => {
            let targets = Targets {
                names: &names,
                base_url: option("target-base-url")?,
                folder: Path::new(option("target-dir")?),
            };
            tuf_protocol::update(folder, option("metadata-url")?, Some(targets), now, &mut Loopback)
        }
        _ => return Err("init ROOT, refresh or download".to_owned()),
    };
    result.map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("tuf_client: {reason}");
            ExitCode::FAILURE
        }
    }
}
