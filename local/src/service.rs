//! A task that runs until it is told to stop.

use std::future::Future;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long a task may take to end after it was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// A running task. Dropping this ends the task at once.
#[derive(Debug)]
pub(super) struct Service {
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Service {
    /// Starts the task that `run` makes. It has to end when it is given the signal to stop.
    pub(super) fn start<F>(run: impl FnOnce(Stopped) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        Self { stop: Some(stop), task: tokio::spawn(run(Stopped(stopped))) }
    }

    /// Tells the task to stop and waits for its end, for five seconds at most. Then it is ended.
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

/// The signal to stop, for one task.
#[derive(Debug)]
pub(super) struct Stopped(oneshot::Receiver<()>);

impl Stopped {
    /// Waits until the task has to stop.
    pub(super) async fn wait(self) {
        // The sender is only ever dropped.
        let _dropped = self.0.await;
    }
}
