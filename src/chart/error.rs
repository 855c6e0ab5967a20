//! Why a chart could not be drawn.

/// Why a chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The embedded font cannot be read.
    #[error("the embedded font cannot be read")]
    Font,
    /// The data contradict each other or are empty where they may not be.
    #[error("this cannot be charted: {0}")]
    Data(String),
    /// The drawing library failed.
    #[error("drawing failed: {0}")]
    Draw(String),
}
