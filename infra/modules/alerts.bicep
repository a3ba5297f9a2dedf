metadata description = 'What an operator must be told; docs/operations.md says for each what to do.'

param actionGroupName string
param location string
param tags object
@description('Empty: alerts fire, and nobody is written to.')
param email string
@description('The workspace, whose tables are named App….')
param workspaceId string
param cosmosId string
@description('Each gets an alert of its own.')
param storageIds string[]
param redisIds string[]

// Metrics of the application, complete whatever the sampling of traces.
var queries = [
  {
    name: 'key-pool-low'
    description: 'A shard of the key pool has almost no free block: creating links is about to fail.'
    severity: 1
    query: 'AppMetrics | where Name == "serverless.links.key_pool.free_blocks" | summarize Value = min(Min) by Shard = tostring(Properties.shard)'
    dimension: 'Shard'
    operator: 'LessThan'
    threshold: 2
  }
  {
    name: 'poison-messages'
    description: 'Work of a queue failed at every try and was given up.'
    severity: 2
    query: 'AppMetrics | where Name == "serverless.queues.poison_messages" | summarize Value = sum(Sum) by Queue = tostring(Properties.queue)'
    dimension: 'Queue'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'server-errors'
    description: 'More than 1 of 100 requests was answered 5xx.'
    severity: 1
    query: 'AppMetrics | where Name == "serverless.request.duration" | extend Status = toint(Properties["http.response.status_code"]) | summarize Failed = sumif(ItemCount, Status >= 500), Total = sum(ItemCount) | where Total >= 100 | project Value = 100.0 * Failed / Total'
    dimension: ''
    operator: 'GreaterThan'
    threshold: 1
  }
  {
    name: 'degraded-checks'
    description: 'Rate limits are kept by each instance for itself, because the counters do not answer.'
    severity: 1
    query: 'AppMetrics | where Name == "serverless.ratelimit.degraded" | summarize Value = sum(Sum)'
    dimension: ''
    operator: 'GreaterThan'
    threshold: 100
  }
  {
    name: 'old-messages'
    description: 'A message of a subscription has not been done for an hour.'
    severity: 3
    query: 'AppMetrics | where Name == "serverless.subscriptions.oldest_unacknowledged_age" | summarize Value = max(Max) by Subscription = strcat(tostring(Properties.topic), "/", tostring(Properties.subscription))'
    dimension: 'Subscription'
    operator: 'GreaterThan'
    threshold: 3600
  }
  {
    name: 'clicks-given-up'
    description: 'Clicks were lost, because their table did not take them.'
    severity: 3
    query: 'AppMetrics | where Name == "serverless.links.clicks" and tostring(Properties.state) == "dropped" | summarize Value = sum(Sum)'
    dimension: ''
    operator: 'GreaterThan'
    threshold: 0
  }
]

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'serverless'
    emailReceivers: empty(email) ? [] : [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in queries: {
    name: alert.name
    location: location
    tags: tags
    properties: {
      displayName: alert.name
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT10M'
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Total'
            // Each shard, queue and subscription is an alert of its own.
            dimensions: empty(alert.dimension) ? [] : [{ name: alert.dimension, operator: 'Include', values: ['*'] }]
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      // The workspace learns of these columns when the first telemetry comes.
      skipQueryValidation: true
      autoMitigate: true
      actions: { actionGroups: [actions.id] }
    }
  }
]

resource cosmosThrottled 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'cosmos-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'Cosmos DB answered 429: a partition or the whole account has used up its request units.'
    severity: 2
    enabled: true
    scopes: [cosmosId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 100
        }
      ]
    }
    actions: [{ actionGroupId: actions.id }]
  }
}

resource redisMemory 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for (redisId, i) in redisIds: {
    name: i == 0 ? 'redis-counters-memory' : 'redis-cache-memory'
    location: 'global'
    tags: tags
    properties: {
      description: 'Redis is nearly full. Counters that find no room make checks degraded.'
      severity: i == 0 ? 1 : 3
      enabled: true
      scopes: [redisId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: 'memory'
            metricNamespace: 'Microsoft.Cache/redisEnterprise'
            metricName: 'usedmemorypercentage'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: 80
          }
        ]
      }
      actions: [{ actionGroupId: actions.id }]
    }
  }
]

resource storageAvailability 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for (storageId, i) in storageIds: {
    name: i == 0 ? 'storage-unavailable' : 'storage-unavailable-links${padLeft(string(i - 1), 2, '0')}'
    location: 'global'
    tags: tags
    properties: {
      description: 'Storage fails or throttles more than 1 of 100 requests.'
      severity: 1
      enabled: true
      scopes: [storageId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: 'availability'
            metricNamespace: 'Microsoft.Storage/storageAccounts'
            metricName: 'Availability'
            timeAggregation: 'Average'
            operator: 'LessThan'
            threshold: 99
          }
        ]
      }
      actions: [{ actionGroupId: actions.id }]
    }
  }
]
