#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
impl Code {
    /// The code's page as Markdown.
    pub fn page(self) -> &'static str {
        let index = self as usize;
        let start = if index == 0 { 0 } else { __ERRBOOK_PAGE_ENDS[index - 1] };
        &__ERRBOOK_PAGES[start..__ERRBOOK_PAGE_ENDS[index]]
    }
}

