use safe_migration::check::{CheckRequest, MAX_TEXT_BYTES};
use safe_migration::model::Date;

use super::{lists, message_from_stdin};
use crate::args::{CheckArgs, DataArgs};
use crate::failure::Failure;
use crate::output;

pub fn run(data: &DataArgs, args: &CheckArgs) -> Result<(), Failure> {
    let text = match args.text.as_deref() {
        Some("-") => Some(message_from_stdin(MAX_TEXT_BYTES)?),
        other => other.map(str::to_owned),
    };
    let mut request = CheckRequest {
        text,
        name: args.name.clone(),
        licence: args.licence.clone(),
        phone: args.phone.clone(),
        email: args.email.clone(),
        address: args.address.clone(),
        origin: args.origin.clone(),
        at: args.at.map(Date::to_millis),
        language: args.lang.clone(),
        ..CheckRequest::default()
    };
    super::offer::add_route(&mut request, &args.route)?;
    if request.is_empty() {
        return Err(Failure::Usage(
            "nothing to check: give a message, or --name, --licence, --phone, --email or --address".to_owned(),
        ));
    }
    let report = lists::open(data)?.check(&request)?;
    if args.receipt {
        let receipt = report.receipt();
        return output::text(&format!("{}\n\n{}\n", receipt.sms, receipt.text));
    }
    if args.json { output::json(&report) } else { output::report(&report) }
}
