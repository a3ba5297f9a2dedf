#!/usr/bin/env sh
# Deploys the package to the apps beside the one that azd deploys (splitApps). Needs az, dotnet, zip and python3.
set -eu
cd "$(dirname "$0")/.."

names=$(azd env get-value FUNCTION_APP_NAMES | python3 -c 'import json, sys; print("\n".join(json.load(sys.stdin)[1:]))')
[ -n "$names" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish src/FunctionApp --output "$work/app"
(cd "$work/app" && zip -qr "$work/app.zip" .)
for name in $names; do
  az functionapp deployment source config-zip --resource-group "$(azd env get-value AZURE_RESOURCE_GROUP)" --name "$name" --src "$work/app.zip"
done
