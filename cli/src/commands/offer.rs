//! What is wrong with an offer, the questions, the advisories and the helplines: nothing here opens a list.

use std::collections::BTreeMap;

use safe_migration::advisories::AdvisoryQuery;
use safe_migration::check::{CheckRequest, MAX_TEXT_BYTES};
use safe_migration::model::Date;
use safe_migration::offer::Answer;
use safe_migration::ports::{Clock, SystemClock};

use super::message_from_stdin;
use crate::args::{AdvisoriesArgs, HelplinesArgs, OfferArgs, QuestionsArgs, RouteArgs};
use crate::failure::Failure;
use crate::output;

pub fn run(args: &OfferArgs) -> Result<(), Failure> {
    let text = match args.text.as_deref() {
        Some("-") => Some(message_from_stdin(MAX_TEXT_BYTES)?),
        other => other.map(str::to_owned),
    };
    let mut request = CheckRequest {
        text,
        origin: args.origin.as_deref().map(country),
        language: args.lang.clone(),
        ..CheckRequest::default()
    };
    add_route(&mut request, &args.route)?;
    let is_empty = request.text.is_none() && request.answers.is_empty() && request.stage.is_none();
    if is_empty && request.destination.is_none() && request.visa.is_none() && request.role.is_none() {
        return Err(Failure::Usage(
            "nothing to read: give a message, or --answer, --destination, --stage …".to_owned(),
        ));
    }
    let today = args.at.unwrap_or_else(|| Date::from_millis(SystemClock.now()));
    let answer = safe_migration::offer::read(&request, today);
    if args.json { output::json(&answer) } else { output::offer(&answer, args.explain) }
}

/// What the options of a route say.
pub fn add_route(request: &mut CheckRequest, route: &RouteArgs) -> Result<(), Failure> {
    request.destination.clone_from(&route.destination);
    request.transit.clone_from(&route.transit);
    request.role.clone_from(&route.role);
    request.visa.clone_from(&route.visa);
    request.stage = route.stage;
    if let Some(file) = &route.answers {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| Failure::io(name.clone(), error))?;
        let answers: BTreeMap<String, Answer> =
            serde_json::from_str(&text).map_err(|error| Failure::Usage(format!("{name}: {error}")))?;
        request.answers.extend(answers);
    }
    request.answers.extend(route.answer.iter().cloned());
    Ok(())
}

pub fn questions(args: &QuestionsArgs) -> Result<(), Failure> {
    let questions = safe_migration::offer::questions(args.stage, args.lang.as_deref().unwrap_or_default());
    if args.json { output::json(&questions) } else { output::questions(&questions) }
}

pub fn advisories(args: &AdvisoriesArgs) -> Result<(), Failure> {
    let found = safe_migration::advisories::find(&AdvisoryQuery {
        origin: args.origin.as_deref().map(country),
        destination: args.destination.as_deref().map(country),
        transit: args.transit.iter().map(|code| country(code)).collect(),
        role: args.role.clone(),
        visa: args.visa.clone(),
        words: args.words.clone(),
        limit: 0,
    });
    if args.json { output::json(&found) } else { output::advisories(&found) }
}

pub fn helplines(args: &HelplinesArgs) -> Result<(), Failure> {
    let nationality = args.nationality.as_deref().map(country);
    let located_in = args.located_in.as_deref().map(country);
    let language = args.lang.as_deref().unwrap_or_default();
    let found = safe_migration::helplines::find(nationality.as_deref(), located_in.as_deref(), language);
    if args.json { output::json(&found) } else { output::helplines(&found) }
}

fn country(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}
