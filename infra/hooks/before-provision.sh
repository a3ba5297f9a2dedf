#!/usr/bin/env sh
# Looks what of the environment exists before azd provisions it: a pipeline knows its name alone. Needs azd and curl.
set -eu

stop() { echo "$*" >&2; exit 1; }
[ -n "${AZURE_SUBSCRIPTION_ID:-}" ] || stop "Choose the subscription first: azd env set AZURE_SUBSCRIPTION_ID ..., or 'azd up', which asks for it."

token=$(azd auth token --output json | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p')
[ -n "$token" ] || stop "azd gave no token: azd auth login"
group="/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/rg-$AZURE_ENV_NAME"
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

exists() { # exists PATH VERSION: the answer is in $answer. The token stays off the command line, which others can see.
  status=$(printf 'header = "authorization: Bearer %s"\n' "$token" | curl --config - --silent --show-error --retry 3 \
    --output "$answer" --write-out '%{http_code}' "https://management.azure.com$1?api-version=$2")
  case "$status" in
    200) return 0 ;;
    404) return 1 ;;
    *) stop "Azure answered $status when asked for $1: $(cat "$answer")" ;;
  esac
}

key_exists() { # Metadata alone: its value is never read.
  exists "$group/providers/Microsoft.KeyVault/vaults" 2024-11-01 || return 1
  for vault in $(grep -o '"name": *"kv-[a-z0-9]*"' "$answer" | sed 's/.*"\(kv-[a-z0-9]*\)"/\1/'); do
    exists "$group/providers/Microsoft.KeyVault/vaults/$vault/secrets/admin-key" 2024-11-01 && return 0
  done
  return 1
}

deployed=false
exists "$group" 2024-11-01 && deployed=true

if [ -z "${SERVERLESS_PROFILE:-}" ]; then
  if [ "$deployed" = true ]; then
    was=$(grep -o '"serverless-profile": *"[a-z]*"' "$answer" | sed 's/.*"\([a-z]*\)"$/\1/')
    stop "The environment '$AZURE_ENV_NAME' exists${was:+ with the profile '$was'}: name the profile, or it would get the sizes of dev: azd env set SERVERLESS_PROFILE ${was:-prod}"
  fi
  azd env set SERVERLESS_PROFILE dev
fi

if [ -z "${SERVERLESS_ADMIN_KEY:-}" ]; then
  if [ "$deployed" = false ] || ! key_exists; then
    azd env set SERVERLESS_ADMIN_KEY "$(head -c 36 /dev/urandom | base64)"
  fi
fi

if [ "${SERVERLESS_MONTHLY_BUDGET:-0}" != 0 ] && [ -z "${SERVERLESS_BUDGET_START:-}" ]; then
  start=''
  # Azure never lets it change: that of the budget there is.
  if [ "$deployed" = true ] && exists "$group/providers/Microsoft.Consumption/budgets/serverless" 2024-08-01; then
    start=$(grep -o '"startDate": *"[0-9-]*' "$answer" | sed 's/.*"//')
  fi
  azd env set SERVERLESS_BUDGET_START "${start:-$(date -u +%Y-%m-01)}"
fi
