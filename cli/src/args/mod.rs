//! What the commands take.

mod publish;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use safe_migration::model::Date;
use safe_migration::offer::{Answer, Stage};

pub use publish::*;

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
    /// Say what is wrong with an offer, without asking any register
    Offer(OfferArgs),
    /// Show the questions whose "yes" is a warning sign
    Questions(QuestionsArgs),
    /// Show what governments have warned of
    Advisories(AdvisoriesArgs),
    /// Show whom to call
    Helplines(HelplinesArgs),
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
    #[command(flatten)]
    pub route: RouteArgs,
    /// Answer for this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub at: Option<Date>,
    /// Language of the answer (en, hi, bn, fil, ne, id)
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Print a short text that fits an SMS, and a longer one to share, instead of the report
    #[arg(long, conflicts_with = "json")]
    pub receipt: bool,
    /// Print the whole report as JSON (docs/schema/check.schema.json)
    #[arg(long)]
    pub json: bool,
}

/// What is known of an offer beside its text.
#[derive(Debug, Args)]
pub struct RouteArgs {
    /// Country of work (two letters), or a place
    #[arg(long, value_name = "COUNTRY|PLACE")]
    pub destination: Option<String>,
    /// Country or place on the way
    #[arg(long, value_name = "COUNTRY|PLACE")]
    pub transit: Option<String>,
    /// The job that is offered
    #[arg(long)]
    pub role: Option<String>,
    /// The visa that is offered (tourist, work …)
    #[arg(long)]
    pub visa: Option<String>,
    /// Answer to a question: B03=yes, B03=no or B03=dont_know; may be given several times
    #[arg(long = "answer", value_name = "ID=ANSWER", value_parser = answer)]
    pub answer: Vec<(String, Answer)>,
    /// Answers from a JSON file: {"B03": "yes"}
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub answers: Option<PathBuf>,
    /// Where the person is
    #[arg(long, value_parser = stage, value_name = "before|on_the_way|at_destination")]
    pub stage: Option<Stage>,
}

fn answer(text: &str) -> Result<(String, Answer), String> {
    let (id, answer) = text.split_once('=').ok_or("write ID=yes, ID=no or ID=dont_know")?;
    let answer = match answer.to_ascii_lowercase().as_str() {
        "yes" | "y" => Answer::Yes,
        "no" | "n" => Answer::No,
        "dont_know" | "dont-know" | "unknown" | "?" => Answer::DontKnow,
        _ => return Err("an answer is yes, no or dont_know".to_owned()),
    };
    Ok((id.trim().to_ascii_uppercase(), answer))
}

fn stage(text: &str) -> Result<Stage, String> {
    match text.replace('-', "_").as_str() {
        "before" => Ok(Stage::Before),
        "on_the_way" => Ok(Stage::OnTheWay),
        "at_destination" => Ok(Stage::AtDestination),
        _ => Err("a stage is before, on_the_way or at_destination".to_owned()),
    }
}

#[derive(Debug, Args)]
pub struct OfferArgs {
    /// The message, or `-` to read it from standard input
    pub text: Option<String>,
    /// Country the worker is from (two letters: IN, PH, BD …)
    #[arg(long, value_name = "COUNTRY")]
    pub origin: Option<String>,
    #[command(flatten)]
    pub route: RouteArgs,
    /// Answer for this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub at: Option<Date>,
    /// Language of the answer (en, hi, bn, fil, ne, id)
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Show which words made which sign, and on what each rests
    #[arg(long)]
    pub explain: bool,
    /// Print JSON (docs/schema/offer.schema.json)
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct QuestionsArgs {
    /// Only those of this stage
    #[arg(long, value_parser = stage, value_name = "before|on_the_way|at_destination")]
    pub stage: Option<Stage>,
    /// Language of the questions (en, hi, bn, fil, ne, id)
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct AdvisoriesArgs {
    /// Words that must all be in the notice
    pub words: Option<String>,
    /// Country the worker is from
    #[arg(long, value_name = "COUNTRY")]
    pub origin: Option<String>,
    /// Country of work
    #[arg(long, value_name = "COUNTRY")]
    pub destination: Option<String>,
    /// Country on the way
    #[arg(long, value_name = "COUNTRY")]
    pub transit: Vec<String>,
    /// The job that is offered
    #[arg(long)]
    pub role: Option<String>,
    /// The visa that is offered
    #[arg(long)]
    pub visa: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct HelplinesArgs {
    /// Citizen of this country (two letters)
    #[arg(long, value_name = "COUNTRY")]
    pub nationality: Option<String>,
    /// Country one is in
    #[arg(long, value_name = "COUNTRY")]
    pub located_in: Option<String>,
    /// Language of the sentences
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Print JSON
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
