use super::{Columns, Header, RawRow, Read, decode, is_web_page};
use crate::Error;
use crate::descriptor::InputPart;

pub(super) fn read(
    input: &InputPart,
    columns: &Columns,
    file: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(RawRow),
) -> Result<Read, Error> {
    let text = decode(input, bytes);
    if is_web_page(&text) {
        return Err(Error::input(file, "a web page where a list was expected"));
    }
    if text.trim_start().starts_with('{') {
        return Err(Error::input(file, "a JSON answer where a list was expected"));
    }
    let delimiter = u8::try_from(input.delimiter).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let unreadable = |error: csv::Error| Error::input(file, error.to_string().replace('\n', " "));
    if !reader.read_record(&mut record).map_err(unreadable)? {
        return Err(Error::input(file, "is empty"));
    }
    let names: Vec<String> = record.iter().map(str::to_owned).collect();
    let header = Header::new(columns, &names);
    let mut misfits = Vec::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, csv::Position::line);
        let number = u32::try_from(line).unwrap_or(u32::MAX);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        // A comma too many or too few moves every cell behind it into another column.
        if record.len() != names.len() {
            misfits.push(number);
            continue;
        }
        take(header.pick(number, |place| record.get(place)));
    }
    Ok(header.read(misfits))
}
