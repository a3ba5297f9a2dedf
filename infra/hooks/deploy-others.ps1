# Deploys the package to the apps beside the one that azd deploys (splitApps). Needs az, dotnet and PowerShell 7.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
if (-not $env:OTHER_APP_NAMES) { exit 0 }
Set-Location (Join-Path $PSScriptRoot '..' '..')

$work = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
try {
  dotnet publish src/FunctionApp --output (Join-Path $work 'app')
  $package = Join-Path $work 'app.zip'
  [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $work 'app'), $package)
  foreach ($name in $env:OTHER_APP_NAMES -split ' ') {
    az functionapp deployment source config-zip --resource-group $env:AZURE_RESOURCE_GROUP --name $name --src $package `
      --subscription $env:AZURE_SUBSCRIPTION_ID
  }
}
finally {
  Remove-Item $work -Recurse -Force -ErrorAction SilentlyContinue
}
