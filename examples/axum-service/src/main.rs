//! Starts the service at the address of its first argument, `127.0.0.1:8080` without one, and logs JSON lines.

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().json().init();
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(&address).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    axum::serve(listener, axum_service::router()).await?;
    Ok(())
}
