//! `safemig`: the command line of Safe Migration. See `docs/cli.md`.

mod args;
mod commands;
mod failure;
mod output;
mod tuf_protocol;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Check(args) => commands::check::run(&cli.data, args),
        Command::Offer(args) => commands::offer::run(args),
        Command::Questions(args) => commands::offer::questions(args),
        Command::Advisories(args) => commands::offer::advisories(args),
        Command::Helplines(args) => commands::offer::helplines(args),
        Command::Search(args) => commands::search::run(&cli.data, args),
        Command::Compare(args) => commands::compare::run(&cli.data, args),
        Command::Status(args) => commands::status::run(&cli.data, args),
        Command::Publish(args) => commands::publish::run(args),
        Command::Tuf(args) => {
            let now = safe_migration::ports::Clock::now(&safe_migration::ports::SystemClock);
            commands::tuf::run(args, now, &mut commands::tuf::Folder)
        }
        Command::Completions(args) => commands::generate::completions(args),
        Command::Man => commands::generate::man(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // A reader such as `head` that has seen enough is no failure.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            output::error_line(&failure.to_string());
            ExitCode::from(failure.exit_code())
        }
    }
}
