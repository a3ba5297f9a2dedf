#!/usr/bin/env sh
# Deploys the package to the apps beside the one that azd deploys (splitApps). Needs az, dotnet and zip.
set -eu
[ -n "${OTHER_APP_NAMES:-}" ] || exit 0
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish src/FunctionApp --output "$work/app"
(cd "$work/app" && zip -qr "$work/app.zip" .)
for name in $OTHER_APP_NAMES; do
  az functionapp deployment source config-zip --resource-group "$AZURE_RESOURCE_GROUP" --name "$name" --src "$work/app.zip" \
    --subscription "$AZURE_SUBSCRIPTION_ID"
done
