#!/bin/sh
# Installs newer Node versions, which CI tests too, from their npm packages into .cache/nodes/MAJOR/bin.
set -eu
cd "$(dirname "$0")/.."
package="node-$(node -p 'process.platform + "-" + process.arch')"
for major in 24 26; do
  folder=.cache/nodes/$major
  if ! "$folder/bin/node" --version >/dev/null 2>&1; then
    mkdir -p "$folder"
    npm install --silent --no-audit --no-fund --no-save --no-package-lock --prefix "$folder" "$package@$major"
    ln -sfn "node_modules/$package/bin" "$folder/bin"
  fi
  "$folder/bin/node" --version | grep "^v$major\."
done
