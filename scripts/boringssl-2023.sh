#!/bin/sh
# Fetches the BoringSSL of 2023, which contains BoGo's runner, from Debian's source package into .cache/boringssl-2023 and
# prints that path. Debian's images list no sources, so apt gets folders of its own and a one-line list derived from the
# machine's: the same mirror, for sources. An existing checkout is left alone.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)/.cache
package=android-platform-external-boringssl
version=13.0.0+r24
suite=bookworm
checkout=$here/boringssl-2023
if [ -f "$checkout/ssl/test/runner/runner.go" ]; then
  echo "$checkout"
  exit 0
fi

# The archive of Debian that this machine installs from, and the keys that it trusts for it: "URI KEYRING", out of either
# form of apt's lists. It is the one that has "main" of the machine's own release; security updates are another's.
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
    sed -nE "s/^deb +(\\[[^]]*\\] +)?([^ ]+) +$release +(.* )?main\\b.*/\\2 \\1/p" |
    sed -E 's/ \[.*signed-by=([^] ]+).*/ \1/; s/ \[.*//'
  cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v release="$release" '
    function done() { if (uri != "" && here && main) print uri, key; uri = key = ""; here = main = 0 }
    /^[ \t]*$/ || /^Types:/ { done() }
    /^URIs:/ { uri = $2 }
    /^Suites:/ { for (i = 2; i <= NF; i++) here = here || $i == release }
    /^Components:/ { for (i = 2; i <= NF; i++) main = main || $i == "main" }
    /^Signed-By: *\// { key = $2 }
    END { done() }'
}
read -r uri key <<EOF
$(mirror | head -n 1)
EOF
if [ -z "${uri:-}" ]; then
  echo 'this machine’s apt knows no archive of Debian' >&2
  exit 1
fi

apt=$here/apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/download"
echo "deb-src ${key:+[signed-by=$key] }$uri $suite main" >"$apt/sources.list"
cat >"$apt/apt.conf" <<EOF
Dir::State::lists "$apt/lists";
Dir::Cache "$apt";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
APT::Sandbox::User "$(id -un)";
EOF
export APT_CONFIG="$apt/apt.conf"
apt-get -qq update >&2
(cd "$apt/download" && apt-get -qq source --download-only "$package" >&2)

# apt has compared the archive's hash with the signed list's. Debian's patches touch nothing of what is taken here.
rm -rf "$checkout.part"
mkdir -p "$checkout.part"
tar -xJf "$apt/download/${package}_$version.orig.tar.xz" -C "$checkout.part" --strip-components=2 --wildcards \
  '*/src/go.mod' '*/src/go.sum' '*/src/ssl/test' '*/src/util/testresult'
mv "$checkout.part" "$checkout"
rm -rf "$apt"
echo "$checkout"
