//! rdslint: what the databases of CloudFormation templates and Terraform configurations would really be, and what is
//! insecure about them.
//!
//! Data flows one way:
//!
//! ```text
//! files ─► source ─► syntax ─► cloudformation ┐                       ┌─► text  gcc  github
//!          text      trees     terraform      ├─► model ─► policy ──► │   json  sarif
//!                              evaluation     ┘   databases  findings └─►
//! ```
//!
//! A module imports only modules of lower floors:
//!
//! | floor | modules |
//! |---|---|
//! | 0 | `source`, `parallel` |
//! | 1 | `value`, `syntax`, `finding` |
//! | 2 | `model` |
//! | 3 | `cloudformation`, `terraform`, `policy` (which never see each other) |
//! | 4 | `conceal`, `discover`, `config`, `catalog`, `suppress` |
//! | 5 | `lint`, `report`, `docs` |
//! | 6 | `cli` |
//!
//! What always holds: only `discover`, `config`, `catalog` and `cli` touch the file system; nothing reaches a network; no
//! input makes it panic; results come in source order, whatever the threads do; a secret's text is in no report.

pub mod parallel;
pub mod source;

pub mod finding;
pub mod syntax;
pub mod value;

pub mod model;

pub mod cloudformation;
pub mod policy;
pub mod terraform;

pub mod catalog;
pub mod conceal;
pub mod config;
pub mod discover;
pub mod suppress;

pub mod lint;
pub mod report;

pub mod docs;

pub mod cli;
