//! Credentials: where passwords come from, where they are kept, and to whom they are handed.

mod connections;
mod entries;
mod handed;
mod managed;
mod master;
mod masters;
mod password;
mod stores;

use super::fields::Kind;
use super::{EntityId, Member, Model};

pub(super) use entries::entries;
pub(super) use masters::Masters;

impl Model {
    /// A fact about credentials.
    pub(super) fn credential_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{DbCluster, DbInstance, RandomPassword, Secret, SecretVersion, SsmParameter, Workload};
        let holds_text = |kind: Kind| matches!(kind, Workload | SsmParameter | Secret | SecretVersion);
        Some(match (self.entity(id).kind, name) {
            (DbInstance | DbCluster, "password_literal") => Member::Value(self.password_literal(id)),
            (DbInstance | DbCluster, "password_parameter_visible") => {
                Member::Value(self.password_parameter_visible(id))
            }
            (DbInstance | DbCluster, "password_plain_ssm") => self.password_plain_ssm(id),
            (DbInstance | DbCluster, "password_managed") => self.password_managed(id),
            (DbInstance | DbCluster, "password_in_state") => self.password_in_state(id),
            (DbInstance | DbCluster, "master_username_literal") => self.master_username_literal(id),
            (DbInstance | DbCluster, "master_username_usual") => self.master_username_usual(id),
            (SecretVersion, "password_in_state") => self.secret_in_state(id),
            (Secret | SecretVersion, "password_literal") => self.secret_literal(id),
            (Secret | RandomPassword, "database_password_length") => self.password_length(id),
            (Secret, "rotated") => self.rotated(id),
            (Workload, "password_entries") => self.password_entries(id),
            (kind, "unencrypted_connections") if holds_text(kind) => self.unencrypted_connections(id),
            (kind, "unverified_connections") if holds_text(kind) => self.unverified_connections(id),
            (kind, "expired_ca_bundles") if holds_text(kind) => self.expired_ca_bundles(id),
            _ => return None,
        })
    }
}
