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
param deploymentContainer string
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyInstances int
param httpConcurrency int
@description('Empty without private networking.')
param subnetId string
@description('The Front Door that alone may call the app; empty for anybody.')
param frontDoorId string
param corsOrigins string[]
@description('Functions of the package that another app runs.')
param disabledFunctions string[]
param insightsConnectionString string
param adminKeyUri string
@description('Empty for an app without messages.')
param cosmosEndpoint string
param countersEndpoint string
param cacheEndpoint string
@description('Empty: short URLs begin with the address that a request came to.')
param linksBaseUrl string
param ownHosts string[]
@description('Empty: the name of this app.')
param pushOrigin string
param gatewayAllowedHosts string[]
param allowedAddresses string[]
param blockedHosts string[]
param tracePercent int

var appHost = '${name}.azurewebsites.net'
var ownAddresses = [for host in concat([appHost], ownHosts): 'https://${host}']
// Addresses that Front Door calls from (service tag AzureFrontDoor.Backend), believed what they say of the client.
var frontDoorNetworks = empty(frontDoorId) ? [] : ['147.243.0.0/16', '2a01:111:2050::/44']

var fixedSettings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
  OTEL_TRACES_SAMPLER_ARG: tracePercent == 100 ? '1' : '0.${padLeft(string(tracePercent), 2, '0')}'
  Access__AdminKey: '@Microsoft.KeyVault(SecretUri=${adminKeyUri})'
  Redis__Counters__Endpoint: countersEndpoint
  Redis__Cache__Endpoint: cacheEndpoint
  Push__Origin: empty(pushOrigin) ? appHost : pushOrigin
}
var cosmosSettings = empty(cosmosEndpoint) ? {} : { Cosmos: cosmosEndpoint }
var linkSettings = empty(linksBaseUrl) ? {} : { Links__BaseUrl: linksBaseUrl }
var lists = [
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

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
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
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      cors: empty(corsOrigins) ? null : { allowedOrigins: corsOrigins }
      ipSecurityRestrictionsDefaultAction: empty(frontDoorId) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(frontDoorId)
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
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(fixedSettings, cosmosSettings, linkSettings, listSettings, disabledSettings)
}

resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noBasicDeployment 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

output hostName string = app.properties.defaultHostName
