//! The errors of the platform catalog.

errbook::include_codes!();
