//! Error codes of Unkey
errbook::include_codes!();
