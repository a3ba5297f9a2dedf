metadata description = 'The one secret there is: the operator\'s first API key.'

param name string
param location string
param tags object
@secure()
@description('Empty: what the vault has stays.')
param adminKey string
param isPublic bool
@description('Principals that may read the key.')
param readers string[]

var secretName = 'admin-key'
// Key Vault Secrets User
var readerRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(adminKey)) {
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

output id string = vault.id
output name string = vault.name
@description('Address of the newest version, so that a rotation needs no deployment.')
output adminKeyUri string = '${vault.properties.vaultUri}secrets/${secretName}'
