//! The command line of Safe Migration.

fn main() {}
