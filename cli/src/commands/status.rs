use safe_migration::model::Date;

use super::lists;
use crate::args::{DataArgs, StatusArgs};
use crate::failure::Failure;
use crate::output;

pub fn run(data: &DataArgs, args: &StatusArgs) -> Result<(), Failure> {
    let status = lists::open(data)?.data_status(args.at.map(Date::to_millis), args.lang.as_deref())?;
    if args.json { output::json(&status) } else { output::status(&status) }
}
