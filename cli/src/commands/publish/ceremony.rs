//! `init`, `add-role` and `rotate`: who may sign.

use safe_migration::ports::{Clock, SystemClock};
use safe_migration_publisher::repository::{Lifetimes, Repository, Rotation, Signing, TopKeys};

use super::{keys, publish_or_wait};
use crate::args::{AddRoleArgs, InitArgs, RotateArgs};
use crate::failure::Failure;

pub fn init(args: &InitArgs) -> Result<(), Failure> {
    let online = keys::role(&args.online_key, 1)?;
    let top = TopKeys {
        root: keys::role(&args.root_key, args.root_threshold)?,
        targets: keys::role(&args.targets_key, args.targets_threshold)?,
        snapshot: online.clone(),
        timestamp: online,
    };
    let opened = keys::open(&args.keys)?;
    let signing = Signing { keys: &opened, now: SystemClock.now(), lifetimes: Lifetimes::default() };
    let repository = Repository::at(&args.repo);
    repository.init(&top, signing)?;
    publish_or_wait(&repository, signing)
}

pub fn add_role(args: &AddRoleArgs) -> Result<(), Failure> {
    let role = keys::role(&args.role_key, args.threshold)?;
    let opened = keys::open(&args.keys)?;
    let signing = Signing { keys: &opened, now: SystemClock.now(), lifetimes: Lifetimes::default() };
    let repository = Repository::at(&args.repo);
    repository.add_role(&args.name, &role, signing)?;
    publish_or_wait(&repository, signing)
}

pub fn rotate(args: &RotateArgs) -> Result<(), Failure> {
    let rotation = Rotation { add: keys::public(&args.add)?, remove: args.remove.clone(), threshold: args.threshold };
    let opened = keys::open(&args.keys)?;
    let signing = Signing { keys: &opened, now: SystemClock.now(), lifetimes: Lifetimes::default() };
    let repository = Repository::at(&args.repo);
    for role in &args.role {
        repository.rotate(role, &rotation, signing)?;
    }
    publish_or_wait(&repository, signing)
}
