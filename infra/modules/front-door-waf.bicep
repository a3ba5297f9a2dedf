metadata description = 'Turns away at the Front Door what no app should see.'

param name string
param tags object
param profileName string
param endpointName string
@description('Empty without a domain of our own.')
param domainName string
@allowed(['Standard', 'Premium'])
@description('That of the Front Door. Rules that Microsoft maintains come with Premium alone.')
param tier string
@allowed(['Detection', 'Prevention'])
param mode string
@minValue(0)
@description('Requests that one address may send in a minute; 0 for any number.')
param requestsPerMinute int

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

resource policy 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-10-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: '${tier}_AzureFrontDoor' }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: mode
      requestBodyCheck: tier == 'Premium' ? 'Enabled' : null
    }
    customRules: {
      rules: requestsPerMinute == 0
        ? []
        : [
            {
              name: 'EachAddress'
              priority: 100
              ruleType: 'RateLimitRule'
              action: 'Block'
              rateLimitDurationInMinutes: 1
              rateLimitThreshold: requestsPerMinute
              groupBy: [{ variableName: 'SocketAddr' }]
              // A rule needs a condition: every request has a host.
              matchConditions: [
                {
                  matchVariable: 'RequestHeader'
                  selector: 'Host'
                  operator: 'GreaterThanOrEqual'
                  matchValue: ['0']
                }
              ]
            }
          ]
    }
    managedRules: {
      managedRuleSets: tier == 'Standard'
        ? []
        : [
            { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' }
            { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.1' }
          ]
    }
  }
}

resource association 'Microsoft.Cdn/profiles/securityPolicies@2025-12-01' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: { id: policy.id }
      associations: [
        {
          domains: concat([{ id: profile::endpoint.id }], empty(domainName) ? [] : [{ id: domain.id }])
          patternsToMatch: ['/*']
        }
      ]
    }
  }
}
