use scraper::{ElementRef, Html, Node, Selector};

use super::{Columns, Header, RawRow, Read, decode};
use crate::Error;
use crate::descriptor::InputPart;

pub(super) fn read(
    input: &InputPart,
    columns: &Columns,
    file: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(RawRow),
) -> Result<Read, Error> {
    let selector =
        |css: &str| Selector::parse(css).map_err(|_| Error::input(file, format!("`{css}` selects nothing: not CSS")));
    let document = Html::parse_document(&decode(input, bytes));
    let table = document
        .select(&selector(&input.table)?)
        .next()
        .ok_or_else(|| Error::input(file, format!("no table `{}`: an error page?", input.table)))?;
    let (row, cell) = (selector("tr")?, selector("th, td")?);
    let mut rows = (1..).zip(table.select(&row)).map(|(number, row)| {
        let cells: Vec<String> = row.select(&cell).flat_map(|cell| vec![text(cell); span(cell)]).collect();
        (number, cells)
    });
    let (_, names) = rows.next().ok_or_else(|| Error::input(file, "a table without rows"))?;
    let header = Header::new(columns, &names);
    let mut misfits = Vec::new();
    for (number, cells) in rows {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if cells.len() == names.len() {
            take(header.pick(number, |place| cells.get(place).map(String::as_str)));
        } else {
            misfits.push(number);
        }
    }
    Ok(header.read(misfits))
}

/// A cell's text on one line; what stands on lines of its own (`<br>`, paragraphs, list items) is parted by `;`.
fn text(cell: ElementRef<'_>) -> String {
    const BREAKS: [&str; 5] = ["br", "p", "div", "li", "tr"];
    const BREAK: char = '\u{1}';
    let mut raw = String::new();
    for node in cell.descendants() {
        match node.value() {
            Node::Text(text) => raw.extend(text.chars().filter(|&c| c != BREAK)),
            Node::Element(element) if BREAKS.contains(&element.name()) => raw.push(BREAK),
            _ => {}
        }
    }
    let lines = raw.split(BREAK).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

fn span(cell: ElementRef<'_>) -> usize {
    cell.value().attr("colspan").and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, 100)
}
