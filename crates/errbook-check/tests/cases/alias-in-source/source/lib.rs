fn old() -> Code {
    let _ = "err:data:old";
    Code::DataThing
}

#[cfg(test)]
mod tests {
    const OLD: &str = "err:data:old";
}
