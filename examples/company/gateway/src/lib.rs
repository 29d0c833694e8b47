//! The errors of the gateway catalog.

errbook::include_codes!();
