//! What the commands of a publisher take.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use safe_migration::model::Date;

#[derive(Debug, Args)]
pub struct PublishArgs {
    #[command(subcommand)]
    pub command: PublishCommand,
}

#[derive(Debug, Subcommand)]
pub enum PublishCommand {
    /// Turn published lists into a pack
    // Its own `--version` is the pack's.
    #[command(disable_version_flag = true)]
    Pack(PublishPackArgs),
    /// Show what a pack changes against the one before: who appeared, vanished, changed status or phone
    Diff(PublishDiffArgs),
    /// Join the rules of warning signs (content/signs) into the file that the library holds, and look them over
    Signs(PublishSignsArgs),
    /// Make a key: FILE (encrypted) and FILE.pub
    Keygen(KeygenArgs),
    /// Begin a repository: draft its first root, with the keys of all roles
    Init(InitArgs),
    /// Let somebody else sign for the files of one country
    AddRole(AddRoleArgs),
    /// Change who may sign for a role; without --add and --remove, renew it
    Rotate(RotateArgs),
    /// Show a metadata file and add signatures to it
    Sign(SignArgs),
    /// Publish a pack; without one, finish what is drafted or renew the timestamp
    Release(ReleaseArgs),
    /// Let the phones' verifier judge a repository, with every file in it
    Verify(VerifyArgs),
    /// Write the hand-over file for phones without a network
    Bundle(BundleArgs),
    /// Serve a repository on this machine alone (uses the loopback network)
    Serve(ServeArgs),
    /// Show the whole chain with keys that are thrown away
    Demo(DemoArgs),
}

#[derive(Debug, Args)]
pub struct PublishSignsArgs {
    /// The folder of the rules
    #[arg(default_value = "content/signs", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// Only say what is wrong; write nothing
    #[arg(long)]
    pub check: bool,
}

/// Who signs.
#[derive(Debug, Args)]
pub struct KeyArgs {
    /// Private key file; give several to add several signatures
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key: Vec<PathBuf>,
    /// File whose first line is a passphrase, instead of SAFEMIG_PASSPHRASE or being asked
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// The new private key file; the public one gets `.pub` added
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: PathBuf,
    /// File whose first line is the passphrase, instead of SAFEMIG_PASSPHRASE or being asked
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// Public key of a root signer
    #[arg(long, required = true, value_name = "FILE.pub", value_hint = ValueHint::FilePath)]
    pub root_key: Vec<PathBuf>,
    /// How many of them must sign a root
    #[arg(long, value_name = "N")]
    pub root_threshold: usize,
    /// Public key of a signer of publications
    #[arg(long, required = true, value_name = "FILE.pub", value_hint = ValueHint::FilePath)]
    pub targets_key: Vec<PathBuf>,
    /// How many of them must sign a publication
    #[arg(long, value_name = "N")]
    pub targets_threshold: usize,
    /// Public key of the machine that signs snapshot and timestamp
    #[arg(long, required = true, value_name = "FILE.pub", value_hint = ValueHint::FilePath)]
    pub online_key: Vec<PathBuf>,
    #[command(flatten)]
    pub keys: KeyArgs,
}

#[derive(Debug, Args)]
pub struct AddRoleArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// Name of the role, such as `in`: it alone speaks for files named `in-…`
    #[arg(long)]
    pub name: String,
    /// Public key of one of its signers
    #[arg(long, required = true, value_name = "FILE.pub", value_hint = ValueHint::FilePath)]
    pub role_key: Vec<PathBuf>,
    /// How many of them must sign
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub threshold: usize,
    #[command(flatten)]
    pub keys: KeyArgs,
}

#[derive(Debug, Args)]
pub struct RotateArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// root, targets, snapshot, timestamp or a delegated role; give several to change them alike
    #[arg(long, required = true)]
    pub role: Vec<String>,
    /// Public key that may sign from now on
    #[arg(long, value_name = "FILE.pub", value_hint = ValueHint::FilePath)]
    pub add: Vec<PathBuf>,
    /// keyid that may no longer, or a unique beginning of it
    #[arg(long, value_name = "KEYID")]
    pub remove: Vec<String>,
    /// How many must sign from now on
    #[arg(long, value_name = "N")]
    pub threshold: Option<usize>,
    #[command(flatten)]
    pub keys: KeyArgs,
}

#[derive(Debug, Args)]
pub struct SignArgs {
    /// A metadata file, such as one of the repository's `draft/`
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    #[command(flatten)]
    pub keys: KeyArgs,
}

#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// The pack to publish
    #[arg(long, value_name = "DIR|FILE", value_hint = ValueHint::AnyPath)]
    pub pack: Option<PathBuf>,
    /// Role that vouches for it, instead of the publisher's own
    #[arg(long)]
    pub role: Option<String>,
    /// A small file that is published whole, such as advisories
    #[arg(long, value_name = "NAME=FILE")]
    pub file: Vec<String>,
    /// Name of such a file that is published no longer
    #[arg(long, value_name = "NAME")]
    pub withdraw: Vec<String>,
    /// Register that may lose any number of rows this time
    #[arg(long, value_name = "REGISTER")]
    pub accept_loss: Vec<String>,
    /// Name at most this many rows of each kind of change
    #[arg(long, default_value_t = 20)]
    pub lines: usize,
    #[command(flatten)]
    pub keys: KeyArgs,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// The root that a phone would begin with
    #[arg(long, value_name = "ROOT.json", value_hint = ValueHint::FilePath)]
    pub root: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct BundleArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// The hand-over file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Folder of the repository
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// Port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub port: u16,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for the repository; there must be none yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub repo: PathBuf,
    /// Packs, in the order in which they are released as versions 1, 2, …
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|FILE", value_hint = ValueHint::AnyPath)]
    pub pack: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct PublishPackArgs {
    /// Source descriptor (content/sources/*.toml); give several to put several lists into one pack
    #[arg(long, required = true, num_args = 1.., value_name = "FILE.toml", value_hint = ValueHint::FilePath)]
    pub descriptor: Vec<PathBuf>,
    /// What the authority published; without it the descriptor's own captures. Only with a single descriptor
    #[arg(long, num_args = 1.., value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub input: Vec<PathBuf>,
    /// Folder to write the pack to
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,
    /// Short id of who publishes
    #[arg(long, default_value = "local")]
    pub publisher: String,
    /// Version of the pack; rises with every publication
    #[arg(long, default_value_t = 1)]
    pub version: u64,
    /// Day the list was copied, for descriptors that do not say
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub captured_at: Option<Date>,
    /// Day the pack counts as built on, instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub built_at: Option<Date>,
    /// The pack published before, to refuse a list that lost rows
    #[arg(long, value_name = "DIR|FILE", value_hint = ValueHint::AnyPath)]
    pub previous: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PublishDiffArgs {
    /// The pack published before
    #[arg(value_hint = ValueHint::AnyPath)]
    pub old: PathBuf,
    /// The pack to be published
    #[arg(value_hint = ValueHint::AnyPath)]
    pub new: PathBuf,
    /// Name at most this many rows of each kind of change; all are counted
    #[arg(long, default_value_t = 20)]
    pub lines: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
