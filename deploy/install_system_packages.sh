#!/usr/bin/env bash
# Installs the Debian packages that are missing, when root; otherwise prints the one command to type.
set -euo pipefail

runtime=(python3-venv nodejs npm libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig gettext)
development=(chromium poppler-utils qpdf default-jre-headless libpdfbox2-java libfontbox2-java
  libcommons-logging-java libcommons-io-java libactivation-java libjaxb-api-java postgresql redis-server nginx-light)

case "${1:?runtime or development}" in
  runtime) wanted=("${runtime[@]}") ;;
  development) wanted=("${development[@]}") ;;
  *) echo "unknown set of packages: $1" >&2; exit 2 ;;
esac

# Another build of these may already be there (a version manager's, a vendor's): the command is what counts.
has_by_command() {
  case "$1" in
    nodejs) command -v node ;;
    npm) command -v npm ;;
    python3-venv) python3 -c 'import ensurepip, venv' ;;
    default-jre-headless) command -v java ;;
    *) false ;;
  esac >/dev/null 2>&1
}

missing=()
for package in "${wanted[@]}"; do
  has_by_command "$package" && continue
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "Some system packages are missing. Type this once, then start again:" >&2
  echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing system packages: ${missing[*]}"
apt-get update -qq
# The servers that tests need are started by the tests themselves, on ports of their own.
if [[ " ${missing[*]} " =~ " "(postgresql|redis-server|nginx-light)" " ]] && [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
