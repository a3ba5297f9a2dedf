metadata description = 'Says when the month costs more than was meant. It stops nothing.'

param name string
@minValue(1)
@description('In the currency of the subscription, a month.')
param amount int
@description('First day of the month that it began in. Azure never lets it change.')
param startDate string
@description('Empty: the owners of the subscription are written to.')
param email string

var alerts = [
  { name: 'half-spent', type: 'Actual', threshold: 50 }
  { name: 'nearly-spent', type: 'Actual', threshold: 90 }
  { name: 'will-be-overspent', type: 'Forecasted', threshold: 110 }
]

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: toObject(alerts, alert => alert.name, alert => {
      enabled: true
      operator: 'GreaterThan'
      threshold: alert.threshold
      thresholdType: alert.type
      contactEmails: empty(email) ? [] : [email]
      contactRoles: empty(email) ? ['Owner'] : []
    })
  }
}
