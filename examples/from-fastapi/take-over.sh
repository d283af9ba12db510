#!/bin/sh
# Takes over the database of fastapi_simple_security that is named, and serves its keys:
#   sh take-over.sh ../old-server/sqlite.db
# It may be started again and again, also while the original goes on: keys that are there already are passed over.
set -eu
PATH="$PWD/node_modules/.bin:$PATH"
koa-simple-security import "$1"
exec koa-simple-security serve
