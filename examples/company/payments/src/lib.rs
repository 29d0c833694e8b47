//! The errors of the payments catalog.

errbook::include_codes!();
