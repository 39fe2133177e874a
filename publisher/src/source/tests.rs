use super::*;
use crate::descriptor::Descriptor;

/// The input part of a descriptor with these lines.
fn input(lines: &str) -> InputPart {
    let text = format!(
        "[register]\nid = \"x\"\nkind = \"licensed\"\ncountry = \"PH\"\nauthority = \"A\"\ntitle = \"T\"\n\
         coverage = \"full\"\nlicence_notice = \"\"\n[input]\n{lines}\n[id]\nhash = [\"name\"]\n[fields]\nname = \"name\"\n"
    );
    Descriptor::parse("test.toml", &text).unwrap().input
}

fn columns(names: &[&str]) -> Columns {
    let mut columns = Columns::default();
    for name in names {
        columns.place(name);
    }
    columns
}

/// A row's number and cells.
type Row = (u32, Vec<String>);

fn rows(lines: &str, names: &[&str], bytes: &[u8]) -> Result<(Vec<Row>, Read), String> {
    let mut rows = Vec::new();
    let read = read(&input(lines), &columns(names), "list", bytes, &mut |row| rows.push((row.number, row.cells)));
    read.map(|read| (rows, read)).map_err(|error| error.to_string())
}

fn cells(row: &Row) -> Vec<&str> {
    row.1.iter().map(String::as_str).collect()
}

#[test]
fn csv_in_another_encoding_with_another_delimiter() {
    let bytes = b"Phone;NAME\n02;\"Agence \xe9toile; Paris\"\n03;\"Two\nlines\"\n04;a;b\n";
    let (rows, read) =
        rows("format = \"csv\"\nencoding = \"windows-1252\"\ndelimiter = \";\"", &["name", "licence"], bytes).unwrap();
    assert_eq!(cells(&rows[0]), ["Agence étoile; Paris", ""]);
    assert_eq!(rows[1], (3, vec!["Two\nlines".to_owned(), String::new()]));
    assert_eq!(
        read,
        Read { present: vec![true, false], unused: vec!["phone".to_owned()], total: None, misfits: vec![5] }
    );
}

#[test]
fn json_paths_totals_and_kinds_of_cells() {
    let json = br#"{"meta":{"total":7},"data":[{"a":{"name":"N"},"n":12,"l":["x","y"],"z":null},{"a":{}}]}"#;
    let (rows, read) = rows(
        "format = \"json\"\nrows = \"data\"\ntotal = \"meta.total\"",
        &["a.name", "n", "l", "z", "l.1", "none"],
        json,
    )
    .unwrap();
    assert_eq!(cells(&rows[0]), ["N", "12", "x;y", "", "y", ""]);
    assert_eq!(cells(&rows[1]), [""; 6]);
    assert_eq!((read.total, read.present), (Some(7), vec![true, true, true, true, true, false]));
}

#[test]
fn json_that_is_an_error() {
    let reason = |bytes: &[u8]| rows("format = \"json\"\nrows = \"data\"", &["name"], bytes).unwrap_err();
    assert!(reason(b" <!DOCTYPE html>").contains("a web page where JSON was expected"));
    assert!(reason(b"{\"message\":\"Too many requests\"}").contains("an error answer"));
    assert!(reason(b"{\"data\":{}}").contains("no rows at `data`"));
    assert!(reason(b"{\"data\":").contains("no JSON"));
    assert!(reason(b" \n").contains("is empty"));
}

#[test]
fn a_table_of_a_page() {
    let page = "<html><table><tr><td>menu</td></tr></table><table id=l><thead><tr><th>Name</th><th>Phone &amp; fax</th></tr></thead>
        <tr><td>A <b>B</b>&nbsp;Ltd</td><td>02<br>03</td></tr>
        <tr><td colspan=2>End</td></tr><tr><td></td><td> </td></tr><tr><td>one cell</td></tr></table>";
    let (rows, read) =
        rows("format = \"html\"\ntable = \"table#l\"", &["name", "phone & fax"], page.as_bytes()).unwrap();
    assert_eq!(cells(&rows[0]), ["A B Ltd", "02; 03"]);
    assert_eq!(cells(&rows[1]), ["End", "End"]);
    assert_eq!((rows.len(), read.misfits), (2, vec![5]));
    let reason = self::rows("format = \"html\"\ntable = \"table#l\"", &["name"], b"<html>Sorry</html>").unwrap_err();
    assert!(reason.contains("no table `table#l`"), "{reason}");
}

#[test]
fn a_sheet_of_a_workbook() {
    let sheet = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>List of agencies</t></is></c></row>
        <row r="3"><c r="A3" t="inlineStr"><is><t>Name</t></is></c><c r="B3" t="inlineStr"><is><t>Licence</t></is></c><c r="C3" t="inlineStr"><is><t>Valid to</t></is></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>Example Overseas</t></is></c><c r="B4"><v>981</v></c><c r="C4" s="1"><v>46600</v></c></row>
        <row r="6"><c r="A6" t="inlineStr"><is><t>Other Overseas</t></is></c></row>"#;
    let lines = "format = \"xlsx\"\nsheet = \"Agencies\"\nheader_row = 3";
    let (rows, read) = rows(lines, &["name", "licence", "valid to"], &workbook(sheet)).unwrap();
    assert_eq!(rows[0], (4, vec!["Example Overseas".to_owned(), "981".to_owned(), "2027-08-01".to_owned()]));
    assert_eq!(rows[1], (6, vec!["Other Overseas".to_owned(), String::new(), String::new()]));
    assert_eq!(read.present, [true; 3]);
    let reason = |lines, bytes: &[u8]| self::rows(lines, &["name"], bytes).unwrap_err();
    assert!(reason("format = \"xlsx\"\nsheet = \"Other\"", &workbook(sheet)).contains("no sheet `Other`"));
    assert!(reason("format = \"xlsx\"", b"<html>gone</html>").contains("a web page"));
    assert!(reason("format = \"xlsx\"", b"PK\x03\x04 cut").contains("no workbook"));
}

/// The smallest workbook that holds one sheet, `Agencies`, with these rows; style 1 is a day.
fn workbook(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    zip(&[
        ("[Content_Types].xml", format!("<Types xmlns=\"{TYPES}\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Agencies\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")),
    ])
}

/// A zip archive that stores its files uncompressed.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = u32::try_from(archive.len()).unwrap();
        let length = u32::try_from(text.len()).unwrap().to_le_bytes();
        let mut entry = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        entry.extend(crc32(text.as_bytes()).to_le_bytes());
        entry.extend([length, length].concat());
        entry.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        entry.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&entry);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let (size, offset) = (u32::try_from(directory.len()).unwrap(), u32::try_from(archive.len()).unwrap());
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count, count].concat());
    archive.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
    archive.extend([0, 0]);
    archive
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc)))
}
