//! `keygen` and `sign`, and how key files are opened.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use console::Term;
use safe_migration_publisher::repository::{Document, PublicKey, RoleKeys, SigningKey, sign_file};

use super::{read, write};
use crate::args::{KeyArgs, KeygenArgs, SignArgs};
use crate::failure::Failure;
use crate::output;

/// Not an option: arguments of a running program can be read by others on the machine.
const PASSPHRASE: &str = "SAFEMIG_PASSPHRASE";

pub fn keygen(args: &KeygenArgs) -> Result<(), Failure> {
    let public = public_name(&args.out);
    if let Some(there) = [&args.out, &public].into_iter().find(|path| path.exists()) {
        return Err(Failure::Usage(format!("{} is there already", there.display())));
    }
    let passphrase = match given(&args.passphrase_file)?.into_iter().next() {
        Some(passphrase) => passphrase,
        None => {
            let first = ask("Passphrase for the new key: ")?.ok_or_else(|| needed(&args.out))?;
            let again = ask("The same once more: ")?.unwrap_or_default();
            if first != again {
                return Err(Failure::Usage("the two passphrases differ".to_owned()));
            }
            first
        }
    };
    let key = SigningKey::generate()?;
    let sealed = key.seal(&passphrase).map_err(|error| error.of_file(&args.out))?;
    private(&args.out, &sealed)?;
    write(&public, &key.public().to_file())?;
    output::text(&format!(
        "keyid {}\nprivate {}\npublic {}\n",
        key.public().keyid(),
        args.out.display(),
        public.display()
    ))
}

pub fn sign(args: &SignArgs) -> Result<(), Failure> {
    let mut file = read(&args.file)?;
    // What is signed is shown before a passphrase is asked for.
    output::text(&Document::read(&file)?.summary())?;
    if args.keys.key.is_empty() {
        return Ok(());
    }
    for key in open(&args.keys)? {
        file = sign_file(&file, &key)?;
        output::text(&format!("signed with {}\n", key.public().keyid()))?;
    }
    write(&args.file, &file)
}

/// The keys to sign with, opened.
pub fn open(args: &KeyArgs) -> Result<Vec<SigningKey>, Failure> {
    let given = given(&args.passphrase_file)?;
    args.key.iter().map(|path| open_one(path, &given)).collect()
}

fn open_one(path: &Path, given: &[String]) -> Result<SigningKey, Failure> {
    let file = read(path)?;
    let mut failed = None;
    for passphrase in given {
        match SigningKey::open(&file, passphrase) {
            Ok(key) => return Ok(key),
            Err(error) => failed = Some(error.of_file(path)),
        }
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    let passphrase = ask(&format!("Passphrase for {}: ", path.display()))?.ok_or_else(|| needed(path))?;
    SigningKey::open(&file, &passphrase).map_err(|error| error.of_file(path).into())
}

/// Public keys and how many of them must sign.
pub fn role(paths: &[PathBuf], threshold: usize) -> Result<RoleKeys, Failure> {
    Ok(RoleKeys { keys: public(paths)?, threshold })
}

pub fn public(paths: &[PathBuf]) -> Result<Vec<PublicKey>, Failure> {
    let one = |path: &PathBuf| PublicKey::read(&read(path)?).map_err(|error| Failure::from(error.of_file(path)));
    paths.iter().map(one).collect()
}

/// Passphrases that need no person: files, and the environment.
fn given(files: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let mut given = Vec::new();
    for path in files {
        let text = String::from_utf8(read(path)?);
        let text = text.map_err(|_| Failure::Usage(format!("{}: not text", path.display())))?;
        given.extend(text.lines().next().map(str::to_owned));
    }
    given.extend(std::env::var(PASSPHRASE).ok());
    Ok(given)
}

/// Asks without showing what is typed; `None` when there is nobody to ask.
fn ask(question: &str) -> Result<Option<String>, Failure> {
    let terminal = Term::stderr();
    if !terminal.is_term() || !io::stdin().is_terminal() {
        return Ok(None);
    }
    let read = terminal.write_str(question).and_then(|()| terminal.read_secure_line());
    read.map(Some).map_err(|error| Failure::io("the terminal", error))
}

fn needed(path: &Path) -> Failure {
    Failure::Usage(format!("{}: a passphrase is needed: --passphrase-file, or {PASSPHRASE}", path.display()))
}

fn public_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// A file that only its owner reads; it is encrypted besides.
fn private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| io::Write::write_all(&mut file, bytes));
    written.map_err(|error| Failure::io(path.display().to_string(), error))
}
