//! The codes of the shop.

errbook::include_codes!();
