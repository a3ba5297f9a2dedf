metadata description = 'Which path leads to which app.'

type originType = {
  name: string
  hostName: string
  patterns: string[]
}

param profileName string
param endpointName string
@description('Empty without a domain of our own.')
param domainName string
param origins originType[]

resource profile 'Microsoft.Cdn/profiles@2025-12-01' existing = {
  name: profileName

  resource endpoint 'afdEndpoints' existing = {
    name: endpointName
  }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-12-01' existing = if (!empty(domainName)) {
  parent: profile
  name: empty(domainName) ? 'none' : domainName
}

resource groups 'Microsoft.Cdn/profiles/originGroups@2025-12-01' = [
  for origin in origins: {
    parent: profile
    name: origin.name
    properties: {
      loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
      healthProbeSettings: {
        probePath: '/api/health/live'
        probeProtocol: 'Https'
        probeRequestType: 'HEAD'
        probeIntervalInSeconds: 100
      }
    }
  }
]

resource allOrigins 'Microsoft.Cdn/profiles/originGroups/origins@2025-12-01' = [
  for (origin, i) in origins: {
    parent: groups[i]
    name: origin.name
    properties: {
      hostName: origin.hostName
      originHostHeader: origin.hostName
      httpsPort: 443
      enforceCertificateNameCheck: true
    }
  }
]

resource cleaning 'Microsoft.Cdn/profiles/ruleSets@2025-12-01' = {
  parent: profile
  name: 'cleaning'
}

// The Functions host takes this header for its own, waits 15 s for an invocation of that name, and answers 500.
resource noInvocationId 'Microsoft.Cdn/profiles/ruleSets/rules@2025-12-01' = {
  parent: cleaning
  name: 'NoInvocationId'
  properties: {
    order: 1
    conditions: []
    actions: [
      {
        name: 'ModifyRequestHeader'
        parameters: {
          typeName: 'DeliveryRuleHeaderActionParameters'
          headerAction: 'Delete'
          headerName: 'x-ms-invocation-id'
        }
      }
    ]
    matchProcessingBehavior: 'Continue'
  }
}

// No cache: a redirect that Front Door answers is a click that nobody counts.
resource routes 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-12-01' = [
  for (origin, i) in origins: {
    parent: profile::endpoint
    name: origin.name
    properties: {
      originGroup: { id: groups[i].id }
      customDomains: empty(domainName) ? [] : [{ id: domain.id }]
      patternsToMatch: origin.patterns
      supportedProtocols: ['Http', 'Https']
      httpsRedirect: 'Enabled'
      forwardingProtocol: 'HttpsOnly'
      linkToDefaultDomain: 'Enabled'
      ruleSets: [{ id: cleaning.id }]
    }
    dependsOn: [allOrigins[i], noInvocationId]
  }
]
