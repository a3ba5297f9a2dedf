using 'main.bicep'
import { given, listed } from 'values.bicep'

// What azd deploys. SERVERLESS_PROFILE chooses the sizes: 'azd env set SERVERLESS_PROFILE prod'. README.md has them all.

var profiles = {
  // A few dollars a month while idle, most of it one small Redis.
  dev: {
    splitApps: 'false'
    alwaysReadyInstances: '0'
    maximumInstanceCount: '40'
    zoneRedundantApps: 'false'
    storageSku: 'Standard_LRS'
    cosmosCapacity: 'serverless'
    cosmosMaxThroughput: '4000'
    cosmosZoneRedundant: 'false'
    redisInstances: '1'
    redisSku: 'Balanced_B0'
    redisHighAvailability: 'false'
    purgeProtection: 'false'
    privateNetworking: 'false'
    frontDoor: 'false'
    firewall: 'Off'
    logRetentionDays: '30'
    tracePercent: '100'
  }
  // Survives the loss of a zone; nothing but the apps is on the internet.
  prod: {
    splitApps: 'true'
    alwaysReadyInstances: '2'
    maximumInstanceCount: '400'
    zoneRedundantApps: 'true'
    storageSku: 'Standard_ZRS'
    cosmosCapacity: 'autoscale'
    cosmosMaxThroughput: '40000'
    cosmosZoneRedundant: 'true'
    redisInstances: '2'
    redisSku: 'Balanced_B50'
    redisHighAvailability: 'true'
    purgeProtection: 'true'
    privateNetworking: 'true'
    frontDoor: 'true'
    firewall: 'Off'
    logRetentionDays: '90'
    tracePercent: '5'
  }
}
// Without a name this file compiles, as azd does before anything runs, and main.bicep refuses to deploy.
var named = readEnvironmentVariable('SERVERLESS_PROFILE', '')
var sizes = profiles[given(named, 'dev')]

// 'any' leaves it to the deployment whether a value is one of those allowed.
param environmentName = given(readEnvironmentVariable('AZURE_ENV_NAME', ''), 'dev')
param location = given(readEnvironmentVariable('AZURE_LOCATION', ''), 'westeurope')
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param deployerType = any(given(readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', ''), 'User'))
param adminKey = readEnvironmentVariable('SERVERLESS_ADMIN_KEY', '')
param profile = named
param tags = {
  application: 'serverless'
  environment: given(readEnvironmentVariable('AZURE_ENV_NAME', ''), 'dev')
}

param splitApps = bool(given(readEnvironmentVariable('SERVERLESS_SPLIT_APPS', ''), sizes.splitApps))
param alwaysReadyInstances = int(given(readEnvironmentVariable('SERVERLESS_ALWAYS_READY', ''), sizes.alwaysReadyInstances))
param maximumInstanceCount = int(given(readEnvironmentVariable('SERVERLESS_MAX_INSTANCES', ''), sizes.maximumInstanceCount))
param instanceMemoryMB = any(int(given(readEnvironmentVariable('SERVERLESS_INSTANCE_MB', ''), '2048')))
param httpConcurrency = int(given(readEnvironmentVariable('SERVERLESS_HTTP_CONCURRENCY', ''), '100'))
param zoneRedundantApps = bool(given(readEnvironmentVariable('SERVERLESS_ZONES', ''), sizes.zoneRedundantApps))
param gatewayBodyMB = int(given(readEnvironmentVariable('SERVERLESS_GATEWAY_BODY_MB', ''), '10'))
param tracePercent = int(given(readEnvironmentVariable('SERVERLESS_TRACE_PERCENT', ''), sizes.tracePercent))

param storageSku = any(given(readEnvironmentVariable('SERVERLESS_STORAGE_SKU', ''), sizes.storageSku))
param linkAccounts = int(given(readEnvironmentVariable('SERVERLESS_LINK_ACCOUNTS', ''), '0'))
param cosmosCapacity = any(given(readEnvironmentVariable('SERVERLESS_COSMOS_CAPACITY', ''), sizes.cosmosCapacity))
param cosmosMaxThroughput = int(given(readEnvironmentVariable('SERVERLESS_COSMOS_MAX_RU', ''), sizes.cosmosMaxThroughput))
param cosmosConsistency = any(given(readEnvironmentVariable('SERVERLESS_COSMOS_CONSISTENCY', ''), 'Session'))
param cosmosReadRegions = listed(readEnvironmentVariable('SERVERLESS_COSMOS_READ_REGIONS', ''))
param cosmosZoneRedundant = bool(given(readEnvironmentVariable('SERVERLESS_COSMOS_ZONES', ''), sizes.cosmosZoneRedundant))
param redisInstances = int(given(readEnvironmentVariable('SERVERLESS_REDIS_INSTANCES', ''), sizes.redisInstances))
param redisSku = given(readEnvironmentVariable('SERVERLESS_REDIS_SKU', ''), sizes.redisSku)
param redisHighAvailability = bool(given(readEnvironmentVariable('SERVERLESS_REDIS_HA', ''), sizes.redisHighAvailability))
param purgeProtection = bool(given(readEnvironmentVariable('SERVERLESS_PURGE_PROTECTION', ''), sizes.purgeProtection))

param privateNetworking = bool(given(readEnvironmentVariable('SERVERLESS_PRIVATE_NETWORKING', ''), sizes.privateNetworking))
param networkPrefix = given(readEnvironmentVariable('SERVERLESS_NETWORK_PREFIX', ''), '10.40.0.0/22')
param natGateway = bool(given(readEnvironmentVariable('SERVERLESS_NAT_GATEWAY', ''), 'false'))
param frontDoor = bool(given(readEnvironmentVariable('SERVERLESS_FRONT_DOOR', ''), sizes.frontDoor))
param frontDoorTier = any(given(readEnvironmentVariable('SERVERLESS_FRONT_DOOR_TIER', ''), 'Standard'))
param firewall = any(given(readEnvironmentVariable('SERVERLESS_FIREWALL', ''), sizes.firewall))
param firewallRequestsPerMinute = int(given(readEnvironmentVariable('SERVERLESS_FIREWALL_REQUESTS', ''), '0'))
param shortDomain = readEnvironmentVariable('SERVERLESS_SHORT_DOMAIN', '')

param gatewayAllowedHosts = listed(readEnvironmentVariable('SERVERLESS_GATEWAY_HOSTS', ''))
param allowedAddresses = listed(readEnvironmentVariable('SERVERLESS_ALLOWED_ADDRESSES', ''))
param blockedHosts = listed(readEnvironmentVariable('SERVERLESS_BLOCKED_HOSTS', ''))
param corsOrigins = listed(readEnvironmentVariable('SERVERLESS_CORS_ORIGINS', ''))

param alertEmail = readEnvironmentVariable('SERVERLESS_ALERT_EMAIL', '')
param logRetentionDays = int(given(readEnvironmentVariable('SERVERLESS_LOG_DAYS', ''), sizes.logRetentionDays))
param logDailyQuotaGb = int(given(readEnvironmentVariable('SERVERLESS_LOG_DAILY_GB', ''), '5'))
param dataLogs = bool(given(readEnvironmentVariable('SERVERLESS_DATA_LOGS', ''), 'false'))
param monthlyBudget = int(given(readEnvironmentVariable('SERVERLESS_MONTHLY_BUDGET', ''), '0'))
param budgetStart = readEnvironmentVariable('SERVERLESS_BUDGET_START', '')
