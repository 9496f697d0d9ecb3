#!/bin/sh
# Installs what the browser tests and the tests against a real server need from Debian. Where that cannot be done the
# tests that need them are skipped, each with one plain line; CI fails on such a skip.
set -u
needed=""
[ -x /usr/bin/chromium ] || needed="$needed chromium fonts-liberation"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || needed="$needed postgresql"
command -v java >/dev/null 2>&1 || needed="$needed openjdk-17-jre-headless"
[ -z "$needed" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing from Debian:$needed"
    # A server of Debian's own must not be started by the installation.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $needed >/dev/null; then
        exit 0
    fi
fi
echo "Not installed:$needed. The tests that need them are skipped; install them as root with: apt-get install$needed"
[ -z "${CI:-}" ] || { echo "In CI they are needed."; exit 1; }
exit 0
