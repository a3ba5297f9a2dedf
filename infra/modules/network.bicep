metadata description = 'A network with room for the apps and for the private endpoints of what they use.'

param name string
param location string
param tags object
param prefix string
@description('Sends what the apps send through one fixed address.')
param natGateway bool
param natGatewayName string
param publicAddressName string

resource publicAddress 'Microsoft.Network/publicIPAddresses@2026-01-01' = if (natGateway) {
  name: publicAddressName
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2026-01-01' = if (natGateway) {
  name: natGatewayName
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIpAddresses: [{ id: publicAddress.id }]
    idleTimeoutInMinutes: 4
  }
}

resource network 'Microsoft.Network/virtualNetworks@2026-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [prefix] }
    // Both here: made apart from the network they would be made side by side, which it refuses.
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: cidrSubnet(prefix, 24, 0)
          // Webhooks and the gateway leave here. New networks have no way out unless one is named.
          defaultOutboundAccess: !natGateway
          natGateway: natGateway ? { id: gateway.id } : null
          delegations: [{ name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(prefix, 24, 1)
          defaultOutboundAccess: false
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

output id string = network.id
output appSubnetId string = network.properties.subnets[0].id
output endpointSubnetId string = network.properties.subnets[1].id
@description('From which webhooks and forwarded requests come; empty without a NAT gateway.')
output outboundAddress string = natGateway ? publicAddress!.properties.ipAddress : ''
