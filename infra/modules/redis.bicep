metadata description = 'One Azure Managed Redis without access keys.'

param name string
param location string
param tags object
param skuName string
param highAvailability bool
@allowed(['NoEviction', 'AllKeysLRU', 'VolatileTTL'])
param evictionPolicy string
param isPublic bool
@description('Principals that may use every command and key.')
param users string[]

var port = 10000

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: skuName }
  properties: {
    highAvailability: highAvailability ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: cluster
  name: 'default'
  properties: {
    accessKeysAuthentication: 'Disabled'
    clientProtocol: 'Encrypted'
    // Clients ask the shard that holds a key: no script or command of ours touches two.
    clusteringPolicy: 'OSSCluster'
    evictionPolicy: evictionPolicy
    port: port
  }
}

// The service takes one at a time: of several at once, all but the first fail.
@batchSize(1)
resource access 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = [
  for user in users: {
    parent: database
    name: 'app${uniqueString(user)}'
    properties: {
      accessPolicyName: 'default'
      user: { objectId: user }
    }
  }
]

output id string = cluster.id
output endpoint string = '${cluster.properties.hostName}:${port}'
