use std::io;

/// Why a command gave no answer; shown as one line.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The arguments or the input cannot be understood: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The library gave no answer.
    #[error("{0}")]
    Core(#[from] safe_migration::Error),
    /// Building a pack failed.
    #[error("{0}")]
    Publish(#[from] safe_migration_publisher::Error),
    /// A step of publishing was not done.
    #[error("{0}")]
    Repository(#[from] safe_migration_publisher::repository::RepositoryError),
    /// A step of the TUF conformance protocol failed.
    #[error("{0}")]
    Tuf(#[from] crate::tuf_protocol::ProtocolError),
    /// A file or stream failed.
    #[error("{what}: {error}")]
    Io {
        /// The file, as the person named it, or the stream.
        what: String,
        /// The system's reason.
        error: io::Error,
    },
}

impl Failure {
    pub fn io(what: impl Into<String>, error: io::Error) -> Self {
        Self::Io { what: what.into(), error }
    }

    /// 2 for arguments that cannot be understood, 1 for everything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Core(safe_migration::Error::InvalidArgument { .. }) => 2,
            _ => 1,
        }
    }

    /// Did the reader of our output go away?
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
