//! errbook-build
