mod basic_tests;
pub mod builder;
pub mod client;
mod delegation_tests;
mod download_tests;
mod expiration_tests;
mod keys_tests;
mod rollback_tests;
mod rotation_tests;
