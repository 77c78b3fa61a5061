# All that must hold before a change is proposed.
ready: && test
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# All tests.
test:
    cargo test --locked

# Speed and memory, as ratios to programs that only read.
bench:
    cargo bench --bench ratios

# Rewrites the expected texts in the tests and documents from what rdslint says now. Read the diff.
update:
    UPDATE=1 INSTA_UPDATE=always cargo test
