//! Names that a register prints inside the name.

/// The present and the former name in a printed name such as `ABC MANPOWER INC (FORMERLY ABC MANPOWER`, for each of
/// `markers` that is in it; the brackets are often never closed, since the list cuts names. Without a marker: none.
pub(crate) fn split_former(printed: &str, markers: &[String]) -> Vec<String> {
    let lower = printed.to_ascii_lowercase();
    let found = markers
        .iter()
        .filter_map(|marker| lower.find(&marker.to_ascii_lowercase()).map(|at| (at, marker.len())))
        .filter(|&(at, _)| at > 0)
        .min_by_key(|&(at, length)| (at, usize::MAX - length));
    let Some((at, length)) = found else { return Vec::new() };
    let present = printed.get(..at).unwrap_or_default();
    let former = printed.get(at + length..).unwrap_or_default();
    let trim = |c: char| c.is_whitespace() || "(:,;-".contains(c);
    let former = former.trim_matches(trim).trim_start_matches('.');
    let former = former.strip_suffix(')').unwrap_or(former);
    [present, former].iter().map(|name| name.trim_matches(trim).to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::split_former;

    #[test]
    fn former_names_in_the_philippine_list() {
        let markers: Vec<String> = ["(FORMERLY", "(FOR:", "(FOR.", "(FOR ", " FORMERLY "].map(str::to_owned).into();
        for (printed, names) in [
            (
                "ABC GLOBAL EMPLOYMENT & MANPOWER SERVICES INC (FORMERLY SMITH BELL MANPOWER",
                &["ABC GLOBAL EMPLOYMENT & MANPOWER SERVICES INC", "SMITH BELL MANPOWER"][..],
            ),
            ("EXAMPLE CORP. (Formerly: Example Energy Co.)", &["EXAMPLE CORP.", "Example Energy Co."]),
            ("EXAMPLE AGENCY, INC. (FOR:GEO PLCT AGENCY, INC)", &["EXAMPLE AGENCY, INC.", "GEO PLCT AGENCY, INC"]),
            ("EXAMPLE INC (FOR. NURSING INT`L.)", &["EXAMPLE INC", "NURSING INT`L."]),
            ("EXAMPLE INC FORMERLY VETERANS PLACEMENT COR", &["EXAMPLE INC", "VETERANS PLACEMENT COR"]),
            ("1ST FILIPINO OVERSEAS RECRUITMENT AGENCY (FORAI) INCORPORATED", &[]),
            ("(FORMERLY NOTHING)", &[]),
        ] {
            assert_eq!(split_former(printed, &markers), names, "{printed}");
        }
    }
}
