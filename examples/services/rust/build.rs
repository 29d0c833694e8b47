//! Generates the codes.

fn main() -> Result<(), errbook_build::Error> {
    errbook_build::Config { catalog: "../catalog".into(), ..Default::default() }.compile()
}
