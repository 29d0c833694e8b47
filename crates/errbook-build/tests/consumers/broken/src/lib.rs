errbook::include_codes!();
