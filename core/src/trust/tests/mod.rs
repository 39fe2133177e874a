mod basic_tests;
pub mod builder;
pub mod client;
