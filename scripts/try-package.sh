#!/usr/bin/env bash
# Packs the package, installs the tarball in an empty folder, and runs it there against a server of node:tls.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'kill "${server:-0}" 2>/dev/null || true; rm -rf "$folder"' EXIT
tarball=$(cd "$here" && npm pack --silent --pack-destination "$folder")
cd "$folder"
npm init --yes >/dev/null
npm install --silent --prefer-offline "./$tarball"
npx handglass ca pki >/dev/null
node -e '
  const fs = require("node:fs"), tls = require("node:tls");
  const server = tls.createServer({ cert: fs.readFileSync("pki/localhost.pem"), key: fs.readFileSync("pki/localhost.key") }, (s) => s.end("hello"));
  server.listen(0, "127.0.0.1", () => fs.writeFileSync("port", String(server.address().port)));
' &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
npx handglass connect "localhost:$(cat port)" --ca-file pki/ca.pem
npx handglass connect "localhost:$(cat port)" --ca-file pki/ca.pem --json | node -e '
  const trace = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  if (trace.ok !== true || trace.version !== "TLS 1.3") process.exit(1);
'
node --input-type=module -e '
  const core = await import("handglass");
  const node = await import("handglass/node");
  if (typeof core.connectClient !== "function" || typeof node.connect !== "function") process.exit(1);
'
echo "the package works in an empty folder"
