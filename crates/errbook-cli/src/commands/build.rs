use crate::args::*;
use crate::failure::*;
use crate::terminal::*;
pub(crate) fn run(_: &Global, _: &Build, _: &mut Terminal) -> Result<Exit, Failure> {
    unimplemented!()
}
