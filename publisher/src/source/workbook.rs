use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::{Columns, Header, RawRow, Read, is_web_page};
use crate::Error;
use crate::descriptor::InputPart;

pub(super) fn read(
    input: &InputPart,
    columns: &Columns,
    file: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(RawRow),
) -> Result<Read, Error> {
    let start = String::from_utf8_lossy(bytes.get(..200.min(bytes.len())).unwrap_or_default()).into_owned();
    if is_web_page(&start) {
        return Err(Error::input(file, "a web page where a workbook was expected"));
    }
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|_| Error::input(file, "no workbook that can be read"))?;
    let sheet = match &input.sheet {
        Some(sheet) => Some(sheet.clone()),
        None => workbook.sheet_names().first().cloned(),
    };
    let sheet = sheet.ok_or_else(|| Error::input(file, "a workbook without a sheet"))?;
    let range = workbook
        .worksheet_range(&sheet)
        .map_err(|_| Error::input(file, format!("no sheet `{sheet}` that can be read")))?;
    // The range begins at the first row that holds anything; people count from the top of the sheet.
    let first = range.start().map_or(0, |(row, _)| row);
    let skip = usize::try_from((input.header_row - 1).saturating_sub(first)).unwrap_or(usize::MAX);
    let mut rows = range.rows().map(|row| row.iter().map(text).collect::<Vec<String>>()).skip(skip);
    let names = rows.next().ok_or_else(|| Error::input(file, format!("no row {} in `{sheet}`", input.header_row)))?;
    let header = Header::new(columns, &names);
    for (number, row) in (first.saturating_add(2) + u32::try_from(skip).unwrap_or(0)..).zip(rows) {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            take(header.pick(number, |place| row.get(place).map(String::as_str)));
        }
    }
    Ok(header.read(Vec::new()))
}

/// A cell as a person sees it: whole numbers without a point (licence numbers and phones are often stored as
/// numbers), days as `YYYY-MM-DD`.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    }
}
