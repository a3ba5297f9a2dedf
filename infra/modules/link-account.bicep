metadata description = 'An account more for links and the clicks on them. The map in the first account says which keys it has.'

param name string
param location string
param tags object
param skuName string
param isPublic bool
@description('Principals of the apps.')
param users string[]
@description('Resource id of the workspace that gets metrics and logs.')
param workspaceId string
@description('Logs every read and write as well.')
param dataLogs bool

// The apps make what is missing themselves; made here, the first requests do not wait for it.
var tables = ['Clicks', 'Links', 'LinksByExpiry', 'LinksByLabel', 'LinksByOwner']
var dataCategories = [
  { category: 'StorageRead', enabled: true }
  { category: 'StorageWrite', enabled: true }
  { category: 'StorageDelete', enabled: true }
]

// Storage Table Data Contributor
var tableRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
)

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2026-04-01' = {
  parent: account
  name: 'default'
}

resource allTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2026-04-01' = [
  for table in tables: {
    parent: tableService
    name: table
  }
]

resource tableAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for user in users: {
    name: guid(account.id, user, tableRole)
    scope: account
    properties: {
      principalId: user
      principalType: 'ServicePrincipal'
      roleDefinitionId: tableRole
    }
  }
]

#disable-next-line use-recent-api-versions // The stable one, of 2016, knows neither groups nor tables of their own.
resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tableService
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: dataLogs ? dataCategories : []
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

output id string = account.id
