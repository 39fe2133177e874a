//! Desk side: turns what an authority publishes into a pack.
