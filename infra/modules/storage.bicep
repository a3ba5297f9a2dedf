metadata description = 'Links, keys, rules, queued work, and the packages that the apps run from.'

param name string
param location string
param tags object
param skuName string
param isPublic bool
@description('Principals of the apps.')
param users string[]
@description('A container for the package of each app.')
param deploymentContainers string[]
@description('Resource id of the workspace that gets metrics and logs.')
param workspaceId string
@description('Logs every read and write as well.')
param dataLogs bool

// The apps make what is missing themselves; made here, the first requests do not wait for it.
var tables = [
  'ApiKeys'
  'Audit'
  'Clicks'
  'Floors'
  'Keys'
  'LinkRequests'
  'Links'
  'LinksByExpiry'
  'LinksByLabel'
  'LinksByOwner'
  'OwnLimits'
  'RateLimitApis'
  'RateLimitCallers'
  'RateLimitRules'
]
var queues = ['click-buckets', 'deleted-topics', 'expired-links', 'fan-out', 'forget-link', 'push', 'push-slow', 'scheduled-messages']
// The first two are the Functions host's: locks and ids of timers, and keys that it makes, which open nothing here.
var sharedContainers = ['azure-webjobs-hosts', 'azure-webjobs-secrets', 'ratelimit']
var containers = concat(sharedContainers, deploymentContainers)
var blobRights = flatten(map(
  range(0, length(deploymentContainers)),
  i => map(concat(sharedContainers, [deploymentContainers[i]]), container => { user: users[i], container: container })
))
var dataCategories = [
  { category: 'StorageRead', enabled: true }
  { category: 'StorageWrite', enabled: true }
  { category: 'StorageDelete', enabled: true }
]

// Storage Blob Data Owner
var blobRole = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
// Storage Queue Data Contributor
var queueRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
)
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

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    isVersioningEnabled: true
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = [
  for container in containers: {
    parent: blobService
    name: container
    properties: { publicAccess: 'None' }
  }
]

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

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' = {
  parent: account
  name: 'default'
}

resource allQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01' = [
  for queue in concat(queues, map(queues, queue => '${queue}-poison')): {
    parent: queueService
    name: queue
  }
]

resource blobAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for right in blobRights: {
    name: guid(account.id, right.container, right.user, blobRole)
    scope: blobContainers[indexOf(containers, right.container)]
    properties: {
      principalId: right.user
      principalType: 'ServicePrincipal'
      roleDefinitionId: blobRole
    }
  }
]

resource queueAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for user in users: {
    name: guid(account.id, user, queueRole)
    scope: account
    properties: {
      principalId: user
      principalType: 'ServicePrincipal'
      roleDefinitionId: queueRole
    }
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
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobService
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: dataLogs ? dataCategories : []
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

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

#disable-next-line use-recent-api-versions // The stable one, of 2016, knows neither groups nor tables of their own.
resource queueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queueService
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: dataLogs ? dataCategories : []
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
