#!/usr/bin/env bash
# Compiles the style sheet and vendors the scripts and the typeface that the pages serve.
# Node is needed here only: what it makes is committed, so that neither `make run` nor `make test` needs it.
set -euo pipefail
cd "$(dirname "$0")/.."

styles=wholepicture/interfaces/web/styles
static=wholepicture/interfaces/web/static
govuk=node_modules/govuk-frontend
face=node_modules/@fontsource-variable/atkinson-hyperlegible-next

npm ci --ignore-scripts --no-audit --no-fund --omit=optional

mkdir -p "$static/vendor/govuk-frontend" "$static/vendor/atkinson-hyperlegible-next" tests/assets

# The map is not served, and ManifestStaticFilesStorage refuses a reference to a file that is not there.
sed 's|//# sourceMappingURL=.*$||' "$govuk/dist/govuk/govuk-frontend.min.js" > "$static/vendor/govuk-frontend/govuk-frontend.min.js"
for subset in latin latin-ext; do
  cp "$face/files/atkinson-hyperlegible-next-$subset-wght-normal.woff2" "$static/vendor/atkinson-hyperlegible-next/$subset.woff2"
done
cp "$face/LICENSE" "$static/vendor/atkinson-hyperlegible-next/LICENSE.txt"
cp node_modules/axe-core/axe.min.js tests/assets/axe.min.js
cp node_modules/axe-core/LICENSE tests/assets/axe.LICENSE.txt

npx --no-install sass --style=compressed --no-source-map --quiet-deps --load-path=node_modules \
  "$styles/wholepicture.scss" "$static/wholepicture.css"
# The last line lets a test without Node see that the style sheet was built from the source beside it.
digest=$(LC_ALL=C; cat "$styles"/*.scss package-lock.json | sha256sum | cut -d' ' -f1)
printf '/* source %s */\n' "$digest" >> "$static/wholepicture.css"
