//! Starts the service and logs JSON lines. The first argument is the address, by default
//! `127.0.0.1:8080`.

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
