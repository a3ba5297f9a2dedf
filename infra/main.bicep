targetScope = 'subscription'

metadata description = 'Everything that the Serverless function app needs, entered with managed identities alone.'

// --- What azd gives -----------------------------------------------------------------------------------------------

@minLength(1)
@maxLength(40)
@description('Names the environment: part of the resource group, and of the hash that makes the other names unique.')
param environmentName string

@minLength(1)
@description('Region of everything that has one.')
param location string

@secure()
@description('The operator\'s first API key, 16-512 visible ASCII characters. Empty: the key that the vault already has stays.')
param adminKey string = ''

@description('Who deploys, and may read the admin key afterwards; empty for nobody.')
param deployerId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
@description('What the deployer is.')
param deployerType string = 'User'

@description('Which sizes main.bicepparam took. Nothing is deployed without its name, so that none is taken for another.')
param profile string = ''

@description('Added to every resource.')
param tags object = {}

// --- The apps -----------------------------------------------------------------------------------------------------

@description('Runs the one package as four apps (limiter, shortener, messages, delivery) that scale apart, so that waiting pulls keep no redirect waiting: see functions.json.')
param splitApps bool = false

@allowed([512, 2048, 4096])
@description('Memory of an instance; CPU comes with it.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('Most instances of each app.')
param maximumInstanceCount int = 40

@minValue(0)
@maxValue(100)
@description('Instances of each app that are never stopped: no cold start, but paid for while idle.')
param alwaysReadyInstances int = 0

@minValue(1)
@maxValue(500)
@description('Concurrent HTTP requests for which an instance more is started. host.json admits 500.')
param httpConcurrency int = 100

@description('Spreads instances over three zones; at least two of each function or group then always run, and are paid for.')
param zoneRedundantApps bool = false

@minValue(2)
@maxValue(100)
@description('Megabytes of the largest body that the gateway\'s app takes; the others take 2. The Functions host holds each in memory, several times over.')
param gatewayBodyMB int = 10

@minValue(0)
@maxValue(100)
@description('Per cent of traces that are kept. Metrics are complete whatever this says.')
param tracePercent int = 5

// --- Data ---------------------------------------------------------------------------------------------------------

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('Copies of links, keys, rules and queues: LRS three in a building, ZRS in three zones, G… as well in another region, seconds behind.')
param storageSku string = 'Standard_ZRS'

@minValue(0)
@maxValue(200)
@description('Further storage accounts that links and clicks are spread over from the first start on; 0 keeps them beside everything else. One that is added later gets nothing by itself, and none may be taken away.')
param linkAccounts int = 0

@allowed(['serverless', 'autoscale'])
@description('serverless: paid by the request, one region, at most 5,000 RU/s a partition. autoscale: paid by the hour.')
param cosmosCapacity string = 'serverless'

@minValue(1000)
@maxValue(1000000)
@description('Most RU/s of the message log with autoscale; cursors and delayed messages get as much, topics 1,000. In thousands.')
param cosmosMaxThroughput int = 4000

@allowed(['Strong', 'BoundedStaleness', 'Session'])
@description('What an acknowledged publish has survived: docs/operations.md has the table. Strong over several regions waits for each. The application refuses what is weaker than Session.')
param cosmosConsistency string = 'Session'

@description('Further regions of the message log, read-only. Needs autoscale.')
param cosmosReadRegions string[] = []

@description('Keeps the copies of the message log in three zones. Not with serverless.')
param cosmosZoneRedundant bool = false

@allowed([1, 2])
@description('2: a server of its own for the counters, which never forgets, and one for the cache, which may. 1: both in one.')
param redisInstances int = 1

@description('Size of each Redis: Balanced_B0 (0.5 GB) and larger, ComputeOptimized_X…, MemoryOptimized_M….')
param redisSku string = 'Balanced_B0'

@description('A second copy of each Redis, which takes over.')
param redisHighAvailability bool = false

@description('Keeps the name and content of a deleted vault for 90 days, whoever asks: the environment can\'t be made again before.')
param purgeProtection bool = false

// --- Network ------------------------------------------------------------------------------------------------------

@description('Keeps storage, Cosmos DB, Redis and Key Vault off the internet, behind private endpoints.')
param privateNetworking bool = false

@description('Address space of the network that private networking or a NAT gateway makes; a /22 or larger.')
param networkPrefix string = '10.40.0.0/22'

@description('Sends webhooks and forwarded requests from one fixed address, for receivers that admit known ones alone. It is in one zone.')
param natGateway bool = false

@description('Puts Azure Front Door before the apps: one address for all of them, which alone may call them.')
param frontDoor bool = false

@allowed(['Standard', 'Premium'])
@description('Premium has the firewall rules that Microsoft maintains.')
param frontDoorTier string = 'Standard'

@allowed(['Off', 'Detection', 'Prevention'])
@description('Web application firewall of the Front Door. Detection logs what Prevention turns away.')
param firewall string = 'Off'

@minValue(0)
@description('Requests that the firewall admits of one address in a minute; 0 for any number.')
param firewallRequestsPerMinute int = 0

@description('Host name of short links, such as sho.rt. With Front Door it is made a custom domain, to be validated by DNS.')
param shortDomain string = ''

// --- Settings of the application ----------------------------------------------------------------------------------

@description('Gateway:AllowedHosts: hosts that the gateway may forward to.')
param gatewayAllowedHosts string[] = []

@description('Network:AllowedAddresses: private networks that requests for users may go to, such as 10.1.0.0/16.')
param allowedAddresses string[] = []

@description('Links:BlockedHosts: hosts that no link may lead to.')
param blockedHosts string[] = []

@description('Origins whose pages may call the API.')
param corsOrigins string[] = []

// --- Watching -----------------------------------------------------------------------------------------------------

@description('Who is written to when an alert fires; empty for nobody.')
param alertEmail string = ''

@minValue(30)
@maxValue(730)
@description('Days that logs are kept.')
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which no more are taken; -1 for any number.')
param logDailyQuotaGb int = 5

@description('Logs each read and write of Storage and Cosmos DB: for an investigation, paid for by the gigabyte.')
param dataLogs bool = false

@minValue(0)
@description('What a month may cost in the subscription\'s currency before alertEmail, or the owners, are told; 0 for no budget.')
param monthlyBudget int = 0

@description('First day of the month that the budget began in, such as 2026-12-01, which can\'t be changed; the hook of azure.yaml finds it.')
param budgetStart string = ''

// ------------------------------------------------------------------------------------------------------------------

var abbreviations = loadJsonContent('abbreviations.json')
var functions = loadJsonContent('functions.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var namedProfile = !empty(profile)
  ? profile
  : fail('Name the profile, so that no environment gets the sizes of another: azd env set SERVERLESS_PROFILE dev, or prod.')
var allTags = union(tags, { 'azd-env-name': environmentName, 'serverless-profile': namedProfile })
var hasNetwork = privateNetworking || natGateway
var bytesPerMB = 1048576

var everyName = concat(functions.every, functions.shortener, functions.limiter, functions.messages, functions.delivery)
// The app named 'app' is the one that azd deploys; azure.yaml gives the same package to the others.
var apps = splitApps
  ? [
      {
        name: 'shortener'
        service: 'app'
        functions: union(functions.every, functions.shortener)
        messages: false
        http: true
      }
      {
        name: 'limiter'
        service: 'limiter'
        functions: union(functions.every, functions.limiter)
        messages: false
        http: true
      }
      {
        name: 'messages'
        service: 'messages'
        functions: union(functions.every, functions.messages)
        messages: true
        http: true
      }
      {
        name: 'delivery'
        service: 'delivery'
        functions: union(functions.every, functions.delivery)
        messages: true
        http: false
      }
    ]
  : [
      { name: 'app', service: 'app', functions: everyName, messages: true, http: true }
    ]
var appNames = [for app in apps: '${abbreviations.webSitesFunctions}${app.name}-${token}']
var storageName = '${abbreviations.storageStorageAccounts}${token}'
var linkAccountNames = [
  for i in range(0, linkAccounts): '${abbreviations.storageStorageAccounts}links${padLeft(string(i), 2, '0')}${token}'
]
var frontDoorName = '${abbreviations.cdnProfiles}${token}'
var frontDoorEndpoint = 'serverless-${token}'
var frontDoorDomain = replace(shortDomain, '.', '-')

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: '${abbreviations.resourcesResourceGroups}${environmentName}'
  location: location
  tags: allTags
}

module identities 'modules/identity.bicep' = [
  for app in apps: {
    name: 'identity-${app.name}'
    scope: group
    params: {
      name: '${abbreviations.managedIdentityUserAssignedIdentities}${app.name}-${token}'
      location: location
      tags: allTags
    }
  }
]

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: '${abbreviations.operationalInsightsWorkspaces}${token}'
    insightsName: '${abbreviations.insightsComponents}${token}'
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
    publishers: [for (app, i) in apps: identities[i].outputs.principalId]
  }
}

module network 'modules/network.bicep' = if (hasNetwork) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.networkVirtualNetworks}${token}'
    location: location
    tags: allTags
    prefix: networkPrefix
    natGateway: natGateway
    natGatewayName: '${abbreviations.networkNatGateways}${token}'
    publicAddressName: '${abbreviations.networkPublicIPAddresses}${token}'
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: storageName
    location: location
    tags: allTags
    skuName: storageSku
    isPublic: !privateNetworking
    users: [for (app, i) in apps: identities[i].outputs.principalId]
    deploymentContainers: [for app in apps: 'deployment-${app.name}']
    workspaceId: monitoring.outputs.workspaceId
    dataLogs: dataLogs
  }
}

module linkStorage 'modules/link-account.bicep' = [
  for name in linkAccountNames: {
    name: 'storage-${name}'
    scope: group
    params: {
      name: name
      location: location
      tags: allTags
      skuName: storageSku
      isPublic: !privateNetworking
      users: [for (app, i) in apps: identities[i].outputs.principalId]
      workspaceId: monitoring.outputs.workspaceId
      dataLogs: dataLogs
    }
  }
]

module cosmos 'modules/cosmos.bicep' = {
  name: 'cosmos'
  scope: group
  params: {
    name: '${abbreviations.documentDBDatabaseAccounts}${token}'
    location: location
    tags: allTags
    capacity: cosmosCapacity
    maxThroughput: cosmosMaxThroughput
    consistency: cosmosConsistency
    readRegions: cosmosReadRegions
    zoneRedundant: cosmosZoneRedundant
    isPublic: !privateNetworking
    workspaceId: monitoring.outputs.workspaceId
    dataLogs: dataLogs
    users: [
      for (app, i) in filter(apps, app => app.messages): identities[indexOf(map(apps, other => other.name), app.name)].outputs.principalId
    ]
  }
}

module counters 'modules/redis.bicep' = {
  name: 'redis-counters'
  scope: group
  params: {
    name: '${abbreviations.cacheRedisEnterprise}counters-${token}'
    location: location
    tags: allTags
    skuName: redisSku
    highAvailability: redisHighAvailability
    // Alone it holds the cache too, whose entries end sooner than those of the counters.
    evictionPolicy: redisInstances == 2 ? 'NoEviction' : 'VolatileTTL'
    isPublic: !privateNetworking
    users: [for (app, i) in apps: identities[i].outputs.principalId]
  }
}

module cache 'modules/redis.bicep' = if (redisInstances == 2) {
  name: 'redis-cache'
  scope: group
  params: {
    name: '${abbreviations.cacheRedisEnterprise}cache-${token}'
    location: location
    tags: allTags
    skuName: redisSku
    highAvailability: redisHighAvailability
    evictionPolicy: 'AllKeysLRU'
    isPublic: !privateNetworking
    users: [for (app, i) in apps: identities[i].outputs.principalId]
  }
}

module vault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: group
  params: {
    name: '${abbreviations.keyVaultVaults}${token}'
    location: location
    tags: allTags
    adminKey: adminKey
    isPublic: !privateNetworking
    purgeProtection: purgeProtection
    readers: [for (app, i) in apps: identities[i].outputs.principalId]
    deployerId: deployerId
    deployerType: deployerType
    workspaceId: monitoring.outputs.workspaceId
  }
}

var endpoints = privateNetworking
  ? concat(
      [
        {
          name: 'blob'
          service: storage.outputs.id
          zone: 'blob'
          part: 'blob'
        }
        {
          name: 'queue'
          service: storage.outputs.id
          zone: 'queue'
          part: 'queue'
        }
        {
          name: 'table'
          service: storage.outputs.id
          zone: 'table'
          part: 'table'
        }
        { name: 'cosmos', service: cosmos.outputs.id, zone: 'cosmos', part: 'Sql' }
        { name: 'counters', service: counters.outputs.id, zone: 'redis', part: 'redisEnterprise' }
        { name: 'vault', service: vault.outputs.id, zone: 'vault', part: 'vault' }
      ],
      redisInstances == 2 ? [{ name: 'cache', service: cache!.outputs.id, zone: 'redis', part: 'redisEnterprise' }] : [],
      map(range(0, linkAccounts), i => {
        name: 'links${padLeft(string(i), 2, '0')}'
        service: resourceId(
          subscription().subscriptionId,
          group.name,
          'Microsoft.Storage/storageAccounts',
          linkAccountNames[i]
        )
        zone: 'table'
        part: 'table'
      })
    )
  : []

module privateEndpoints 'modules/private-endpoints.bicep' = if (privateNetworking) {
  name: 'private-endpoints'
  scope: group
  params: {
    namePrefix: '${abbreviations.networkPrivateEndpoints}${token}-'
    location: location
    tags: allTags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointSubnetId
    endpoints: endpoints
  }
  dependsOn: [linkStorage]
}

// One after the other: each takes a place in the one subnet, which refuses a second that comes at once.
@batchSize(1)
module functionApps 'modules/function-app.bicep' = [
  for (app, i) in apps: {
    name: 'function-app-${app.name}'
    scope: group
    params: {
      name: appNames[i]
      planName: '${abbreviations.webServerFarms}${app.name}-${token}'
      location: location
      tags: allTags
      serviceName: app.service
      identityId: identities[i].outputs.id
      identityClientId: identities[i].outputs.clientId
      storageName: storageName
      linkAccounts: linkAccountNames
      deploymentContainer: 'deployment-${app.name}'
      instanceMemoryMB: instanceMemoryMB
      maximumInstanceCount: maximumInstanceCount
      alwaysReadyInstances: alwaysReadyInstances
      alwaysReadyGroup: app.http ? 'http' : 'function:Push'
      httpConcurrency: httpConcurrency
      zoneRedundant: zoneRedundantApps
      requestBodyLimit: (contains(app.functions, 'Gateway') ? gatewayBodyMB : 2) * bytesPerMB
      inNetwork: hasNetwork
      subnetId: hasNetwork ? network!.outputs.appSubnetId : ''
      behindFrontDoor: frontDoor
      frontDoorId: frontDoor ? frontDoorProfile!.outputs.frontDoorId : ''
      corsOrigins: corsOrigins
      disabledFunctions: filter(everyName, name => !contains(app.functions, name))
      insightsConnectionString: monitoring.outputs.connectionString
      adminKeyUri: vault.outputs.adminKeyUri
      hasMessages: app.messages
      deliversItself: contains(app.functions, 'Push')
      cosmosEndpoint: cosmos.outputs.endpoint
      countersEndpoint: counters.outputs.endpoint
      cacheEndpoint: redisInstances == 2 ? cache!.outputs.endpoint : counters.outputs.endpoint
      publicHost: shortDomain
      frontDoorHost: frontDoor ? frontDoorProfile!.outputs.hostName : ''
      gatewayAllowedHosts: gatewayAllowedHosts
      allowedAddresses: allowedAddresses
      blockedHosts: blockedHosts
      tracePercent: tracePercent
    }
    // An app whose data is behind endpoints that do not exist yet fails its first start.
    dependsOn: [storage, linkStorage, privateEndpoints]
  }
]

module frontDoorProfile 'modules/front-door.bicep' = if (frontDoor) {
  name: 'front-door'
  scope: group
  params: {
    name: frontDoorName
    endpointName: frontDoorEndpoint
    tags: allTags
    tier: frontDoorTier
    shortDomain: shortDomain
    domainName: frontDoorDomain
  }
}

module frontDoorRoutes 'modules/front-door-routes.bicep' = if (frontDoor) {
  name: 'front-door-routes'
  scope: group
  params: {
    profileName: frontDoorName
    endpointName: frontDoorEndpoint
    domainName: frontDoorDomain
    origins: [
      for (app, i) in filter(apps, app => app.http): {
        name: app.name
        hostName: functionApps[indexOf(map(apps, other => other.name), app.name)].outputs.hostName
        patterns: app.name == 'limiter'
          ? ['/api/ratelimit/*', '/gateway/*']
          : app.name == 'messages' ? ['/api/topics', '/api/topics/*'] : ['/*']
      }
    ]
  }
}

module frontDoorFirewall 'modules/front-door-waf.bicep' = if (frontDoor && firewall != 'Off') {
  name: 'front-door-waf'
  scope: group
  params: {
    name: '${abbreviations.networkFirewallPoliciesWebApplication}${token}'
    tags: allTags
    profileName: frontDoorName
    endpointName: frontDoorEndpoint
    domainName: empty(shortDomain) ? '' : frontDoorDomain
    tier: frontDoorTier
    mode: firewall == 'Prevention' ? 'Prevention' : 'Detection'
    requestsPerMinute: firewallRequestsPerMinute
  }
  dependsOn: [frontDoorRoutes]
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  name: 'budget'
  scope: group
  params: {
    // The hook asks for it by this name.
    name: 'serverless'
    amount: max(monthlyBudget, 1)
    startDate: budgetStart
    email: alertEmail
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    actionGroupName: '${abbreviations.insightsActionGroups}${token}'
    location: location
    tags: allTags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    cosmosId: cosmos.outputs.id
    storageIds: concat(
      [storage.outputs.id],
      map(
        range(0, linkAccounts),
        i =>
          resourceId(
            subscription().subscriptionId,
            group.name,
            'Microsoft.Storage/storageAccounts',
            linkAccountNames[i]
          )
      )
    )
    redisIds: redisInstances == 2 ? [counters.outputs.id, cache!.outputs.id] : [counters.outputs.id]
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_APP_NAME string = appNames[0]
@description('Names of all apps, the one that azd deploys first.')
output FUNCTION_APP_NAMES string[] = appNames
@description('Names of those that azd does not deploy, separated by spaces; empty for none.')
output OTHER_APP_NAMES string = join(skip(appNames, 1), ' ')
output APP_URL string = frontDoor
  ? 'https://${frontDoorProfile!.outputs.hostName}'
  : 'https://${functionApps[0].outputs.hostName}'
output APP_URLS string[] = [for (app, i) in apps: 'https://${functionApps[i].outputs.hostName}']
@description('From which webhooks and forwarded requests come; empty unless there is a NAT gateway.')
output OUTBOUND_ADDRESS string = hasNetwork ? network!.outputs.outboundAddress : ''
output KEY_VAULT_NAME string = vault.outputs.name
output LOG_WORKSPACE_ID string = monitoring.outputs.workspaceCustomerId
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
output COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output REDIS_COUNTERS_ENDPOINT string = counters.outputs.endpoint
output REDIS_CACHE_ENDPOINT string = redisInstances == 2 ? cache!.outputs.endpoint : counters.outputs.endpoint
output SHORT_DOMAIN_VALIDATION string = frontDoor && !empty(shortDomain)
  ? frontDoorProfile!.outputs.domainValidation
  : ''
