use safe_migration::model::{Calibration, Register};
use safe_migration::pack::PackRow;

/// Measures where the matcher's cuts lie for these rows, with names that they do not hold.
///
/// `rows` are final: in canonical order, as they will be installed.
pub fn calibrate(_rows: &[PackRow], _registers: &[Register]) -> Calibration {
    Calibration::default()
}
