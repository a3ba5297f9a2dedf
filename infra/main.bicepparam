using 'main.bicep'

// What azd deploys. SERVERLESS_PROFILE chooses the sizes: 'azd env set SERVERLESS_PROFILE prod'.

var profiles = {
  // A few dollars a month while idle, most of it one small Redis.
  dev: {
    splitApps: 'false'
    alwaysReadyInstances: '0'
    maximumInstanceCount: '40'
    storageSku: 'Standard_LRS'
    cosmosCapacity: 'serverless'
    cosmosMaxThroughput: '4000'
    cosmosZoneRedundant: 'false'
    redisInstances: '1'
    redisSku: 'Balanced_B0'
    redisHighAvailability: 'false'
    privateNetworking: 'false'
    frontDoor: 'false'
    logRetentionDays: '30'
    tracePercent: '100'
  }
  // Survives the loss of a zone; nothing but the apps is on the internet.
  prod: {
    splitApps: 'true'
    alwaysReadyInstances: '2'
    maximumInstanceCount: '400'
    storageSku: 'Standard_ZRS'
    cosmosCapacity: 'autoscale'
    cosmosMaxThroughput: '40000'
    cosmosZoneRedundant: 'true'
    redisInstances: '2'
    redisSku: 'Balanced_B50'
    redisHighAvailability: 'true'
    privateNetworking: 'true'
    frontDoor: 'true'
    logRetentionDays: '90'
    tracePercent: '5'
  }
}
var profile = profiles[readEnvironmentVariable('SERVERLESS_PROFILE', 'dev')]

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param adminKey = readEnvironmentVariable('SERVERLESS_ADMIN_KEY', '')
param tags = {
  application: 'serverless'
  environment: readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
}

param splitApps = bool(readEnvironmentVariable('SERVERLESS_SPLIT_APPS', profile.splitApps))
param alwaysReadyInstances = int(readEnvironmentVariable('SERVERLESS_ALWAYS_READY', profile.alwaysReadyInstances))
param maximumInstanceCount = int(readEnvironmentVariable('SERVERLESS_MAX_INSTANCES', profile.maximumInstanceCount))
param storageSku = readEnvironmentVariable('SERVERLESS_STORAGE_SKU', profile.storageSku)
param cosmosCapacity = readEnvironmentVariable('SERVERLESS_COSMOS_CAPACITY', profile.cosmosCapacity)
param cosmosMaxThroughput = int(readEnvironmentVariable('SERVERLESS_COSMOS_MAX_RU', profile.cosmosMaxThroughput))
param cosmosConsistency = readEnvironmentVariable('SERVERLESS_COSMOS_CONSISTENCY', 'Session')
param cosmosZoneRedundant = bool(readEnvironmentVariable('SERVERLESS_COSMOS_ZONES', profile.cosmosZoneRedundant))
param redisInstances = int(readEnvironmentVariable('SERVERLESS_REDIS_INSTANCES', profile.redisInstances))
param redisSku = readEnvironmentVariable('SERVERLESS_REDIS_SKU', profile.redisSku)
param redisHighAvailability = bool(readEnvironmentVariable('SERVERLESS_REDIS_HA', profile.redisHighAvailability))
param privateNetworking = bool(readEnvironmentVariable('SERVERLESS_PRIVATE_NETWORKING', profile.privateNetworking))
param frontDoor = bool(readEnvironmentVariable('SERVERLESS_FRONT_DOOR', profile.frontDoor))
param shortDomain = readEnvironmentVariable('SERVERLESS_SHORT_DOMAIN', '')
param alertEmail = readEnvironmentVariable('SERVERLESS_ALERT_EMAIL', '')
param logRetentionDays = int(profile.logRetentionDays)
param tracePercent = int(readEnvironmentVariable('SERVERLESS_TRACE_PERCENT', profile.tracePercent))
