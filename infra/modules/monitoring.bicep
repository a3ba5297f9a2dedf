metadata description = 'Where metrics, traces and logs go; written by identities alone.'

param workspaceName string
param insightsName string
param location string
param tags object
param retentionDays int
param dailyQuotaGb int
@description('Principals that may send telemetry.')
param publishers string[]

// Monitoring Metrics Publisher
var publisherRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyQuotaGb }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publishing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for publisher in publishers: {
    name: guid(insights.id, publisher, publisherRole)
    scope: insights
    properties: {
      principalId: publisher
      principalType: 'ServicePrincipal'
      roleDefinitionId: publisherRole
    }
  }
]

output workspaceId string = workspace.id
@description('By which queries name the workspace.')
output workspaceCustomerId string = workspace.properties.customerId
@description('An address, not a secret: without an identity nothing is taken.')
output connectionString string = insights.properties.ConnectionString
