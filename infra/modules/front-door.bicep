metadata description = 'One address before all apps, and the short domain.'

param name string
param endpointName string
param tags object
@allowed(['Standard', 'Premium'])
param tier string
@description('Empty for the endpoint\'s own name alone.')
param shortDomain string
@description('What the resource of the short domain is called.')
param domainName string

resource profile 'Microsoft.Cdn/profiles@2025-12-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: '${tier}_AzureFrontDoor' }
  properties: { originResponseTimeoutSeconds: 120 }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-12-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-12-01' = if (!empty(shortDomain)) {
  parent: profile
  name: empty(domainName) ? 'none' : domainName
  properties: {
    hostName: shortDomain
    tlsSettings: {
      certificateType: 'ManagedCertificate'
      minimumTlsVersion: 'TLS12'
    }
  }
}

output hostName string = endpoint.properties.hostName
output frontDoorId string = profile.properties.frontDoorId
@description('Value of the TXT record _dnsauth.<domain>.')
output domainValidation string = empty(shortDomain) ? '' : domain!.properties.validationProperties.validationToken
