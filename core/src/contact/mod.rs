//! Phones, e-mail and web domains, and addresses: reading them and deciding whether two are the same.

mod address;
mod domain;
mod phone;
mod split;
mod vietnam;

pub(crate) use address::{AddressAgreement, address_agreement};
pub(crate) use domain::own_domain;
pub(crate) use phone::{Phone, international, phones, phones_in_message, phones_on_file, same_phone};
