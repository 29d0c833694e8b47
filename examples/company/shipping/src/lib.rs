//! The errors of the shipping catalog.

errbook::include_codes!();
