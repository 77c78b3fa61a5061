//! HCL and its JSON twin: text to the tree of [`tree`].

pub mod tree;
