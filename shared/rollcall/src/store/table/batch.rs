//! Reading and writing many items in few calls. The writes of a batch are neither conditional nor all or none.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use super::{Item, TOTAL, Table};
use crate::entropy;
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::meter;

/// Tries of a batch of which DynamoDB left a part undone, as it does with keys that it throttles.
const BATCH_TRIES: u32 = 5;

impl Table {
    /// Reads up to 100 items, as they are now, in one call. The keys must differ. Items that do not exist are not in
    /// the answer.
    pub(in crate::store) async fn batch_get(
        &self,
        operation: &'static str,
        keys: impl IntoIterator<Item = PrimaryKey>,
    ) -> Result<HashMap<PrimaryKey, Item>, StoreError> {
        let mut wanted: Vec<Item> =
            keys.into_iter().map(|key| HashMap::from(key.into_attributes())).collect();
        let mut found = HashMap::with_capacity(wanted.len());
        for attempt in 1..=BATCH_TRIES {
            let (items, unanswered) = self.batch_get_once(operation, wanted).await?;
            found.extend(items.into_iter().filter_map(|item| Some((PrimaryKey::of(&item)?, item))));
            if unanswered.is_empty() {
                return Ok(found);
            }
            wanted = unanswered;
            pause_before(attempt + 1).await;
        }
        Err(StoreError::Throttled { operation, source: "keys left unprocessed".into() })
    }

    async fn batch_get_once(
        &self,
        operation: &'static str,
        keys: Vec<Item>,
    ) -> Result<(Vec<Item>, Vec<Item>), StoreError> {
        let keys = KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(true)
            .build()
            .map_err(|error| StoreError::malformed(operation, error))?;
        let request =
            self.client.batch_get_item().request_items(&self.name, keys).return_consumed_capacity(TOTAL);
        match request.send().await {
            Ok(output) => {
                meter::fetched(output.consumed_capacity().first());
                let items = output.responses.unwrap_or_default().remove(&self.name).unwrap_or_default();
                let unanswered = output.unprocessed_keys.unwrap_or_default().remove(&self.name);
                Ok((items, unanswered.map(|keys| keys.keys).unwrap_or_default()))
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }

    /// Puts and deletes items without conditions, 25 in a call, one call after the other. If one fails, the writes of
    /// the calls before it are made.
    pub(in crate::store) async fn batch_write(
        &self,
        operation: &'static str,
        puts: Vec<Item>,
        deletes: Vec<PrimaryKey>,
    ) -> Result<(), StoreError> {
        let puts = puts.into_iter().map(|item| {
            let put = PutRequest::builder().set_item(Some(item)).build()?;
            Ok(WriteRequest::builder().put_request(put).build())
        });
        let deletes = deletes.into_iter().map(|key| {
            let key = Some(HashMap::from(key.into_attributes()));
            let delete = DeleteRequest::builder().set_key(key).build()?;
            Ok(WriteRequest::builder().delete_request(delete).build())
        });
        let requests: Vec<WriteRequest> = puts
            .chain(deletes)
            .collect::<Result<_, BuildError>>()
            .map_err(|error| StoreError::malformed(operation, error))?;
        for some in requests.chunks(25) {
            self.write_all(operation, some.to_vec()).await?;
        }
        Ok(())
    }

    async fn write_all(
        &self,
        operation: &'static str,
        mut requests: Vec<WriteRequest>,
    ) -> Result<(), StoreError> {
        for attempt in 1..=BATCH_TRIES {
            let request = self
                .client
                .batch_write_item()
                .request_items(&self.name, requests)
                .return_consumed_capacity(TOTAL);
            let output = request.send().await.map_err(|error| {
                meter::failed();
                StoreError::of(operation, error)
            })?;
            meter::written(output.consumed_capacity());
            requests = output.unprocessed_items.unwrap_or_default().remove(&self.name).unwrap_or_default();
            if requests.is_empty() {
                return Ok(());
            }
            pause_before(attempt + 1).await;
        }
        Err(StoreError::Throttled { operation, source: "items left unprocessed".into() })
    }
}

async fn pause_before(attempt: u32) {
    tokio::time::sleep(entropy::jitter(Duration::from_millis(20) * 2_u32.pow(attempt))).await;
}
