//! The arguments of `errbook lsp`.

/// Start the language server, for editors
///
/// An editor starts this command itself, and exchanges messages with it on standard input and output
/// (Language Server Protocol). In the files of a catalog, it shows findings while you type, fixes them,
/// completes keys, codes, and params, shows the page of a code on hover, and renames codes. In Rust, Go,
/// TypeScript, Python, and Java, it shows the page of a code and leads to its entry.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The guide's page \"Use errbook in your editor\" has the settings of each editor.")]
pub(crate) struct Lsp {
    /// Use standard input and output, which is the default. Some editors add this option
    #[arg(long)]
    pub(crate) stdio: bool,
}
