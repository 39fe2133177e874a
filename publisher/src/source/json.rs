use serde_json::Value;

use super::{Columns, RawRow, Read, is_web_page};
use crate::Error;
use crate::descriptor::InputPart;

pub(super) fn read(
    input: &InputPart,
    columns: &Columns,
    file: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(RawRow),
) -> Result<Read, Error> {
    let document: Value = serde_json::from_slice(bytes).map_err(|error| {
        let start = String::from_utf8_lossy(bytes.get(..200.min(bytes.len())).unwrap_or_default()).into_owned();
        let page = is_web_page(&start);
        Error::input(
            file,
            if page { "a web page where JSON was expected".to_owned() } else { format!("no JSON: {error}") },
        )
    })?;
    let rows = at(&document, &input.rows).and_then(Value::as_array).ok_or_else(|| {
        let says = ["error", "message", "errors"].iter().any(|key| document.get(key).is_some());
        let what = if says { "an error answer: no rows" } else { "no rows" };
        Error::input(file, format!("{what} at `{}`", input.rows))
    })?;
    let mut present = vec![false; columns.names().len()];
    for (number, row) in (1..).zip(rows) {
        let mut cells = Vec::with_capacity(present.len());
        for (name, present) in columns.names().iter().zip(&mut present) {
            let cell = at(row, name);
            *present |= cell.is_some();
            cells.push(text(cell));
        }
        take(RawRow { number, cells });
    }
    let mut unused: Vec<String> = match rows.first() {
        Some(Value::Object(first)) => first.keys().cloned().collect(),
        _ => Vec::new(),
    };
    unused.retain(|key| !columns.names().iter().any(|name| name.split('.').next() == Some(key)));
    let total = input.total.as_ref().and_then(|path| at(&document, path)).and_then(Value::as_u64);
    Ok(Read { present, unused, total, misfits: Vec::new() })
}

/// What stands at a dotted path; the empty path is the value itself.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').filter(|key| !key.is_empty()).try_fold(value, |value, key| match key.parse::<usize>() {
        Ok(place) if value.is_array() => value.get(place),
        _ => value.get(key),
    })
}

/// A cell's text: a list's items are joined by `;`, an object has none.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Array(items)) => items.iter().map(|item| text(Some(item))).collect::<Vec<_>>().join(";"),
        Some(Value::Null | Value::Object(_)) | None => String::new(),
    }
}
