metadata description = 'Topics, the message log, cursors and delayed messages. One region writes: a log has one order.'

param name string
param location string
param tags object
@allowed(['serverless', 'autoscale'])
param capacity string
param maxThroughput int
param consistency string
param readRegions string[]
param zoneRedundant bool
param isPublic bool
@description('Principals that may read and write the database.')
param users string[]
@description('Resource id of the workspace that gets the logs.')
param workspaceId string
@description('Logs every read and write as well.')
param dataLogs bool

var databaseName = 'serverless'
var isServerless = capacity == 'serverless'
// Everything but what queries ask for stays out of the index: a write costs what it writes.
var containers = [
  { name: 'topics', included: [{ path: '/pk/?' }, { path: '/push/?' }], composite: [], throughput: 1000 }
  {
    name: 'log'
    included: [{ path: '/pk/?' }, { path: '/seq/?' }, { path: '/ids/[]/k/?' }]
    composite: [[{ path: '/pk', order: 'ascending' }, { path: '/seq', order: 'ascending' }]]
    throughput: maxThroughput
  }
  { name: 'cursors', included: [{ path: '/pk/?' }], composite: [], throughput: maxThroughput }
  {
    name: 'scheduled'
    included: [{ path: '/pk/?' }, { path: '/at/?' }]
    composite: [[{ path: '/pk', order: 'ascending' }, { path: '/at', order: 'ascending' }]]
    throughput: maxThroughput
  }
  { name: 'attempts', included: [{ path: '/pk/?' }], composite: [], throughput: 1000 }
]
// Cosmos DB Built-in Data Contributor
var contributorRoleId = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: isServerless ? [{ name: 'EnableServerless' }] : []
    consistencyPolicy: consistency == 'BoundedStaleness'
      ? { defaultConsistencyLevel: consistency, maxIntervalInSeconds: 300, maxStalenessPrefix: 100000 }
      : { defaultConsistencyLevel: consistency }
    locations: [
      for (region, i) in concat([location], readRegions): {
        locationName: region
        failoverPriority: i
        isZoneRedundant: zoneRedundant
      }
    ]
    enableMultipleWriteLocations: false
    // Another region that takes over by itself may lack the last messages, unless every region has them.
    enableAutomaticFailover: consistency == 'Strong' && !empty(readRegions)
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous7Days' }
    }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2026-03-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: { id: databaseName }
  }
}

@batchSize(1)
resource allContainers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2026-03-15' = [
  for container in containers: {
    parent: database
    name: container.name
    properties: {
      resource: {
        id: container.name
        partitionKey: { kind: 'Hash', paths: ['/pk'], version: 2 }
        // On, but nothing ends that does not say so itself.
        defaultTtl: -1
        indexingPolicy: {
          indexingMode: 'consistent'
          automatic: true
          includedPaths: container.included
          excludedPaths: [{ path: '/*' }]
          compositeIndexes: container.composite
        }
      }
      options: isServerless ? {} : { autoscaleSettings: { maxThroughput: container.throughput } }
    }
  }
]

// Each change locks the account: of several at once, all but the first are refused.
@batchSize(1)
resource access 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2026-03-15' = [
  for user in users: {
    parent: account
    name: guid(account.id, user, contributorRoleId)
    properties: {
      principalId: user
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${contributorRoleId}'
      scope: '${account.id}/dbs/${databaseName}'
    }
    dependsOn: [allContainers]
  }
]

#disable-next-line use-recent-api-versions // The stable one, of 2016, knows neither groups nor tables of their own.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      for category in concat(
        ['ControlPlaneRequests'],
        dataLogs ? ['DataPlaneRequests', 'PartitionKeyRUConsumption'] : []
      ): {
        category: category
        enabled: true
      }
    ]
  }
  dependsOn: [access]
}

output id string = account.id
output endpoint string = account.properties.documentEndpoint
