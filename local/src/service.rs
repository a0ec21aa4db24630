//! Something that runs until it is told to stop.

use std::future::Future;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long requests under way may take to end.
const GRACE: Duration = Duration::from_secs(5);

/// A task; dropping this ends it at once.
#[derive(Debug)]
pub(super) struct Service {
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Service {
    /// Starts what `run` makes of the signal to stop.
    pub(super) fn start<F>(run: impl FnOnce(Stopped) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        Self { stop: Some(stop), task: tokio::spawn(run(Stopped(stopped))) }
    }

    /// Lets it end by itself, for five seconds at most.
    pub(super) async fn stop(mut self) {
        self.stop.take();
        let _ended = timeout(GRACE, &mut self.task).await;
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The signal to stop.
#[derive(Debug)]
pub(super) struct Stopped(oneshot::Receiver<()>);

impl Stopped {
    /// Waits for it.
    pub(super) async fn wait(self) {
        // The sender is only ever dropped.
        let _dropped = self.0.await;
    }
}
