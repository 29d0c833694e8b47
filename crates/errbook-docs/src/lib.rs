//! errbook-docs
