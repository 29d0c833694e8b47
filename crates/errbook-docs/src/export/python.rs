//! Names in Python: params that aren't keywords, and classes that hide nothing else.

use errbook_catalog::Manifest;
use errbook_catalog::param_name::snake_case;

use super::names::Distinct;
use crate::text;
use crate::view::catalog::NamesView;

/// Keywords of Python that a param can be called.
const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield",
];

/// Names that `templates/python/errors.py` uses.
const OF_TEMPLATE: &str = "\
    ALIASES Action ActionKind Any Awaitable Callable ClassVar Code Decimal ErrorMiddleware ErrorResponse FieldError \
    Fields Final HttpResponse INFO Info Iterable Iterator Lifecycle Literal Mapping MutableMapping NamedTuple Params \
    Profile Protocol Self Sequence StartResponse StrEnum TypeAlias TypeVar UTC UnknownCode WSGIApplication \
    WSGIEnvironment Wording WsgiErrorMiddleware";

/// Python's own names in Pascal case.
const BUILTINS: &str = "\
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError \
    BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError \
    ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception \
    ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError \
    ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError \
    KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented \
    NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError \
    RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration \
    SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError \
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError \
    Warning ZeroDivisionError";

/// The name of a param.
pub(super) fn attribute(name: &str) -> String {
    let mut snake = snake_case(name);
    if KEYWORDS.contains(&snake.as_str()) {
        snake.push('_');
    }
    snake
}

/// The names of classes that are taken, to which those of codes are added.
pub(super) fn classes(manifest: &Manifest, codes: &[NamesView]) -> Distinct {
    let catalog = text::catalog_identifier(&manifest.name);
    let of_catalog = ["Error", "Exception"].map(|suffix| format!("{catalog}{suffix}"));
    let of_params = codes.iter().map(|names| format!("{}Params", names.pascal.0));
    let fixed = OF_TEMPLATE.split(' ').chain(BUILTINS.split(' ')).map(str::to_owned);
    Distinct::all(fixed.chain(of_catalog).chain(of_params))
}
