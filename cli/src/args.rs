use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

use safe_migration::model::Date;

/// Tells whether a recruiter who offers a job abroad is on the government's register.
///
/// Answers come from a dated copy on this machine; no command but those that say so uses the network.
#[derive(Debug, Parser)]
#[command(name = "safemig", version)]
pub struct Cli {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the lists are.
#[derive(Debug, Args)]
pub struct DataArgs {
    /// Use this pack (a file, or the folder that `publish pack` wrote) instead of the one shipped inside
    #[arg(long, global = true, value_name = "DIR|FILE", value_hint = ValueHint::AnyPath)]
    pub pack: Option<PathBuf>,
    /// Keep installed lists in this folder instead of the user's data folder
    #[arg(long, global = true, value_name = "DIR", env = "SAFEMIG_DATA", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a recruiter: a pasted message, single facts, or both
    Check(CheckArgs),
    /// Search the registers by name
    Search(SearchArgs),
    /// Say how alike two names are, and why
    Compare(CompareArgs),
    /// Show which lists are installed and how old they are
    Status(StatusArgs),
    /// Build packs from what an authority publishes, and publish them signed
    Publish(PublishArgs),
    /// Speak the client protocol of the public TUF conformance suite
    #[command(hide = true)]
    Tuf(TufArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page (roff)
    Man,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The message, or `-` to read it from standard input
    pub text: Option<String>,
    /// The recruiter's name
    #[arg(long)]
    pub name: Option<String>,
    /// A licence number, as printed
    #[arg(long)]
    pub licence: Option<String>,
    /// A phone number
    #[arg(long)]
    pub phone: Option<String>,
    /// An e-mail address
    #[arg(long)]
    pub email: Option<String>,
    /// An office address
    #[arg(long)]
    pub address: Option<String>,
    /// Country the worker is from (two letters: IN, PH, BD …)
    #[arg(long, value_name = "COUNTRY")]
    pub origin: Option<String>,
    /// Answer for this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub at: Option<Date>,
    /// Language of the answer (en, hi, bn, fil, ne, id)
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Print the whole report as JSON (docs/schema/check.schema.json)
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The name to look for
    #[arg(required_unless_present = "batch")]
    pub query: Option<String>,
    /// Search only the registers of this country
    #[arg(long, value_name = "COUNTRY")]
    pub origin: Option<String>,
    /// Show at most this many entries
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Answer every line of this file (`-`: standard input): {"id","query","origin"?} to {"id","hits","accepted","cpu_us"}
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "query", value_hint = ValueHint::FilePath)]
    pub batch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// One name
    #[arg(required_unless_present = "batch")]
    pub a: Option<String>,
    /// The other name
    #[arg(required_unless_present = "batch")]
    pub b: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Compare every line of this file (`-`: standard input): {"id","a","b"} to {"id","score"}
    #[arg(long, value_name = "FILE.jsonl", conflicts_with_all = ["a", "b"], value_hint = ValueHint::FilePath)]
    pub batch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Answer for this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub at: Option<Date>,
    /// Language of the answer
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

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

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Options stand before the command, as the suite gives them.
#[derive(Debug, Args)]
pub struct TufArgs {
    /// Folder of the trusted metadata
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub metadata_dir: PathBuf,
    /// Where the source keeps its metadata
    #[arg(long, value_name = "URL")]
    pub metadata_url: Option<String>,
    /// Path of a target to fetch; may be given several times
    #[arg(long, value_name = "PATH")]
    pub target_name: Vec<String>,
    /// Where the source keeps its targets
    #[arg(long, value_name = "URL")]
    pub target_base_url: Option<String>,
    /// Folder for verified targets
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub target_dir: Option<PathBuf>,
    #[command(subcommand)]
    pub command: TufCommand,
}

#[derive(Debug, Subcommand)]
pub enum TufCommand {
    /// Begin from this root
    Init {
        /// A root.json that is known to be right
        #[arg(value_hint = ValueHint::FilePath)]
        trusted_root: PathBuf,
    },
    /// Bring the metadata up to date
    Refresh,
    /// Bring the metadata up to date and fetch targets
    Download,
}
