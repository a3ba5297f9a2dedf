metadata description = 'The one secret there is: the operator\'s first API key.'

param name string
param location string
param tags object
@secure()
@description('Empty: what the vault has stays.')
param adminKey string
param isPublic bool
@description('Refuses to let go of what was deleted for 90 days, its own name included.')
param purgeProtection bool
@description('Principals of the apps, which may read the key.')
param readers string[]
@description('Who deploys, and may read the key too; empty for nobody.')
param deployerId string
param deployerType string
@description('Resource id of the workspace that gets the log of who read it.')
param workspaceId string

var secretName = 'admin-key'
// Key Vault Secrets User
var readerRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // Once on it stays on, and 'false' is refused.
    enablePurgeProtection: purgeProtection ? true : null
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = if (!empty(adminKey)) {
  parent: vault
  name: secretName
  tags: tags
  properties: { value: adminKey }
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    name: guid(vault.id, reader, readerRole)
    scope: vault
    properties: {
      principalId: reader
      principalType: 'ServicePrincipal'
      roleDefinitionId: readerRole
    }
  }
]

resource deployerReading 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(vault.id, deployerId, readerRole)
  scope: vault
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: readerRole
  }
}

#disable-next-line use-recent-api-versions // The stable one, of 2016, knows neither groups nor tables of their own.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
@description('Address of the newest version, so that a rotation needs no deployment.')
output adminKeyUri string = '${vault.properties.vaultUri}secrets/${secretName}'
