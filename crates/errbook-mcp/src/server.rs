//! The protocol: messages on two streams, calls to `tools` and `resources`. The only module that
//! knows rmcp.

use std::fmt;
use std::sync::Arc;

use errbook_catalog::Entry;
use errbook_check::lifecycle::Refusal;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, Implementation,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
    ReadResourceResult, Resource, ResourceContents, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer, ServerInitializeError};
use rmcp::{ServerHandler, ServiceExt};
use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::reading::Reading;
use crate::resources;
use crate::tools::{self, Effect, Output};
use crate::workspace::{Settings, Workspace};

const INSTRUCTIONS: &str = "Call `explain` with an error code, message, page URL, or whole response body to get its \
    cause and fix. If you only have words, call `search`, and then `explain` with a code that it finds.";

const MARKDOWN: &str = "text/markdown";

/// Answers the messages of one client until it closes `input`. The Tokio runtime needs timers.
///
/// ```
/// use errbook_catalog::{Audience, Diagnostics, Snapshot};
/// use errbook_check::lifecycle::Refusal;
/// use errbook_mcp::{Access, Change, Settings, Workspace, serve};
/// use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
///
/// struct Folder(&'static str);
///
/// impl Workspace for Folder {
///     fn read(&self) -> Result<Snapshot, Refusal> {
///         Ok(Snapshot::read(self.0.as_ref()))
///     }
///
///     fn check(&self) -> Result<Diagnostics, Refusal> {
///         Ok(self.read()?.into_parts().1)
///     }
///
///     fn add(&self, _: &str) -> Result<String, Refusal> {
///         Err(Refusal::new("the catalog is read-only", "edit its files"))
///     }
///
///     fn fix(&self) -> Result<Vec<Change>, Refusal> {
///         Ok(Vec::new())
///     }
/// }
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let settings = Settings { access: Access::Read, audience: Audience::Public };
/// let (client, server) = tokio::io::duplex(1 << 16);
/// let (input, output) = tokio::io::split(server);
/// let serving = tokio::spawn(serve(Folder("shop"), settings, input, output));
///
/// let (answers, mut requests) = tokio::io::split(client);
/// let mut answers = BufReader::new(answers).lines();
/// for message in [
///     r#"{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
///         "capabilities": {}, "clientInfo": {"name": "example", "version": "1"}}}"#,
///     r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#,
///     r#"{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "explain",
///         "arguments": {"what": "orders:not_paid"}}}"#,
/// ] {
///     requests.write_all(format!("{}\n", message.replace('\n', "")).as_bytes()).await?;
/// }
/// assert!(answers.next_line().await?.expect("an answer").contains("errbook"));
/// assert!(answers.next_line().await?.expect("an answer").contains("Order not paid"));
/// requests.shutdown().await?;
/// serving.await??;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
///
/// # Errors
/// If the client doesn't start with `initialize`, or a message can't be written.
pub async fn serve(
    workspace: impl Workspace,
    settings: Settings,
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), Error> {
    let server = Server { workspace: Arc::new(workspace), settings };
    match server.serve((input, output)).await {
        Ok(running) => running.waiting().await.map(drop).map_err(|error| Error(error.to_string())),
        // It started no session.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(ServerInitializeError::ExpectedInitializeRequest(_)) => {
            Err(Error("the client did not start with an `initialize` request".to_owned()))
        }
        Err(error) => Err(Error(error.to_string())),
    }
}

/// Why a session ended early.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

struct Server<W> {
    workspace: Arc<W>,
    settings: Settings,
}

impl<W: Workspace> ServerHandler for Server<W> {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let own = Implementation::new("errbook", env!("CARGO_PKG_VERSION")).with_title("errbook");
        ServerConfig::new(capabilities).with_server_info(own).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = tools::all(self.settings.access).into_iter().map(tool).collect();
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        self.run(move |workspace, settings| match tools::call(workspace, settings, &request.name, &arguments) {
            Some(result) => Ok(answer(result).into()),
            None => Err(ErrorData::invalid_params(format!("unknown tool `{}`", request.name), None)),
        })
        .await
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        self.run(move |workspace, settings| {
            let reading = Reading::of_site(workspace, settings).map_err(internal)?;
            let Some((entries, next)) = resources::list(&reading.catalog, cursor.as_deref()) else {
                return Err(ErrorData::invalid_params("unknown cursor, list again without it", None));
            };
            let resources = entries.iter().map(|entry| resource(&reading, entry)).collect();
            let mut result = ListResourcesResult::with_all_items(resources);
            result.next_cursor = next.map(str::to_owned);
            // The catalog can change at any time.
            Ok(result.with_ttl_ms(0).with_cache_scope(CacheScope::Private))
        })
        .await
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.run(move |workspace, settings| {
            let reading = Reading::new(workspace, settings).map_err(internal)?;
            let Some(entry) = resources::find(&reading.catalog, &request.uri) else {
                return Err(ErrorData::resource_not_found(format!("no page has the URI `{}`", request.uri), None));
            };
            let pages = errbook_docs::markdown(&reading.catalog, [entry]);
            let page = pages.map_err(|error| ErrorData::internal_error(error.to_string(), None))?.concat();
            let contents = ResourceContents::text(page, request.uri).with_mime_type(MARKDOWN);
            let result = ReadResourceResult::new(vec![contents]);
            Ok(result.with_ttl_ms(0).with_cache_scope(CacheScope::Private).into())
        })
        .await
    }
}

impl<W: Workspace> Server<W> {
    /// Runs a call on a thread of its own, so a slow one doesn't hold up others.
    async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(&W, Settings) -> Result<T, ErrorData> + Send + 'static,
    ) -> Result<T, ErrorData> {
        let (workspace, settings) = (Arc::clone(&self.workspace), self.settings);
        let ran = tokio::task::spawn_blocking(move || call(&workspace, settings)).await;
        ran.unwrap_or_else(|error| Err(ErrorData::internal_error(error.to_string(), None)))
    }
}

fn internal(refusal: Refusal) -> ErrorData {
    ErrorData::internal_error(text(&refusal), None)
}

fn tool(tool: tools::Tool) -> Tool {
    let annotations = ToolAnnotations::with_title(tool.title).read_only(tool.effect == Effect::Reads).open_world(false);
    let annotations = match tool.effect {
        Effect::Reads => annotations,
        Effect::Adds => annotations.destructive(false).idempotent(false),
        Effect::Changes => annotations.destructive(true).idempotent(true),
    };
    let input = members(tools::object(tool.arguments, tool.required));
    let own = Tool::new(tool.name, tool.description, input).with_title(tool.title).with_annotations(annotations);
    match tool.output {
        Some(output) => own.with_raw_output_schema(members(output)),
        None => own,
    }
}

fn members(value: Value) -> Arc<Map<String, Value>> {
    match value {
        Value::Object(members) => Arc::new(members),
        _ => Arc::default(),
    }
}

/// A refusal is an error of the tool, which agents read. They don't see errors of the protocol.
fn answer(result: Result<Output, Refusal>) -> CallToolResult {
    match result {
        Ok(Output::Text(text)) => CallToolResult::success(vec![ContentBlock::text(text)]),
        Ok(Output::Structured(value)) => CallToolResult::structured(value),
        Err(refusal) => CallToolResult::error(vec![ContentBlock::text(text(&refusal))]),
    }
}

fn text(refusal: &Refusal) -> String {
    let help = refusal.help.iter().map(|help| format!("\nhelp: {help}"));
    format!("error: {}{}", refusal.message, help.collect::<String>())
}

fn resource(reading: &Reading, entry: &Entry) -> Resource {
    let own = Resource::new(resources::uri(&reading.catalog, entry), entry.code.as_str());
    let own = own.with_title(entry.name.as_str()).with_mime_type(MARKDOWN);
    match &entry.summary {
        Some(summary) => own.with_description(summary.as_str()),
        None => own,
    }
}
