#!/bin/sh
# Installs the real peers that `npm run test:peers` speaks with: OpenSSL, curl, GnuTLS, nginx and tshark, by the system's apt.
# Go is not among them: the tests build their Go peer with the Go that the machine has.
# What is there already is left alone, so running it again changes nothing.
set -eu

missing=''
for pair in openssl:openssl curl:curl gnutls-cli:gnutls-bin gnutls-serv:gnutls-bin tshark:tshark nginx:nginx-light; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -n "$missing" ] || exit 0

as_root=''
[ "$(id -u)" -eq 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
# tshark asks whether everybody may capture; reading files needs no such right, and the answer without a person is no.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y $missing >/dev/null
