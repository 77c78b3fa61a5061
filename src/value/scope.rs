//! Where addresses are unique.

use std::hash::{Hash, Hasher};

/// One template, or one Terraform root module with all modules below it: addresses are unique within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope(pub u32);

/// The scope of an address where it is another than that of whoever names it. All are equal to whoever compares values: in
/// each environment a value comes from the same place, evaluated anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Within(pub Option<Scope>);

impl Within {
    /// The scope, seen from the one that is given.
    pub fn from(self, own: Scope) -> Scope {
        self.0.unwrap_or(own)
    }

    /// The same, with a scope for what had none.
    #[must_use]
    pub fn or(self, scope: Scope) -> Self {
        Self(self.0.or(Some(scope)))
    }
}

impl PartialEq for Within {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Within {}

impl Hash for Within {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
