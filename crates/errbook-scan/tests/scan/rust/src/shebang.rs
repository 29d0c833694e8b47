#!/usr/bin/env run
fn main() {
    // Ümlaut
    let x = "ü"; raise("err:shop:stock:missing");
}
