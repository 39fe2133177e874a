//! The search for a target among delegated roles (specification, 5.6.7): pre-order, depth first, in the order that
//! each delegator lists its delegates, every role once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::TrustError;
use super::metadata::Targets;
use super::target::Target;
use super::updater::{Step, Updater};

/// A delegated role that was verified, and the delegator whose keys it was verified with: another delegator may name
/// other keys for the same role.
pub(super) struct Delegate {
    role: String,
    delegator: Arc<Targets>,
    targets: Arc<Targets>,
}

/// A search under way.
pub(super) struct Search {
    path: String,
    /// Roles still to visit with their delegators, the next one last.
    stack: Vec<(String, Arc<Targets>)>,
    visited: BTreeSet<String>,
}

impl Updater<'_> {
    /// Begins the search for a target; when nothing is wanted any more, [`Updater::found`] has the answer.
    ///
    /// # Errors
    /// [`TrustError::OutOfTurn`] before the update is done; otherwise as [`Updater::give`].
    pub fn look_up(&mut self, path: &str) -> Result<(), TrustError> {
        self.found = None;
        let (Step::Idle, Some(targets)) = (&self.step, self.targets.clone()) else {
            return Err(TrustError::OutOfTurn);
        };
        self.search = Some(Search { path: path.to_owned(), stack: Vec::new(), visited: BTreeSet::new() });
        self.visit("targets", &targets);
        let result = self.walk();
        if result.is_err() {
            self.search = None;
        }
        result
    }

    /// The target that the search found; `None` also when no trusted role knows it.
    #[must_use]
    pub fn found(&self) -> Option<&Target> {
        self.found.as_ref()
    }

    pub(super) fn accept_delegate(
        &mut self,
        role: &str,
        delegator: &Arc<Targets>,
        bytes: &[u8],
    ) -> Result<(), TrustError> {
        let targets = self.verify_delegate(role, delegator, bytes)?;
        self.add(role, delegator, targets);
        self.walk()
    }

    /// Visits roles until one has to be fetched or the search is over.
    fn walk(&mut self) -> Result<(), TrustError> {
        self.step = Step::Idle;
        while let Some((role, delegator)) = self.search.as_mut().and_then(|search| search.stack.pop()) {
            let visited = self.search.as_ref().map(|search| &search.visited);
            if visited.is_some_and(|visited| visited.contains(&role)) {
                continue;
            }
            // The top-level role is visited as well, but is no delegate.
            if visited.is_some_and(|visited| visited.len() > self.limits.delegations) {
                return Err(TrustError::TooManyRoles(self.limits.delegations));
            }
            let loaded =
                self.delegates.iter().find(|known| known.role == role && Arc::ptr_eq(&known.delegator, &delegator));
            if let Some(loaded) = loaded {
                let targets = Arc::clone(&loaded.targets);
                self.visit(&role, &targets);
            } else if let Some(targets) = self.stored_delegate(&role, &delegator)? {
                self.check_expiry(&role, targets.common)?;
                self.add(&role, &delegator, targets);
            } else {
                self.step = Step::Delegate(role, delegator);
                return Ok(());
            }
        }
        self.search = None;
        Ok(())
    }

    fn add(&mut self, role: &str, delegator: &Arc<Targets>, targets: Targets) {
        let targets = Arc::new(targets);
        self.visit(role, &targets);
        self.delegates.push(Delegate { role: role.to_owned(), delegator: Arc::clone(delegator), targets });
    }

    fn visit(&mut self, role: &str, targets: &Arc<Targets>) {
        let Some(search) = &mut self.search else { return };
        search.visited.insert(role.to_owned());
        if let Some(target) = targets.targets.get(&search.path) {
            self.found = Some(target.clone());
            search.stack.clear();
            return;
        }
        let mut children = Vec::new();
        for delegation in targets.delegations.iter().filter(|delegation| delegation.paths.cover(&search.path)) {
            children.push((delegation.name.clone(), Arc::clone(targets)));
            if delegation.terminating {
                search.stack.clear();
                break;
            }
        }
        search.stack.extend(children.into_iter().rev());
    }
}
