#!/usr/bin/env bash
# lambda_http 1.3.2: a table for Excel arrives without its byte-order mark, and shorter than its Content-Length.
#
# The guess: the body of an answer reaches API Gateway byte for byte, as text or as base64.
#
# What happens: a body of a textual type is decoded as the Encoding Standard has it. Decoding takes a byte-order mark
# away, so of "text/csv" three bytes are missing; a Content-Length that the handler (or axum) noted stays as it was. The
# same bytes as "application/vnd.ms-excel" go as base64 and are whole.
#
# Why it matters: Excel reads a CSV as UTF-8 only by that mark. With it lost in Lambda alone, a name such as Müller is
# broken in the deployed stack and right in every test of the router. And who believes the length waits for three more
# bytes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
lambda_http = { version = "=1.3.2", default-features = false, features = ["apigw_rest"] }
tokio = { version = "1", features = ["macros", "rt"] }
TOML
cat > src/main.rs <<'RUST'
use lambda_http::{http::Response, Body, IntoResponse};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let table = "\u{FEFF}name\r\nMüller\r\n";
    for media_type in ["text/csv; charset=utf-8", "application/vnd.ms-excel"] {
        let answer = Response::builder()
            .header("content-type", media_type)
            .header("content-length", table.len())
            .body(Body::from(table))
            .unwrap();
        let sent = IntoResponse::into_response(answer).await;
        let kind = match sent.body() {
            Body::Text(_) => "text",
            Body::Binary(_) => "binary",
            _ => "else",
        };
        let length = sent.headers()["content-length"].to_str().unwrap();
        let (bytes, mark) = (sent.body().len(), sent.body().starts_with("\u{FEFF}".as_bytes()));
        println!("{media_type}: {kind}, Content-Length {length}, {bytes} bytes, mark {mark}");
    }
}
RUST
cargo build --quiet
echo 'guess: 18 bytes with their mark, whatever the type'
{
  echo "lambda_http $(cargo tree --quiet --depth 1 --prefix none | sed -n 's/^lambda_http v\([0-9.]*\).*/\1/p')"
  target/debug/finding
} | tee seen
diff - seen <<'SEEN'
lambda_http 1.3.2
text/csv; charset=utf-8: text, Content-Length 18, 15 bytes, mark false
application/vnd.ms-excel: binary, Content-Length 18, 18 bytes, mark true
SEEN
