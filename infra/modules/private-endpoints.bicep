metadata description = 'Addresses in our network for services that have none on the internet, and the names that lead to them.'

type endpointType = {
  name: string
  @description('Resource id.')
  service: string
  @description('Which private DNS zone has its name.')
  zone: 'blob' | 'cosmos' | 'queue' | 'redis' | 'table' | 'vault'
  @description('Part of the service (group id).')
  part: string
}

param namePrefix string
param location string
param tags object
param networkId string
param subnetId string
param endpoints endpointType[]

var zoneKeys = ['blob', 'cosmos', 'queue', 'redis', 'table', 'vault']
var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.documents.azure.com'
  'privatelink.queue.${environment().suffixes.storage}'
  'privatelink.redis.azure.net'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for (zone, i) in zoneKeys: {
    name: zoneNames[i]
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in zoneKeys: {
    parent: zones[i]
    name: 'apps'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
]

// Each changes the subnet, and fails while another one does.
@batchSize(1)
resource privateEndpoints 'Microsoft.Network/privateEndpoints@2026-01-01' = [
  for endpoint in endpoints: {
    name: '${namePrefix}${endpoint.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: endpoint.name
          properties: {
            #disable-next-line use-resource-id-functions // It is one: a module's output.
            privateLinkServiceId: endpoint.service
            groupIds: [endpoint.part]
          }
        }
      ]
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2026-01-01' = [
  for (endpoint, i) in endpoints: {
    parent: privateEndpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.name
          properties: { privateDnsZoneId: zones[indexOf(zoneKeys, endpoint.zone)].id }
        }
      ]
    }
  }
]
