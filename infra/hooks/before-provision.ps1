# Looks what of the environment exists before azd provisions it: a pipeline knows its name alone. Needs azd and PowerShell 7.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

if (-not $env:AZURE_SUBSCRIPTION_ID) {
  throw "Choose the subscription first: azd env set AZURE_SUBSCRIPTION_ID ..., or 'azd up', which asks for it."
}
$token = (azd auth token --output json | ConvertFrom-Json).token | ConvertTo-SecureString -AsPlainText
$group = "/subscriptions/$env:AZURE_SUBSCRIPTION_ID/resourceGroups/rg-$env:AZURE_ENV_NAME"

# Nothing for 404; any other failure ends the hook.
function Find-Resource([string] $path, [string] $version) {
  $answer = Invoke-WebRequest "https://management.azure.com${path}?api-version=$version" -Authentication Bearer -Token $token `
    -SkipHttpErrorCheck -MaximumRetryCount 3 -RetryIntervalSec 2
  if ($answer.StatusCode -eq 404) { return $null }
  if ($answer.StatusCode -ne 200) { throw "Azure answered $($answer.StatusCode) when asked for ${path}: $($answer.Content)" }
  return $answer.Content | ConvertFrom-Json
}

# Metadata alone: its value is never read.
function Test-Key {
  $vaults = Find-Resource "$group/providers/Microsoft.KeyVault/vaults" '2024-11-01'
  foreach ($vault in $vaults.value) {
    if (Find-Resource "$group/providers/Microsoft.KeyVault/vaults/$($vault.name)/secrets/admin-key" '2024-11-01') { return $true }
  }
  return $false
}

$deployed = Find-Resource $group '2024-11-01'

if (-not $env:SERVERLESS_PROFILE) {
  if ($deployed) {
    $was = $deployed.tags.'serverless-profile' ?? 'prod'
    throw "The environment '$env:AZURE_ENV_NAME' exists: name its profile, or it would get the sizes of dev: azd env set SERVERLESS_PROFILE $was"
  }
  azd env set SERVERLESS_PROFILE dev
}

if (-not $env:SERVERLESS_ADMIN_KEY -and -not ($deployed -and (Test-Key))) {
  azd env set SERVERLESS_ADMIN_KEY ([Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(36)))
}

if ($env:SERVERLESS_MONTHLY_BUDGET -and $env:SERVERLESS_MONTHLY_BUDGET -ne '0' -and -not $env:SERVERLESS_BUDGET_START) {
  # Azure never lets it change: that of the budget there is.
  $budget = $deployed ? (Find-Resource "$group/providers/Microsoft.Consumption/budgets/serverless" '2024-08-01') : $null
  $start = $budget ? ([datetime] $budget.properties.timePeriod.startDate).ToString('yyyy-MM-dd') : (Get-Date -AsUTC -Format 'yyyy-MM-01')
  azd env set SERVERLESS_BUDGET_START $start
}
