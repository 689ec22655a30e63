//! Fuzzes `tallyform_tests::targets::expression`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tallyform_tests::targets::expression(bytes));
