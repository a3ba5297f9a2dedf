metadata description = 'One app on Flex Consumption: its plan, its settings, who may reach it.'

param name string
param planName string
param location string
param tags object
@description('What azd finds the app by.')
param serviceName string
param identityId string
param identityClientId string
param storageName string
@description('Names of the accounts that links lie in; empty for the one of everything else.')
param linkAccounts string[]
param deploymentContainer string
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyInstances int
@description('What scales together: http, or function:NAME for a queue.')
param alwaysReadyGroup string
param httpConcurrency int
@description('Spreads the instances over zones; at least two of each function or group then always run.')
param zoneRedundant bool
@description('Bytes of the largest body that the Functions host reads, which it does before the application is asked.')
param requestBodyLimit int
@description('What the app sends leaves through the network.')
param inNetwork bool
@description('Empty without a network.')
param subnetId string
@description('Front Door alone may call the app.')
param behindFrontDoor bool
@description('Which Front Door; empty without one.')
param frontDoorId string
param corsOrigins string[]
@description('Functions of the package that another app runs.')
param disabledFunctions string[]
param insightsConnectionString string
param adminKeyUri string
@description('False for an app without messages, whose identity may not enter Cosmos DB.')
param hasMessages bool
param cosmosEndpoint string
param countersEndpoint string
param cacheEndpoint string
@description('Host name of short links and of this sender of webhooks; empty for that of the Front Door, or of the app.')
param publicHost string
@description('Host name of the Front Door; empty without one.')
param frontDoorHost string
param gatewayAllowedHosts string[]
param allowedAddresses string[]
param blockedHosts string[]
param tracePercent int

var appHost = '${name}.azurewebsites.net'
var ownAddresses = behindFrontDoor ? ['https://${appHost}', 'https://${frontDoorHost}'] : ['https://${appHost}']
var knownHost = !empty(publicHost) ? publicHost : behindFrontDoor ? frontDoorHost : ''
// Addresses that Front Door calls from (service tag AzureFrontDoor.Backend), believed what they say of the client.
var frontDoorNetworks = !behindFrontDoor ? [] : ['147.243.0.0/16', '2a01:111:2050::/44']

var fixedSettings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: string(requestBodyLimit)
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
  OTEL_TRACES_SAMPLER_ARG: tracePercent == 100 ? '1' : '0.${padLeft(string(tracePercent), 2, '0')}'
  Access__AdminKey: '@Microsoft.KeyVault(SecretUri=${adminKeyUri})'
  Redis__Counters__Endpoint: countersEndpoint
  Redis__Cache__Endpoint: cacheEndpoint
  Push__Origin: empty(publicHost) && !behindFrontDoor ? appHost : knownHost
}
var cosmosSettings = !hasMessages ? {} : { Cosmos__Endpoint: cosmosEndpoint }
// Otherwise short URLs begin with the address that a request came to.
var linkSettings = empty(publicHost) && !behindFrontDoor ? {} : { Links__BaseUrl: 'https://${knownHost}' }
var lists = [
  { name: 'Storage__Links', values: linkAccounts }
  { name: 'Links__OwnAddresses', values: ownAddresses }
  { name: 'Links__BlockedHosts', values: blockedHosts }
  { name: 'Gateway__AllowedHosts', values: gatewayAllowedHosts }
  { name: 'Network__AllowedAddresses', values: allowedAddresses }
  { name: 'Network__TrustedProxies', values: frontDoorNetworks }
]
var listSettings = reduce(
  map(lists, list => toObject(range(0, length(list.values)), i => '${list.name}__${i}', i => list.values[i])),
  {},
  (all, one) => union(all, one)
)
var disabledSettings = toObject(disabledFunctions, function => 'AzureWebJobs.${function}.Disabled', function => 'true')

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: inNetwork ? subnetId : null
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      cors: empty(corsOrigins) ? null : { allowedOrigins: corsOrigins }
      ipSecurityRestrictionsDefaultAction: !behindFrontDoor ? 'Allow' : 'Deny'
      ipSecurityRestrictions: !behindFrontDoor
        ? []
        : [
            {
              name: 'front-door'
              action: 'Allow'
              priority: 100
              tag: 'ServiceTag'
              ipAddress: 'AzureFrontDoor.Backend'
              headers: { 'x-azure-fdid': [frontDoorId] }
            }
          ]
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: alwaysReadyGroup, instanceCount: alwaysReadyInstances }]
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(fixedSettings, cosmosSettings, linkSettings, listSettings, disabledSettings)
}

// One after the other: a site that is being changed refuses another change.
resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
  dependsOn: [settings]
}

resource noBasicDeployment 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
  dependsOn: [noFtp]
}

output hostName string = app.properties.defaultHostName
